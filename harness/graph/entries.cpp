#include "harness/graph/entries.h"

#include <algorithm>

#include "contracts/core/random.h"
#include "harness/system/edge_protocol.h"

namespace squall::harness {
namespace {

constexpr std::size_t kMostEntries = 12;

std::string operation_of(const RunContext& context, const std::string& service,
                         const contracts::http::Request& request) {
  if (const auto contract = context.contracts.find(service); contract != context.contracts.end()) {
    if (const auto route = contract->second->route(request.method, request.target); route.operation != nullptr)
      return route.operation->name();
  }
  return request.method + " " + std::string(contracts::http::path_of(request.target));
}

bool outermost(const System& system, const std::string& service) {
  return std::none_of(system.edges.begin(), system.edges.end(),
                      [&](const EdgeSpec& edge) { return edge.to == service; });
}

void add(GraphEntry entry, std::vector<GraphEntry>& entries) {
  const bool known = std::any_of(entries.begin(), entries.end(), [&](const GraphEntry& other) {
    return other.service == entry.service && other.operation == entry.operation;
  });
  if (!known) entries.push_back(std::move(entry));
}

void add_found(const std::string& service, Soundings& soundings, const RunContext& context,
               std::vector<GraphEntry>& entries) {
  for (const Sounding& sounding : soundings.of(service)) {
    if (sounding.reached.empty() || about_health(sounding)) continue;
    GraphEntry entry{service, sounding.operation, {}};
    entry.stimulus.url = context.service_urls.at(service);
    entry.stimulus.request = sounding.request;
    entry.stimulus.seed = contracts::Random(context.seed, "graph.stimulus", service, entries.size()).next();
    add(std::move(entry), entries);
  }
}

}  // namespace

std::vector<GraphEntry> graph_entries(const std::vector<std::shared_ptr<EdgeHistory>>& histories, bool explore,
                                      const RunContext& context) {
  std::vector<GraphEntry> entries;
  for (const auto& history : histories) {
    if (!history->look || !history->look->trouble.empty()) continue;
    const EdgeLook& look = *history->look;
    add({look.service, operation_of(context, look.service, look.stimulus.request), look.stimulus}, entries);
  }
  if (explore) {
    Soundings soundings(context);
    for (const ServiceSpec& service : context.system.services) {
      const bool calls = std::any_of(context.system.edges.begin(), context.system.edges.end(),
                                     [&](const EdgeSpec& edge) { return edge.from == service.name; });
      if (calls && outermost(context.system, service.name)) add_found(service.name, soundings, context, entries);
    }
  }
  std::stable_partition(entries.begin(), entries.end(),
                        [&](const GraphEntry& entry) { return outermost(context.system, entry.service); });
  if (entries.size() > kMostEntries) entries.resize(kMostEntries);
  return entries;
}

std::vector<chaos::GraphEdge> graph_edges(const System& system) {
  std::vector<chaos::GraphEdge> edges;
  for (const EdgeSpec& edge : system.edges) {
    if (speaks_http(system, edge)) edges.push_back({edge.name, edge.from, edge.to, edge.as_written()});
  }
  return edges;
}

}  // namespace squall::harness
