#pragma once
// Router: which operation a request is for. Concrete segments win over templated ones (OAS 3.0.3, Paths Object).

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contracts/openapi/contract.h"

namespace squall::contracts::match {

struct Route {
  const openapi::Operation* operation = nullptr;                     // nullptr: no such operation
  std::vector<std::pair<std::string, std::string>> path_parameters;  // raw, still percent-encoded
  bool path_known = false;                                           // the path exists, perhaps under other methods
  std::vector<std::string> allowed_methods;                          // of a known path
};

class Router {
 public:
  // Paths are matched with and without each server's base path. Keeps the contract alive. Thread-safe once built.
  explicit Router(std::shared_ptr<const openapi::Contract> contract);
  ~Router();
  Router(Router&&) noexcept;
  Route route(std::string_view method, std::string_view target) const;
  // The same for a path in which a parameter may be empty ("/orders//lines"): what its client had to say is plain, and
  // that it is missing.
  Route route_with_gaps(std::string_view method, std::string_view target) const;
  const openapi::Contract& contract() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace squall::contracts::match
