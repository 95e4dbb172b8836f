#include <map>

#include "contracts/core/suggest.h"
#include "harness/system/notation.h"
#include "harness/system/read_tls.h"
#include "harness/system/reading.h"

namespace squall::harness {

namespace {

using contracts::Member;
using contracts::Node;

EdgeProtocol read_protocol(const std::string& text) {
  if (text == "http") return EdgeProtocol::http;
  if (text == "udp") return EdgeProtocol::udp;
  return text == "tcp" ? EdgeProtocol::tcp : EdgeProtocol::automatic;
}

void check_ends(Reading& reading, const Fields& fields, const EdgeSpec& edge) {
  require_service(reading, fields, "from");
  require_service(reading, fields, "to");
  if (!edge.from.empty() && edge.from == edge.to) {
    reading.source.mistake(fields.node(), "the edge leads from '" + edge.from + "' to itself",
                           "name the provider under `to`");
  }
}

}  // namespace

chaos::Protocol protocol_of(const System& system, const EdgeSpec& edge) {
  const ServiceSpec* const provider = system.service(edge.to);
  switch (edge.protocol) {
    case EdgeProtocol::http:
      return chaos::Protocol::http;
    case EdgeProtocol::udp:
      return chaos::Protocol::udp;
    case EdgeProtocol::tcp:
      return chaos::Protocol::tcp;
    case EdgeProtocol::automatic:
      break;
  }
  return provider != nullptr && !provider->contract.empty() ? chaos::Protocol::http : chaos::Protocol::tcp;
}

bool speaks_http(const System& system, const EdgeSpec& edge) {
  return protocol_of(system, edge) == chaos::Protocol::http;
}

void read_edges(Reading& reading) {
  const Node* section = reading.source.root().find("edges");
  if (section == nullptr) return;
  std::map<std::string, std::string> listeners;
  for (const Member& member : section->members()) {
    const Fields fields(reading.source, member.value);
    EdgeSpec edge;
    edge.name = std::string(member.key);
    edge.location = reading.source.locate(member.value);
    edge.from = fields.text("from");
    edge.to = fields.text("to");
    edge.protocol = read_protocol(fields.text("protocol"));
    edge.correlation_header = fields.text("correlation_header");
    edge.connect_timeout = fields.duration("connect_timeout");
    edge.head_timeout = fields.duration("head_timeout");
    edge.max_faulted_share = fields.share("max_faulted_share").value_or(1);
    if (const auto address = address_of(fields.text("listen"))) {
      edge.listen_host = address->host;
      edge.listen_port = address->port;
      const auto [known, fresh] = listeners.emplace(fields.text("listen"), edge.name);
      if (!fresh && address->port != 0) {
        reading.source.mistake(*fields.find("listen"), "the edge '" + known->second + "' listens there already",
                               "give each edge an address of its own");
      }
    }
    if (edge.connect_timeout && edge.connect_timeout->count() == 0) {
      reading.source.mistake(*fields.find("connect_timeout"), "no connection is made in no time", "leave it out");
    }
    if (edge.head_timeout && !speaks_http(reading.system, edge)) {
      reading.source.mistake(*fields.find("head_timeout"), "only http edges read heads", "set `protocol: http`");
    }
    check_ends(reading, fields, edge);
    read_edge_tls(reading, fields, edge);
    reading.system.edges.push_back(std::move(edge));
  }
}

bool require_edge(Reading& reading, const Node& at, const std::string& name) {
  if (reading.system.edge(name) != nullptr) return true;
  std::vector<std::string> names;
  for (const EdgeSpec& edge : reading.system.edges) names.push_back(edge.name);
  const std::string near = contracts::nearest(name, names);
  reading.source.mistake(at, "there is no edge '" + name + "'",
                         near.empty() ? "declare it under `edges`" : "did you mean '" + near + "'?");
  return false;
}

}  // namespace squall::harness
