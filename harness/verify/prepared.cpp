#include "harness/verify/prepared.h"

#include <fmt/format.h>

#include "contracts/core/units.h"
#include "harness/verify/credentials.h"

namespace squall::harness {

std::string Prepared::scope() const {
  std::vector<std::string> parts;
  const std::size_t all = router->contract().operations.size();
  if (!left_out.empty()) parts.push_back(fmt::format("{} of {} operations", all - left_out.size(), all));
  if (spec.workers && *spec.workers > 1) parts.push_back(fmt::format("{} workers", *spec.workers));
  if (spec.rate) parts.push_back(fmt::format("at most {}/s", *spec.rate));
  if (spec.max_time) parts.push_back("for at most " + contracts::format_duration(*spec.max_time));
  if (!spec.hook.empty()) parts.push_back("through the hook '" + spec.hook + "'");
  return fmt::format("{}", fmt::join(parts, ", "));
}

tl::expected<Prepared, std::vector<contracts::Error>> prepare(const VerifySpec& spec,
                                                              std::shared_ptr<const contracts::match::Router> router) {
  std::vector<contracts::Error> errors;
  Prepared prepared;
  prepared.spec = spec;
  prepared.router = std::move(router);
  const contracts::openapi::Contract& contract = prepared.router->contract();
  auto without = left_out(spec, contract);
  if (without) {
    prepared.left_out = std::move(*without);
  } else {
    errors.push_back(std::move(without.error()));
  }
  const auto credentials = Credentials::make(spec.auth, contract, [](const AuthSpec&) { return nullptr; });
  if (!credentials) errors.push_back(credentials.error());
  if (!spec.data.empty()) {
    auto given = GivenValues::load(spec.data, contract);
    if (given) {
      prepared.given = std::move(*given);
    } else {
      errors.insert(errors.end(), given.error().begin(), given.error().end());
    }
  }
  if (!errors.empty()) return tl::unexpected<std::vector<contracts::Error>>(std::move(errors));
  return prepared;
}

}  // namespace squall::harness
