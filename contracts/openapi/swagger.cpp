#include "contracts/openapi/swagger.h"

#include <algorithm>

#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/path_items.h"
#include "contracts/openapi/swagger_parts.h"

namespace squall::contracts::openapi {
namespace {

class Upgrade {
 public:
  Upgrade(Sources& sources, const Place& root)
      : sources_(sources), root_(root), made_(root.source->document), parts_(sources, made_, root_) {}

  std::shared_ptr<const Document> run() {
    const Node& node = *root_.node;
    Members members;
    put(members, "openapi", made_.string("3.0.4", *node.find("swagger")));
    for (const std::string_view key : {"info", "tags", "externalDocs", "security"}) {
      if (const Node* value = node.find(key)) put(members, key, made_.take(*value));
    }
    put(members, "servers", servers(node));
    if (const Node* paths = node.find("paths")) put(members, "paths", this->paths(root_.member("paths", *paths)));
    Members components;
    if (const Node* definitions = node.find("definitions")) {
      const Node schemas = parts_.schema_map(*definitions);
      put(members, "definitions", schemas);  // where references look for them
      put(components, "schemas", schemas);
    }
    if (const Node* definitions = node.find("securityDefinitions")) {
      Members schemes;
      for (const Member& member : definitions->members()) {
        if (member.value.is_object()) put(schemes, member.key, parts_.security_scheme(member.value));
      }
      put(components, "securitySchemes", made_.object(schemes, *definitions));
    }
    put(members, "components", made_.object(components, node));
    // References may lead anywhere in the document.
    for (const Member& member : node.members()) put(members, member.key, made_.take(member.value));
    return made_.finish(made_.object(members, node));
  }

 private:
  void put(Members& members, std::string_view key, const Node& value) { members.push_back(made_.member(key, value)); }

  Node servers(const Node& node) {
    std::string path(text_of(node, "basePath"));
    if (!path.starts_with('/')) path.insert(path.begin(), '/');
    const std::string host(text_of(node, "host"));
    const Node& at = node.find("host") != nullptr ? *node.find("host") : node;
    std::vector<std::string> urls;
    const Node* schemes = node.find("schemes");
    if (schemes != nullptr && !host.empty()) {
      for (const Node& scheme : schemes->items()) urls.push_back(std::string(scheme.text()) + "://" + host + path);
    }
    if (urls.empty()) urls.push_back(host.empty() ? path : "http://" + host + path);
    std::vector<Node> list;
    for (const std::string& url : urls) {
      const Member member = made_.member("url", made_.string(url, at));
      list.push_back(made_.object({&member, 1}, at));
    }
    return made_.array(list, at);
  }

  Node paths(const Place& map) {
    Members members;
    for (const Member& member : map.node->members()) {
      if (!member.key.starts_with('/') || !member.value.is_object()) continue;
      put(members, member.key, path_item(map.member(member.key, member.value)));
    }
    return made_.object(members, *map.node);
  }

  Node path_item(const Place& place) {
    Members members;
    const auto item_parts = path_item_parts(sources_, place);
    for (const PathItemPart& part : item_parts) {
      made_.add(part.place.source->document);
      for (const auto& [method, operation] : part.operations) {
        std::string key = method;
        std::transform(key.begin(), key.end(), key.begin(), [](char c) { return static_cast<char>(c | 0x20); });
        put(members, key, this->operation(operation, item_parts));
      }
      for (const Member& member : part.place.node->members()) {
        if (member.key.starts_with("x-")) put(members, member.key, made_.take(member.value));
      }
    }
    return made_.object(members, *place.node);
  }

  Node operation(const Place& place, const std::vector<PathItemPart>& item_parts) {
    const Node& node = *place.node;
    Members members;
    for (const Member& member : node.members()) {
      const bool other_now = member.key == "parameters" || member.key == "responses" || member.key == "consumes" ||
                             member.key == "produces" || member.key == "schemes";
      if (!other_now) put(members, member.key, made_.take(member.value));
    }
    std::vector<Place> parameters;
    add_parameters(parameters, place);
    for (const PathItemPart& part : item_parts) add_parameters(parameters, part.place);
    parts_.add_request(members, parameters, media_types(node, "consumes"));
    if (const Node* responses = node.find("responses"); responses != nullptr && responses->is_object()) {
      put(members, "responses", parts_.responses(place.member("responses", *responses), media_types(node, "produces")));
    }
    return made_.object(members, node);
  }

  // The operation's own first: they win over those of its path. Of several bodies the first counts.
  void add_parameters(std::vector<Place>& parameters, const Place& owner) {
    for (Place& place : parameter_places(sources_, owner)) {
      const auto in = text_of(*place.node, "in");
      const auto name = text_of(*place.node, "name");
      const bool known = std::any_of(parameters.begin(), parameters.end(), [&](const Place& other) {
        return text_of(*other.node, "in") == in && (in == "body" || text_of(*other.node, "name") == name);
      });
      if (known) continue;
      made_.add(place.source->document);
      parameters.push_back(std::move(place));
    }
  }

  // An operation's list stands instead of the document's; an empty one clears it.
  const Node* media_types(const Node& operation, std::string_view key) const {
    const Node* own = operation.find(key);
    return own != nullptr ? own : root_.node->find(key);
  }

  Sources& sources_;
  const Place root_;
  Composition made_;
  SwaggerParts parts_;
};

}  // namespace

std::shared_ptr<const Document> upgrade_swagger(Sources& sources, const Place& root) {
  return Upgrade(sources, root).run();
}

}  // namespace squall::contracts::openapi
