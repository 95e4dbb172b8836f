#include <algorithm>

#include "contracts/http/message.h"
#include "contracts/openapi/model_builder.h"
#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/text_checks.h"

namespace squall::contracts::openapi {
namespace {

std::string substitute(std::string_view url, const Node* variables) {
  std::string result;
  while (!url.empty()) {
    const auto open = url.find('{');
    const auto close = open == std::string_view::npos ? open : url.find('}', open);
    if (close == std::string_view::npos) break;
    const auto name = url.substr(open + 1, close - open - 1);
    const Node* variable = variables != nullptr ? variables->find(name) : nullptr;
    result += url.substr(0, open);
    result += variable != nullptr ? text_of(*variable, "default") : name;
    url.remove_prefix(close + 1);
  }
  return result + std::string(url);
}

std::string base_path_of(std::string_view url) {
  const auto authority = url.find("//");
  if (authority != std::string_view::npos) {
    const auto path = url.find('/', authority + 2);
    url = path == std::string_view::npos ? std::string_view{} : url.substr(path);
  }
  url = url.substr(0, url.find_first_of("?#"));
  while (!url.empty() && url.back() == '/') url.remove_suffix(1);
  std::string path(url);
  if (!path.empty() && path.front() != '/') path.insert(path.begin(), '/');
  return path == "/." ? std::string{} : path;
}

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

}  // namespace

void ModelBuilder::build(const Place& root) {
  const Node& node = *root.node;
  if (const Node* info = node.find("info")) {
    contract_.title = std::string(text_of(*info, "title"));
    contract_.api_version = std::string(text_of(*info, "version"));
  }
  contract_.servers = servers(root);
  root_security_ = node.find("security");
  add_security_schemes(root);
  const Node* paths = node.find("paths");
  if (paths == nullptr) return;
  const Place map = root.member("paths", *paths);
  for (const Member& member : paths->members()) {
    if (member.key.empty() || member.key.front() != '/') continue;
    add_path(std::string(member.key), map.member(member.key, member.value));
  }
}

void ModelBuilder::compile_components(const Place& root) {
  const Node* components = root.node->find("components");
  const Node* schemas = components != nullptr ? components->find("schemas") : nullptr;
  if (schemas == nullptr) return;
  const Place map = root.member("components", *components).member("schemas", *schemas);
  for (const Member& member : schemas->members()) compile(map.member(member.key, member.value));
}

void ModelBuilder::add_path(const std::string& path, const Place& item) {
  const auto parts = path_item_parts(sources_, item);
  const auto first = static_cast<std::ptrdiff_t>(contract_.operations.size());
  for (const PathItemPart& part : parts) {
    for (const auto& operation : part.operations) {
      const std::string& method = operation.first;
      const auto same_path = contract_.operations.begin() + first;
      const bool known = std::any_of(same_path, contract_.operations.end(),
                                     [&](const Operation& other) { return other.method == method; });
      if (!known) contract_.operations.push_back(make_operation(method, path, operation.second, parts));
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
  add_undeclared_path_parameters(operation);
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
  return operation;
}

void ModelBuilder::add_parameters(Operation& operation, const Place& owner) {
  const Node* list = owner.node->find("parameters");
  if (list == nullptr) return;
  const Place list_place = owner.member("parameters", *list);
  std::size_t index = 0;
  for (const Node& item : list->items()) {
    auto place = sources_.follow(list_place.item(index++, item));
    if (!place || !place->node->is_object()) continue;
    auto made = parameter(*place);
    if (!made || is_ignored_header(*made)) continue;
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

std::vector<Server> ModelBuilder::servers(const Place& owner) {
  std::vector<Server> list;
  const Node* nodes = owner.node->find("servers");
  if (nodes == nullptr) return list;
  for (const Node& node : nodes->items()) {
    const std::string url = substitute(text_of(node, "url"), node.find("variables"));
    list.push_back(Server{url, base_path_of(url)});
  }
  return list;
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

void ModelBuilder::add_security_schemes(const Place& root) {
  const Node* components = root.node->find("components");
  const Node* schemes = components != nullptr ? components->find("securitySchemes") : nullptr;
  if (schemes == nullptr) return;
  const Place map = root.member("components", *components).member("securitySchemes", *schemes);
  for (const Member& member : schemes->members()) {
    const auto place = sources_.follow(map.member(member.key, member.value));
    if (!place) continue;
    SecurityScheme scheme;
    scheme.name = std::string(member.key);
    scheme.type = std::string(text_of(*place->node, "type"));
    scheme.scheme = std::string(text_of(*place->node, "scheme"));
    std::transform(scheme.scheme.begin(), scheme.scheme.end(), scheme.scheme.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    scheme.in = std::string(text_of(*place->node, "in"));
    scheme.parameter = std::string(text_of(*place->node, "name"));
    scheme.location = place->location();
    contract_.security_schemes.push_back(std::move(scheme));
  }
}

}  // namespace squall::contracts::openapi
