#include "tests/shop/orders/equipment.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace shop {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t kInventoryCalls = 8;  // at once
constexpr std::size_t kInside = 8;          // requests at once
constexpr milliseconds kQueueTime{700};
constexpr milliseconds kForEver = std::chrono::hours(1);
constexpr double kRate = 40;  // requests a second

std::vector<std::string> split(const std::string& names) {
  std::vector<std::string> all;
  for (std::size_t from = 0; from < names.size();) {
    const std::size_t to = std::min(names.find(',', from), names.size());
    all.push_back(names.substr(from, to - from));
    const auto& known = Equipment::known();
    if (std::find(known.begin(), known.end(), all.back()) == known.end()) {
      std::fprintf(stderr, "orders: there is nothing called '%s' in SHOP_WITH\n", all.back().c_str());
      std::exit(2);
    }
    from = to + 1;
  }
  return all;
}

Response too_many() {
  return problem(429, "Too many requests", "come again in a second");
}

}  // namespace

const std::vector<std::string>& Equipment::known() {
  static const std::vector<std::string> names = {"bulkhead",          "bulkhead-waits",
                                                 "bulkhead-wide",     "rate-limit",
                                                 "rate-limit-silent", "load-shedding",
                                                 "load-queue",        "load-refused-late",
                                                 "deadline",          "deadline-retries-on",
                                                 "readiness",         "liveness-too",
                                                 "retry-after",       "hedging",
                                                 "hedging-always",    "hedging-keeps-loser",
                                                 "failover",          "failover-keeps-on",
                                                 "failover-for-good", "one-tier"};
  return names;
}

bool Equipment::has(std::string_view name) const {
  return std::find(names_.begin(), names_.end(), name) != names_.end();
}

Equipment::Equipment(const std::string& names)
    : names_(split(names)),
      inventory_(inventory_calls(), has("bulkhead-waits") ? kForEver : milliseconds(0)),
      doors_(has("load-shedding") || has("load-queue") || has("load-refused-late") ? kInside : 0,
             has("load-queue")          ? kForEver
             : has("load-refused-late") ? kQueueTime
                                        : milliseconds(0)),
      rate_(has("rate-limit") || has("rate-limit-silent") ? kRate : 0, 10) {}

std::size_t Equipment::inventory_calls() const {
  if (has("bulkhead-wide")) return 2 * kInventoryCalls;
  return has("bulkhead") || has("bulkhead-waits") ? kInventoryCalls : 0;
}

Response Equipment::admit(const Request& request, const std::function<Response(const Request&)>& handler) {
  if (request.path == "/health" || request.path == "/ready") return handler(request);
  if (!rate_.take(TokenBucket::Clock::now())) {
    Response refused = too_many();
    if (!has("rate-limit-silent")) set_header(refused.headers, "Retry-After", "1");
    return refused;
  }
  const Visit visit(doors_);
  return visit ? handler(request) : unavailable("too much is being asked for");
}

std::optional<std::chrono::steady_clock::time_point> Equipment::deadline_of(const Request& request) const {
  if (!has("deadline") && !has("deadline-retries-on")) return std::nullopt;
  const std::string text = header(request.headers, "X-Deadline-Ms");
  long ms = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
}

}  // namespace shop
