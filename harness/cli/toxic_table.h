#pragma once
// Proxies and toxics of a control API, as tables for people.

#include <string>

#include "contracts/core/value.h"

namespace squall::harness {

// The answer of GET /proxies: one line for each.
std::string proxies_table(const contracts::Value& proxies, bool colour);
// One proxy: what it is, then its toxics.
std::string proxy_text(const contracts::Value& proxy, bool colour);
// "latency=100 jitter=0"
std::string attributes_text(const contracts::Value& attributes);

}  // namespace squall::harness
