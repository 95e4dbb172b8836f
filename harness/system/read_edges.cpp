#include <algorithm>
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

void check_provider(Reading& reading, const Fields& fields, const Node& node, EdgeSpec& edge, const std::string& to) {
  edge.to = to;
  require_service(reading, node, to);
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

namespace {

// A scalar, or each of a list.
std::vector<std::pair<const Node*, std::string>> one_or_several(const Reading& reading, const Fields& fields,
                                                                std::string_view key) {
  const Node* node = fields.find(key);
  if (node == nullptr) return {};
  if (node->is_string()) return {{node, reading.source.text(*node)}};
  std::vector<std::pair<const Node*, std::string>> found;
  for (const Node& item : node->items()) {
    if (item.is_string()) found.emplace_back(&item, reading.source.text(item));
  }
  return found;
}

using Listeners = std::map<std::string, std::string>;  // address -> edge

void read_listen(Reading& reading, const Node& node, const std::string& text, EdgeSpec& edge, Listeners& listeners) {
  const auto address = address_of(text);
  if (!address) return;
  edge.listen_host = address->host;
  edge.listen_port = address->port;
  const auto [known, fresh] = listeners.emplace(text, edge.name);
  if (!fresh && address->port != 0) {
    reading.source.mistake(node, "the edge '" + known->second + "' listens there already",
                           "give each edge an address of its own");
  }
}

// What all replicas have in common.
EdgeSpec read_edge(Reading& reading, const Member& member) {
  const Fields fields(reading.source, member.value);
  EdgeSpec edge;
  edge.name = std::string(member.key);
  edge.location = reading.source.locate(member.value);
  edge.from = fields.text("from");
  edge.protocol = read_protocol(fields.text("protocol"));
  edge.correlation_header = fields.text("correlation_header");
  edge.connect_timeout = fields.duration("connect_timeout");
  edge.head_timeout = fields.duration("head_timeout");
  edge.max_faulted_share = fields.share("max_faulted_share").value_or(1);
  if (edge.connect_timeout && edge.connect_timeout->count() == 0) {
    reading.source.mistake(*fields.find("connect_timeout"), "no connection is made in no time", "leave it out");
  }
  return edge;
}

void check_replicas(Reading& reading, const Fields& fields, std::size_t replicas, std::size_t listens) {
  if (replicas > 1 && listens > 0 && listens != replicas) {
    reading.source.mistake(
        *fields.find("listen"),
        std::to_string(replicas) + " replicas and " + std::to_string(listens) + " addresses to listen on",
        "list an address for each replica, or none");
  }
}

}  // namespace

void read_edges(Reading& reading) {
  const Node* section = reading.source.root().find("edges");
  if (section == nullptr) return;
  Listeners listeners;
  for (const Member& member : section->members()) {
    const Fields fields(reading.source, member.value);
    const EdgeSpec common = read_edge(reading, member);
    require_service(reading, fields, "from");
    const auto providers = one_or_several(reading, fields, "to");
    const auto listens = one_or_several(reading, fields, "listen");
    check_replicas(reading, fields, providers.size(), listens.size());
    for (std::size_t i = 0; i < std::max<std::size_t>(providers.size(), 1); ++i) {
      EdgeSpec edge = common;
      if (i < providers.size()) check_provider(reading, fields, *providers[i].first, edge, providers[i].second);
      if (providers.size() > 1) {
        edge.group = common.name;
        edge.name += "." + edge.to;
      }
      if (i < listens.size()) read_listen(reading, *listens[i].first, listens[i].second, edge, listeners);
      if (edge.head_timeout && !speaks_http(reading.system, edge)) {
        reading.source.mistake(*fields.find("head_timeout"), "only http edges read heads", "set `protocol: http`");
      }
      if (!edge.group.empty() && reading.system.edge(edge.name) != nullptr)
        reading.source.mistake(*providers[i].first, "'" + edge.to + "' is named twice", "name each replica once");
      read_edge_tls(reading, fields, edge);
      reading.system.edges.push_back(std::move(edge));
    }
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
