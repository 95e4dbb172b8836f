#pragma once
// Metrics in Prometheus's text format, version 0.0.4.

#include <string>
#include <utility>
#include <vector>

#include "chaos/proxy/edge_counts.h"
#include "chaos/toxiproxy/proxy.h"

namespace squall::chaos::toxiproxy {

// Toxiproxy's byte counters, and Squall's own by edge.
std::string metrics_text(const std::vector<std::pair<Proxy, EdgeCounts>>& edges);
// What this process uses: processor seconds, resident memory, open descriptors.
std::string process_metrics_text();

}  // namespace squall::chaos::toxiproxy
