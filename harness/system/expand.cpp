#include "harness/system/expand.h"

#include "harness/system/references.h"

namespace squall::harness {

namespace {

struct Parts {
  std::string host;
  std::string port;
};

Parts parts_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
  const std::string authority = url.substr(begin, url.find('/', begin) - begin);
  const std::size_t colon = authority.rfind(':');
  const bool has_port = colon != std::string::npos && authority.find(']', colon) == std::string::npos;
  if (has_port) return {authority.substr(0, colon), authority.substr(colon + 1)};
  return {authority, url.substr(0, 5) == "https" ? "443" : "80"};
}

}  // namespace

bool is_address_property(std::string_view property) {
  return property == "url" || property == "host" || property == "port";
}

contracts::Result<std::string> expand(std::string_view text, const Addresses& addresses) {
  return replace_references(text, [&](const std::string& content) -> contracts::Result<std::string> {
    const Reference reference = parse_reference(content);
    const auto* known = reference.space == "services"    ? &addresses.services
                        : reference.space == "edges"     ? &addresses.edges
                        : reference.space == "discovery" ? &addresses.discovery
                                                         : nullptr;
    const auto found = known == nullptr ? addresses.edges.end() : known->find(reference.name);
    if (known == nullptr || found == known->end() || !is_address_property(reference.property)) {
      return contracts::fail(contracts::ErrorKind::malformed, "'${" + content + "}' refers to nothing");
    }
    if (reference.property == "url") return found->second;
    const Parts parts = parts_of(found->second);
    return reference.property == "host" ? parts.host : parts.port;
  });
}

}  // namespace squall::harness
