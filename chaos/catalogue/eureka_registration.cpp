#include "chaos/catalogue/eureka_registration.h"

#include <algorithm>

#include "contracts/core/document.h"
#include "contracts/core/xml.h"

namespace squall::chaos::catalogue {
namespace {

using Read = tl::expected<Registration, std::string>;

Read registration(std::string app, std::string id, std::string host) {
  if (host.empty()) return tl::unexpected<std::string>("Missing hostname");
  if (app.empty()) return tl::unexpected<std::string>("Missing app name");
  return Registration{std::move(app), id.empty() ? std::move(host) : std::move(id)};
}

Read read_xml_instance(const std::string& body) {
  const auto root = contracts::read_xml(body);
  if (!root) return tl::unexpected(root.error().message);
  if (root->name != "instance") return tl::unexpected<std::string>("an <instance> is expected");
  const auto child = [&](std::string_view name) {
    const auto found = std::find_if(root->children.begin(), root->children.end(),
                                    [&](const contracts::XmlElement& one) { return one.name == name; });
    return found == root->children.end() ? std::string() : found->text;
  };
  return registration(child("app"), child("instanceId"), child("hostName"));
}

Read read_json_instance(const std::string& body) {
  const auto document = contracts::Document::parse_json(body);
  if (!document) return tl::unexpected(document.error().message);
  const auto* instance = document->root().find("instance");
  if (instance == nullptr || !instance->is_object())
    return tl::unexpected<std::string>("an object is expected, with an object `instance`");
  const auto member = [&](std::string_view name) {
    const auto* found = instance->find(name);
    return found != nullptr && found->is_string() ? std::string(found->text()) : std::string();
  };
  return registration(member("app"), member("instanceId"), member("hostName"));
}

}  // namespace

Read read_registration(const contracts::http::Request& request) {
  const bool xml = request.headers.get("Content-Type").find("xml") != std::string_view::npos;
  return xml ? read_xml_instance(request.body) : read_json_instance(request.body);
}

}  // namespace squall::chaos::catalogue
