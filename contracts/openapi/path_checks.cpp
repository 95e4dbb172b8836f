#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/path_items.h"
#include "contracts/openapi/text_checks.h"

namespace squall::contracts::openapi {
namespace {

// "/a/{x}" and "/a/{y}" are one path.
std::string without_names(std::string_view path) {
  std::string shape;
  bool inside = false;
  for (const char c : path) {
    if (c == '}') inside = false;
    if (!inside) shape += c;
    if (c == '{') inside = true;
  }
  return shape;
}

struct Declared {
  std::string name, in;
  Place place;
};

std::vector<Declared> declared_parameters(const Scene& scene, const Place& owner) {
  std::vector<Declared> found;
  const Node* list = owner.node->find("parameters");
  if (list == nullptr) return found;
  for (const Node& item : list->items()) {
    auto target = scene.sources.follow(Place{owner.source, &item, {}});
    if (!target) continue;
    found.push_back(Declared{std::string(text_of(*target->node, "name")), std::string(text_of(*target->node, "in")),
                             Place{owner.source, &item, {}}});
  }
  return found;
}

void check_duplicates(const Scene& scene, const Place& owner) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const Declared& parameter : declared_parameters(scene, owner)) {
    if (parameter.name.empty() || seen.insert({parameter.name, parameter.in}).second) continue;
    scene.diagnostics.forbidden(parameter.in + " parameter '" + parameter.name + "' is declared twice",
                                parameter.place.location());
  }
}

// `parameters` are those of one request.
void check_query(const Scene& scene, const std::vector<Declared>& parameters) {
  const Declared* whole = nullptr;
  bool has_parts = false;
  for (const Declared& parameter : parameters) {
    has_parts = has_parts || parameter.in == "query";
    if (parameter.in != "querystring") continue;
    if (whole != nullptr) {
      scene.diagnostics.forbidden("only one querystring parameter is possible", parameter.place.location());
    }
    whole = &parameter;
  }
  if (whole == nullptr || !has_parts) return;
  scene.diagnostics.forbidden("query parameters and a querystring parameter exclude each other",
                              whole->place.location());
}

// OAS 3.2.0, section 4.12.1: wherever the path item stands, with or without operations.
void check_queries(const Scene& scene, const Place& item) {
  if (scene.version != v32) return;
  const auto parts = path_item_parts(scene.sources, item);
  std::vector<Declared> shared;
  for (const PathItemPart& part : parts) {
    for (Declared& parameter : declared_parameters(scene, part.place)) shared.push_back(std::move(parameter));
  }
  check_query(scene, shared);
  for (const PathItemPart& part : parts) {
    for (const auto& operation : part.operations) {
      auto all = declared_parameters(scene, operation.second);
      const std::size_t own = all.size();
      for (const Declared& parameter : shared) {
        const bool overridden = std::any_of(
            all.begin(), all.begin() + static_cast<std::ptrdiff_t>(own),
            [&](const Declared& other) { return other.name == parameter.name && other.in == parameter.in; });
        if (!overridden) all.push_back(parameter);
      }
      check_query(scene, all);
    }
  }
}

void check_template(const Scene& scene, const Place& paths, const Member& member) {
  const auto location = [&] { return paths.source->document->locate_key(*paths.node, member.key); };
  if (member.key.empty() || member.key.front() != '/') {
    return scene.diagnostics.forbidden("path '" + std::string(member.key) + "' must begin with '/'", location());
  }
  const TemplateNames names = template_names(member.key);
  if (names.broken) {
    scene.diagnostics.unusable("the braces of path '" + std::string(member.key) + "' do not pair", location(),
                               "a parameter is written as /{name}");
  }
  // Paths have a grammar since 3.2 (OAS 3.2.0, section 4.8.2); before that all that is asked for is the '/'.
  const auto report = [&](std::string message, std::string hint) {
    if (scene.version != v32) return scene.diagnostics.doubtful(std::move(message), location(), std::move(hint));
    scene.diagnostics.forbidden(std::move(message), location(), std::move(hint));
  };
  const std::set<std::string> distinct(names.names.begin(), names.names.end());
  if (distinct.size() != names.names.size()) {
    report("path '" + std::string(member.key) + "' has the same parameter twice", {});
  }
  if (!is_uri_reference(without_names(member.key)) || member.key.find_first_of("?#") != std::string_view::npos) {
    report("path '" + std::string(member.key.substr(0, 80)) + "' has characters that no URL path can have",
           "percent-encode them; query parameters are declared under 'parameters'");
  }
}

