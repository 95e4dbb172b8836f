#pragma once
// Patterns that orders has when it is told to: SHOP_WITH=bulkhead,rate-limit ... Each has variants that only look like
// it. `one-tier` is for payments.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/shop/lib/gate.h"
#include "tests/shop/lib/message.h"

namespace shop {

class Equipment {
 public:
  // Ends the process with code 2 when a name is not known.
  explicit Equipment(const std::string& names);
  static const std::vector<std::string>& known();

  bool has(std::string_view name) const;

  // What stands before every request but /health and /ready.
  Response admit(const Request& request, const std::function<Response(const Request&)>& handler);
  Gate& inventory_gate() { return inventory_; }  // the bulkhead around calls to inventory
  // When the caller stops waiting, as it says in X-Deadline-Ms.
  std::optional<std::chrono::steady_clock::time_point> deadline_of(const Request& request) const;
  bool retries_past_deadline() const { return has("deadline-retries-on"); }
  bool readiness_follows() const { return has("readiness") || has("liveness-too"); }
  bool liveness_follows() const { return has("liveness-too"); }

 private:
  std::size_t inventory_calls() const;  // at once; 0: without a bound
  const std::vector<std::string> names_;
  Gate inventory_;
  Gate doors_;
  TokenBucket rate_;
};

}  // namespace shop
