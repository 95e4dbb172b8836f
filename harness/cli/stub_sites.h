#pragma once
// The contracts that one `squall stub` serves: opened together, put on their ports, read again when their files change.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chaos/tls/settings.h"
#include "contracts/core/result.h"
#include "harness/cli/stub_control.h"
#include "harness/cli/stub_serving.h"
#include "harness/cli/stub_site.h"

namespace squall::harness {

class StubSites {
 public:
  using Errors = std::vector<contracts::Error>;

  // Errors: every mistake in every contract and rule; operations that two contracts on one port claim.
  static tl::expected<std::unique_ptr<StubSites>, Errors> open(std::vector<SiteSettings> settings);

  // Each address once. What nobody claims goes to `tell`. The serving ends before this does. Errors: unavailable.
  contracts::Status listen(StubServing& serving, const std::optional<chaos::tls::Listening>& tls,
                           std::function<void(const std::string&)> tell);
  // A line for each: "stub of 'Orders' on http://127.0.0.1:4010, 1 operation, seed 42". After listen().
  std::string greeting(bool tls, std::uint64_t seed) const;
  NamedApis apis() const;

  void watch();  // the files of every contract and what they refer to
  // Reads again what changed, or everything (`all`). What cannot be read, or clashes, stays as it was; `say` is told.
  void refresh(bool all, const std::function<void(const std::string&)>& say);
  // When nothing is served any more. Errors: io.
  contracts::Status finish();

 private:
  struct Member {
    std::unique_ptr<StubSite> site;
    std::uint16_t port = 0;
  };
  std::vector<contracts::Error> clashes_with(const StubSite& site, const StubSite::Version& version) const;

  std::vector<Member> members_;
};

}  // namespace squall::harness
