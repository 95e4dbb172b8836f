#include <algorithm>

#include "contracts/http/message.h"
#include "contracts/openapi/model_builder.h"
#include "contracts/openapi/model_servers.h"
#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/text_checks.h"

namespace squall::contracts::openapi {
namespace {

std::vector<std::string> texts(const Node* list) {
  std::vector<std::string> found;
  if (list == nullptr) return found;
  for (const Node& item : list->items()) found.emplace_back(item.text());
  return found;
}

// OAS 3.0.4, section 4.7.12.1: header parameters of these names are ignored; other parts of the contract say them.
bool is_ignored_header(const Parameter& parameter) {
  if (parameter.in != ParameterIn::header) return false;
  for (const char* name : {"accept", "content-type", "authorization"}) {
    if (http::equal_ignoring_case(parameter.name, name)) return true;
  }
  return false;
}

bool is_path(std::string_view key) {
  return key.starts_with('/');
}

}  // namespace

void ModelBuilder::build(const Place& root) {
  const Node& node = *root.node;
  if (const Node* info = node.find("info")) {
    contract_.title = std::string(text_of(*info, "title"));
    contract_.api_version = std::string(text_of(*info, "version"));
  }
  root_ = root;
  contract_.servers = servers(root);
  root_security_ = node.find("security");
  add_security_schemes(root);
  add_tags(node);
  note_unknown_clauses(root, false);
  const Node* paths = node.find("paths");
  const Place map = paths != nullptr ? root.member("paths", *paths) : root;
  if (paths != nullptr) {
    index_operations(*paths, map);
    for (const Member& member : paths->members()) {
      if (is_path(member.key)) {
        add_path(contract_.operations, std::string(member.key), map.member(member.key, member.value));
      }
    }
  }
  add_webhooks(root);
}

void ModelBuilder::add_tags(const Node& root) {
  const Node* tags = root.find("tags");
  if (tags == nullptr) return;
  for (const Node& node : tags->items()) {
    const auto text = [&node](std::string_view key) { return std::string(text_of(node, key)); };
    contract_.tags.push_back(Tag{text("name"), text("summary"), text("description"), text("parent"), text("kind")});
  }
}

void ModelBuilder::index_operations(const Node& paths, const Place& map) {
  for (const Member& member : paths.members()) {
    if (!is_path(member.key)) continue;
    for (const PathItemPart& part : path_item_parts(sources_, map.member(member.key, member.value))) {
      for (const auto& [method, operation] : part.operations) {
        const std::string name = method + " " + std::string(member.key);
        operations_by_node_.emplace(operation.node, name);
        const auto id = text_of(*operation.node, "operationId");
        if (!id.empty()) operations_by_id_.emplace(id, name);
      }
    }
  }
}

void ModelBuilder::compile_components(const Place& root) {
  const Node* components = root.node->find("components");
  const Node* schemas = components != nullptr ? components->find("schemas") : nullptr;
  if (schemas == nullptr) return;
  const Place map = root.member("components", *components).member("schemas", *schemas);
  for (const Member& member : schemas->members()) compile(map.member(member.key, member.value));
}

void ModelBuilder::add_path(std::vector<Operation>& operations, const std::string& path, const Place& item) {
  const auto parts = path_item_parts(sources_, item);
  const auto first = static_cast<std::ptrdiff_t>(operations.size());
  for (const PathItemPart& part : parts) {
    for (const auto& operation : part.operations) {
      const std::string& method = operation.first;
      const bool known = std::any_of(operations.begin() + first, operations.end(),
                                     [&](const Operation& other) { return other.method == method; });
      if (!known) operations.push_back(make_operation(method, path, operation.second, parts));
    }
  }
}

Operation ModelBuilder::make_operation(const std::string& method, const std::string& path, const Place& place,
                                       const std::vector<PathItemPart>& parts) {
  const Node& node = *place.node;
  Operation operation;
  operation.method = method;
  operation.path = path;
  operation.operation_id = std::string(text_of(node, "operationId"));
  operation.summary = std::string(text_of(node, "summary"));
  operation.tags = texts(node.find("tags"));
  operation.deprecated = flag_of(node, "deprecated");
  operation.location = place.location();
  add_parameters(operation, place);
  for (const PathItemPart& part : parts) add_parameters(operation, part.place);
  if (is_path(path)) add_undeclared_path_parameters(operation);
  add_callbacks(operation, place);
  if (const auto body = child(place, "requestBody")) operation.request_body = request_body(*body);
  if (const Node* responses = node.find("responses")) {
    const Place map = place.member("responses", *responses);
    for (const Member& member : responses->members()) {
      if (!is_status_key(member.key)) continue;
      const auto found = child(map, member.key);
      if (found && found->node->is_object()) operation.responses.push_back(response(std::string(member.key), *found));
    }
  }
  operation.servers = servers(place);
  for (const PathItemPart& part : parts) {
    if (operation.servers.empty()) operation.servers = servers(part.place);
  }
  const Node* requirements = node.find("security");
  if (requirements == nullptr) requirements = root_security_;
  if (requirements != nullptr) operation.security = security(*requirements);
  if (!inside_callback_) operation.resilience = resilience(place, parts);
  return operation;
}

void ModelBuilder::add_parameters(Operation& operation, const Place& owner) {
  for (const Place& place : parameter_places(sources_, owner)) {
    auto made = parameter(place);
    if (!made || is_ignored_header(*made)) continue;
    if (text_of(*place.node, "in") == "querystring") {
      if (!operation.query_string) operation.query_string = std::move(made);
      continue;
    }
    const bool known =
        std::any_of(operation.parameters.begin(), operation.parameters.end(),
                    [&](const Parameter& other) { return other.in == made->in && other.name == made->name; });
    if (!known) operation.parameters.push_back(std::move(*made));
  }
}

void ModelBuilder::add_undeclared_path_parameters(Operation& operation) {
  for (const std::string& name : template_names(operation.path).names) {
    const bool known =
        std::any_of(operation.parameters.begin(), operation.parameters.end(),
                    [&](const Parameter& other) { return other.in == ParameterIn::path && other.name == name; });
    if (known) continue;
    Parameter parameter;
    parameter.name = name;
    parameter.in = ParameterIn::path;
    parameter.required = true;
    parameter.style = Style::simple;
    parameter.location = operation.location;
    operation.parameters.push_back(std::move(parameter));
  }
}

std::vector<SecurityRequirement> ModelBuilder::security(const Node& list) {
  std::vector<SecurityRequirement> alternatives;
  for (const Node& node : list.items()) {
    SecurityRequirement requirement;
    for (const Member& member : node.members()) requirement.emplace_back(member.key, texts(&member.value));
    alternatives.push_back(std::move(requirement));
  }
  return alternatives;
}

}  // namespace squall::contracts::openapi
