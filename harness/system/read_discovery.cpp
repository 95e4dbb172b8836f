// discovery: name servers, catalogues of services, and the edges that their names lead to.

#include <algorithm>

#include "harness/system/reading.h"

namespace squall::harness {

namespace {

using contracts::Member;
using contracts::Node;

// RFC 1035, section 2.3.1, and '_': letters, digits and '-' in labels of at most 63, 253 bytes in all.
bool is_host_name(std::string_view name) {
  if (name.empty() || name.size() > 253) return false;
  std::size_t label = 0;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    label = c == '.' ? 0 : label + 1;
    if ((!letter && c != '.') || label > 63) return false;
  }
  return name.front() != '.' && name.back() != '.' && name.find("..") == std::string_view::npos;
}

// Answers give whole seconds, and never say that something may be kept for none.
std::chrono::nanoseconds read_ttl(Reading& reading, const Fields& fields) {
  const auto ttl = fields.duration("ttl").value_or(std::chrono::seconds(1));
  const Node* node = fields.find("ttl");
  if (node != nullptr && (ttl % std::chrono::seconds(1) != Duration(0) || ttl < std::chrono::seconds(1)))
    reading.source.mistake(*node, "a `ttl` is of whole seconds, at least one", "such as 1s");
  return ttl;
}

DiscoveryKind read_kind(const Fields& fields) {
  const std::string kind = fields.text("kind");
  return kind == "consul" ? DiscoveryKind::consul : kind == "eureka" ? DiscoveryKind::eureka : DiscoveryKind::dns;
}

// What another kind would have no use for.
void check_kind(Reading& reading, const Fields& fields, const NameServerSpec& server) {
  if (const Node* ttl = fields.find("ttl"); ttl != nullptr && server.kind != DiscoveryKind::dns)
    reading.source.mistake(*ttl, "a `ttl` is of DNS", "leave it out, or write kind: dns");
  if (const Node* tags = fields.find("tags"); tags != nullptr && server.kind != DiscoveryKind::consul)
    reading.source.mistake(*tags, "`tags` are Consul's", "leave them out, or write kind: consul");
}

void read_names(Reading& reading, const Node& node, NameServerSpec& server) {
  for (const Member& member : node.members()) {
    const std::string name(member.key);
    const std::string edge = reading.source.text(member.value);
    if (!is_host_name(name)) {
      reading.source.mistake_at_key(node, member.key, "'" + name + "' is no name of a host",
                                    "lower-case letters, digits, '-' and '_', in labels with dots between them");
    }
    if (server.kind == DiscoveryKind::eureka && name == "delta")
      reading.source.mistake_at_key(node, member.key, "Eureka tells changes at 'delta'", "choose another name");
    if (require_edge(reading, member.value, edge)) server.names.push_back({name, edge});
  }
}

}  // namespace

void read_discovery(Reading& reading) {
  const Node* section = reading.source.root().find("discovery");
  if (section == nullptr) return;
  for (const Member& member : section->members()) {
    const Fields fields(reading.source, member.value);
    NameServerSpec server;
    server.name = std::string(member.key);
    server.location = reading.source.locate(member.value);
    server.kind = read_kind(fields);
    server.port = static_cast<std::uint16_t>(fields.integer("port").value_or(0));
    server.ttl = read_ttl(reading, fields);
    server.tags = fields.texts("tags");
    check_kind(reading, fields, server);
    server.delay = fields.duration("delay").value_or(Duration(0));
    if (const Node* names = fields.find("names"); names != nullptr && names->is_object())
      read_names(reading, *names, server);
    reading.system.discovery.push_back(std::move(server));
  }
}

}  // namespace squall::harness
