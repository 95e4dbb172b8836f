#include "harness/verify/identity.h"

#include <array>

#include "contracts/http/content_coding.h"
#include "contracts/http/percent.h"

namespace squall::harness {
namespace {

using contracts::Document;
using contracts::Node;
using contracts::Value;
using contracts::http::Request;
using contracts::http::Response;
using contracts::match::Router;
using contracts::openapi::Link;
using contracts::openapi::LinkParameter;

bool is_id(const Node* node) {
  return node != nullptr && ((node->is_string() && node->size() > 0) || node->is_number());
}

const Link* link_to(const Resource& resource, int status) {
  const auto* declared = resource.create->response_for(status);
  if (declared == nullptr) return nullptr;
  for (const Link& link : declared->links) {
    for (const auto* operation : {resource.read, resource.replace, resource.change, resource.remove}) {
      if (operation != nullptr && link.operation == operation->name()) return &link;
    }
  }
  return nullptr;
}

// The name of the member where the body's own object shows this value, for readings to be compared by.
std::string member_with(const Node& root, const std::string& id) {
  for (const auto& member : root.members()) {
    if (is_id(&member.value) && text_of(member.value) == id) return std::string(member.key);
  }
  return {};
}

std::optional<Identity> by_link(const Resource& resource, const Router& router, const Request& request,
                                const Response& response, const Node* root) {
  const Link* link = link_to(resource, response.status);
  if (link == nullptr) return std::nullopt;
  const auto route = router.route(request.method, request.target);
  for (const LinkParameter& parameter : link->parameters) {
    const bool wanted = parameter.name == resource.parameter || parameter.name == "path." + resource.parameter;
    if (!wanted || !parameter.value.expression) continue;
    auto value = evaluate(*parameter.value.expression, {request, response, route.path_parameters, {}});
    if (!value || (!value->is_string() && !value->is_number()) || value->text().empty()) continue;
    const std::string member = root != nullptr ? member_with(*root, value->text()) : std::string{};
    return Identity{std::move(*value), member};
  }
  return std::nullopt;
}

std::optional<Identity> by_member(const Resource& resource, const Node& root) {
  const std::array<std::string, 6> names = {resource.parameter,   "id",   resource.name + "_id",
                                            resource.name + "Id", "uuid", "_id"};
  for (const std::string& name : names) {
    const Node* node = root.find(name);
    if (is_id(node)) return Identity{Value(*node), name};
  }
  return std::nullopt;
}

std::string_view target_in(std::string_view location) {
  const auto scheme = location.find("://");
  if (scheme == std::string_view::npos) return location;
  const auto slash = location.find('/', scheme + 3);
  return slash == std::string_view::npos ? std::string_view("/") : location.substr(slash);
}

}  // namespace

std::string text_of(const Value& id) {
  return id.is_string() || id.is_number() ? id.text() : std::string{};
}

std::string text_of(const Node& id) {
  return std::string(id.text());
}

std::optional<Document> json_of(const Response& response) {
  if (response.body.empty()) return std::nullopt;
  auto parsed = contracts::http::is_encoded(response.headers)
                    ? Document::parse_json(contracts::http::decode_body(response.headers, response.body).text)
                    : Document::parse_json(response.body);
  if (!parsed) return std::nullopt;
  return std::move(*parsed);
}

std::optional<std::string> identity_in_location(const Router& router, const Resource& resource,
                                                std::string_view location) {
  const auto* operation = resource.read != nullptr ? resource.read : resource.remove;
  if (operation == nullptr) return std::nullopt;
  const auto route = router.route(operation->method, std::string(target_in(location)));
  if (route.operation != operation) return std::nullopt;
  for (const auto& [name, raw] : route.path_parameters) {
    if (name == resource.parameter) return contracts::http::percent_decode(raw);
  }
  return std::nullopt;
}

std::optional<Identity> identity_of_created(const Router& router, const Resource& resource, const Request& request,
                                            const Response& response) {
  const auto document = json_of(response);
  const Node* root = document ? &document->root() : nullptr;
  if (auto linked = by_link(resource, router, request, response, root)) return linked;
  if (root != nullptr) {
    if (auto member = by_member(resource, *root)) return member;
  }
  const std::string* location = response.headers.find("Location");
  if (location == nullptr) return std::nullopt;
  auto id = identity_in_location(router, resource, *location);
  if (!id || id->empty()) return std::nullopt;
  return Identity{Value(std::move(*id)), {}};
}

}  // namespace squall::harness
