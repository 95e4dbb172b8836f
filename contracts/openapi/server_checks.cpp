#include <set>

#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/text_checks.h"

namespace squall::contracts::openapi {
namespace {

bool braces_pair(std::string_view url) {
  bool inside = false;
  for (const char c : url) {
    if (c != '{' && c != '}') continue;
    if (inside != (c == '}')) return false;
    inside = c == '{';
  }
  return !inside;
}

}  // namespace

void check_server(const Scene& scene, const Place& place) {
  const Node* variables = place.node->find("variables");
  std::set<std::string> names;
  const TemplateNames used = template_names(text_of(*place.node, "url"));
  for (const std::string& name : used.names) {
    if (!names.insert(name).second && scene.version == v32) {
      scene.diagnostics.forbidden("server variable '" + name + "' stands twice in the URL", place.location());
    }
    if (variables != nullptr && variables->find(name) != nullptr) continue;
    scene.diagnostics.forbidden("server variable '" + name + "' is not declared under 'variables'", place.location());
  }
  if (!braces_pair(text_of(*place.node, "url"))) {
    scene.diagnostics.forbidden("the braces of a server's URL do not pair",
                                place.source->document->locate(*place.node->find("url")),
                                "a variable is written as {name}");
  }
  if (scene.version == v32 && text_of(*place.node, "url").find_first_of("?#") != std::string_view::npos) {
    scene.diagnostics.forbidden("the URL of a server must have no query and no fragment",
                                place.source->document->locate(*place.node->find("url")));
  }
}

void check_server_variable(const Scene& scene, const Place& place) {
  const Node* choices = place.node->find("enum");
  if (choices == nullptr || !choices->is_array() || !scene.since31()) return;
  if (choices->size() == 0) {
    return scene.diagnostics.forbidden("'enum' of a server variable must not be empty",
                                       place.source->document->locate(*choices));
  }
  const auto fallback = text_of(*place.node, "default");
  for (const Node& choice : choices->items()) {
    if (choice.text() == fallback) return;
  }
  scene.diagnostics.forbidden("'default' of a server variable must be one of its 'enum'", place.location());
}

// OAS 3.2.0, section 4.6.1
void check_server_names(const Scene& scene, const Place& owner) {
  const Node* servers = owner.node->find("servers");
  if (scene.version != v32 || servers == nullptr) return;
  std::set<std::string_view> names;
  for (const Node& server : servers->items()) {
    const auto name = text_of(server, "name");
    if (name.empty() || names.insert(name).second) continue;
    scene.diagnostics.forbidden("two servers are called '" + std::string(name) + "'",
                                owner.source->document->locate(server));
  }
}

}  // namespace squall::contracts::openapi
