// What follows from an answer, and what comes by itself: links, callbacks, webhooks.

#include "contracts/openapi/model_builder.h"
#include "contracts/openapi/model_servers.h"
#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/text_checks.h"

namespace squall::contracts::openapi {
namespace {

// A link's value is a constant unless it is text with an expression in it (OAS 3.0.4, section 4.7.20.2).
LinkValue link_value(const Node& node, const Place& owner, Diagnostics& diagnostics) {
  LinkValue value{Value(node), std::nullopt};
  if (!node.is_string() || node.text().find('$') == std::string_view::npos) return value;
  std::string what;
  auto text = parse_runtime_text(node.text(), &what);
  const bool looks_like_one = node.text().starts_with("$request.") || node.text().starts_with("$response.");
  if (!text || (text->is_constant() && looks_like_one)) {
    diagnostics.forbidden("'" + (text ? std::string(node.text()) : what) + "' is no runtime expression",
                          owner.source->document->locate(node), "such as '$response.body#/id'");
  } else if (!text->is_constant()) {
    value.expression = std::move(*text);
  }
  return value;
}

LinkParameter link_parameter(std::string_view key) {
  LinkParameter parameter;
  for (const std::string_view in : {"path", "query", "header", "cookie"}) {
    if (!key.starts_with(in) || key.size() <= in.size() + 1 || key[in.size()] != '.') continue;
    parameter.in = std::string(in);
    key.remove_prefix(in.size() + 1);
    break;
  }
  parameter.name = std::string(key);
  return parameter;
}

}  // namespace

// The specification's own examples have links that lead nowhere.
std::string ModelBuilder::linked_operation(const Link& link, const Place& place) {
  if (const Node* id = place.node->find("operationId"); id != nullptr && !link.operation_id.empty()) {
    const auto known = operations_by_id_.find(link.operation_id);
    if (known != operations_by_id_.end()) return known->second;
    diagnostics_.doubtful("no operation has the operationId '" + link.operation_id + "'",
                          place.source->document->locate(*id));
    return {};
  }
  const Node* reference = place.node->find("operationRef");
  if (reference == nullptr || is_remote(link.operation_ref)) return {};
  const auto target = sources_.resolve(place.member("operationRef", *reference), link.operation_ref);
  const auto known = target ? operations_by_node_.find(target->node) : operations_by_node_.end();
  if (known != operations_by_node_.end()) return known->second;
  if (!target) {
    diagnostics_.doubtful(target.error().message, target.error().location, target.error().hint);
  } else if (target->source == root_.source) {
    diagnostics_.doubtful("'" + link.operation_ref + "' is no operation", place.source->document->locate(*reference));
  }
  return {};
}

std::vector<Link> ModelBuilder::links(const Place& response) {
  std::vector<Link> list;
  const Node* map = response.node->find("links");
  if (map == nullptr) return list;
  const Place map_place = response.member("links", *map);
  for (const Member& member : map->members()) {
    if (member.key.starts_with("x-")) continue;
    const auto place = child(map_place, member.key);
    if (!place || !place->node->is_object()) continue;
    Link link;
    link.name = std::string(member.key);
    link.operation_id = std::string(text_of(*place->node, "operationId"));
    link.operation_ref = std::string(text_of(*place->node, "operationRef"));
    link.operation = linked_operation(link, *place);
    link.location = place->location();
    if (const Node* parameters = place->node->find("parameters")) {
      for (const Member& entry : parameters->members()) {
        LinkParameter parameter = link_parameter(entry.key);
        parameter.value = link_value(entry.value, *place, diagnostics_);
        link.parameters.push_back(std::move(parameter));
      }
    }
    if (const Node* body = place->node->find("requestBody")) {
      link.request_body = link_value(*body, *place, diagnostics_);
    }
    if (const Node* server = place->node->find("server")) link.server = make_server(*server);
    list.push_back(std::move(link));
  }
  return list;
}

std::shared_ptr<const Callback> ModelBuilder::callback(const std::string& name, const Place& place) {
  auto& known = callbacks_[place.node];
  if (known != nullptr && known->name == name) return known;
  auto made = std::make_shared<Callback>();
  made->name = name;
  inside_callback_ = true;
  for (const Member& member : place.node->members()) {
    if (member.key.starts_with("x-") || !member.value.is_object()) continue;
    std::string what;
    auto url = parse_runtime_text(member.key, &what);
    if (!url) {
      diagnostics_.forbidden("'" + what + "' is no runtime expression",
                             place.source->document->locate_key(*place.node, member.key),
                             "such as '{$request.body#/url}'");
      continue;
    }
    Callback::Target& target = made->targets.emplace_back();
    target.url = std::move(*url);
    add_path(target.operations, std::string(member.key), place.member(member.key, member.value));
  }
  inside_callback_ = false;
  known = std::move(made);
  return known;
}

void ModelBuilder::add_callbacks(Operation& operation, const Place& place) {
  const Node* map = place.node->find("callbacks");
  if (map == nullptr || inside_callback_) return;
  const Place map_place = place.member("callbacks", *map);
  for (const Member& member : map->members()) {
    if (member.key.starts_with("x-")) continue;
    const auto found = child(map_place, member.key);
    if (found && found->node->is_object()) operation.callbacks.push_back(callback(std::string(member.key), *found));
  }
}

void ModelBuilder::add_webhooks(const Place& root) {
  const Node* webhooks = root.node->find("webhooks");
  if (webhooks == nullptr) return;
  const Place map = root.member("webhooks", *webhooks);
  for (const Member& member : webhooks->members()) {
    if (member.key.starts_with("x-")) continue;
    add_path(contract_.webhooks, std::string(member.key), map.member(member.key, member.value));
  }
}

}  // namespace squall::contracts::openapi
