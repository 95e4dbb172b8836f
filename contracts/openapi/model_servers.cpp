#include "contracts/openapi/model_servers.h"

#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/server_paths.h"

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

}  // namespace

Server make_server(const Node& node) {
  Server server;
  const Node* variables = node.find("variables");
  server.url_template = std::string(text_of(node, "url"));
  server.url = substitute(server.url_template, variables);
  server.base_path = base_path_of(server.url);
  server.name = std::string(text_of(node, "name"));
  if (variables == nullptr) return server;
  for (const Member& member : variables->members()) {
    ServerVariable& variable = server.variables.emplace_back();
    variable.name = std::string(member.key);
    variable.default_value = std::string(text_of(member.value, "default"));
    const Node* choices = member.value.find("enum");
    if (choices == nullptr) continue;
    for (const Node& choice : choices->items()) variable.choices.emplace_back(choice.text());
  }
  return server;
}

std::vector<Server> servers(const Place& owner) {
  std::vector<Server> list;
  const Node* nodes = owner.node->find("servers");
  if (nodes == nullptr) return list;
  for (const Node& node : nodes->items()) list.push_back(make_server(node));
  return list;
}

}  // namespace squall::contracts::openapi