// Every {name} of the template is a declared path parameter of the operation, and the other way round.
void check_path_parameters(const Scene& scene, const std::string& path, const Place& item, const Place& operation) {
  std::set<std::string> declared;
  for (const Place& owner : {item, operation}) {
    for (const Declared& parameter : declared_parameters(scene, owner)) {
      if (parameter.in == "path") declared.insert(parameter.name);
    }
  }
  // Renamed parameters stand even in the examples of the 3.1 specification.
  const auto report = [&scene](std::string message, Location location, std::string hint) {
    if (scene.since31()) return scene.diagnostics.doubtful(std::move(message), std::move(location), std::move(hint));
    scene.diagnostics.forbidden(std::move(message), std::move(location), std::move(hint));
  };
  const auto names = template_names(path).names;
  for (const std::string& name : names) {
    if (declared.count(name) != 0) continue;
    report("path parameter '" + name + "' of " + path + " is not declared", operation.location(),
           "add {name: " + name + ", in: path, required: true, schema: ...} to 'parameters'");
  }
  for (const std::string& name : declared) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    report("path parameter '" + name + "' is not part of the path " + path, operation.location(), "");
  }
}

}  // namespace

void check_paths(const Scene& scene, const Place& place) {
  std::map<std::string, std::string> shapes;
  for (const Member& member : place.node->members()) {
    if (member.key.substr(0, 2) == "x-") continue;
    check_template(scene, place, member);
    const auto [twin, fresh] = shapes.emplace(without_names(member.key), std::string(member.key));
    if (!fresh) {
      scene.diagnostics.forbidden("path '" + std::string(member.key) + "' is the same as '" + twin->second + "'",
                                  place.source->document->locate_key(*place.node, member.key));
    }
    for (const PathItemPart& part : path_item_parts(scene.sources, Place{place.source, &member.value, {}})) {
      for (const auto& operation : part.operations) {
        check_path_parameters(scene, std::string(member.key), part.place, operation.second);
      }
    }
  }
}

void check_path_item(const Scene& scene, const Place& place) {
  check_duplicates(scene, place);
  check_queries(scene, place);
  check_server_names(scene, place);
  const Node* additional = place.node->find("additionalOperations");
  if (additional == nullptr) return;
  for (const Member& member : additional->members()) {
    const Location location = place.source->document->locate_key(*additional, member.key);
    if (is_word_of(member.key, "GET PUT POST DELETE OPTIONS HEAD PATCH TRACE QUERY")) {
      scene.diagnostics.forbidden("method " + std::string(member.key) + " has a field of its own", location);
    } else if (!is_header_name(member.key)) {
      scene.diagnostics.forbidden("'" + std::string(member.key) + "' cannot be a method", location);
    }
  }
}

void check_operation(const Scene& scene, const Place& place) {
  check_duplicates(scene, place);
  check_server_names(scene, place);
}

void check_responses(const Scene& scene, const Place& place) {
  std::size_t count = 0;
  for (const Member& member : place.node->members()) {
    if (member.key.substr(0, 2) == "x-") continue;
    ++count;
    const bool range = member.key.ends_with("XX");
    if (is_status_key(member.key) && !(range && scene.version == v20)) continue;
    scene.diagnostics.forbidden("'" + std::string(member.key) + "' is no status code",
                                place.source->document->locate_key(*place.node, member.key),
                                scene.version == v20 ? "use a code such as '200', or 'default'"
                                                     : "use a code such as '200', a range such as '4XX', or 'default'");
  }
  if (count == 0) scene.diagnostics.forbidden("'responses' must declare at least one response", place.location());
}

}  // namespace squall::contracts::openapi
