#pragma once
// StubSite: one contract that `squall stub` serves, with its rules and its memory, replaced as a whole when their files
// change. Who is in the middle of an exchange is answered by the version that began it.

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "harness/cli/contract_files.h"
#include "harness/cli/contract_options.h"
#include "harness/cli/stub_behaviour.h"
#include "harness/cli/stub_places.h"
#include "harness/issuer/issuer.h"
#include "harness/stub/stub.h"

namespace squall::harness {

struct SiteSettings {
  StubPlace place;
  std::string rules;  // a file; "" for none
  std::shared_ptr<const ContractOptions> load;
  std::shared_ptr<const BehaviourOptions> behaviour;
  StubOptions stub;                  // what all contracts share
  std::shared_ptr<Journal> journal;  // null: nobody asks
  std::function<void(const std::string&)> say;
  std::function<void(const std::string&)> tell;  // gets lines of what requests get wrong
  CallSettings calls;                            // without answers and seed, which `stub` has
  std::shared_ptr<const Issuer> issuer;          // whose tokens alone are taken; null: tokens are not looked at
};

// A version of what is served: a contract as it was read at one time.
struct SiteVersion {
  std::shared_ptr<const contracts::match::Router> router;
  std::unique_ptr<StubBehaviour> behaviour;
  chaos::http::Handler handler;
};

class StubSite {
 public:
  using Errors = std::vector<contracts::Error>;
  using Version = std::shared_ptr<const SiteVersion>;

  // Knows its own files as they are now, so that no change after it goes unseen.
  explicit StubSite(SiteSettings settings);
  StubSite(const StubSite&) = delete;
  StubSite& operator=(const StubSite&) = delete;

  const StubPlace& place() const { return settings_.place; }
  // The files as they are now. Errors: every mistake in the contract and in the rules.
  tl::expected<Version, Errors> read() const;
  // From now on this is what is served; thread-safe, as is all below.
  void serve(Version version);
  Version version() const;  // null before the first
  // Answers with the version of the moment; the site outlives it.
  chaos::http::Handler handler() const;

  // Also the files that the contract refers to as it is now; those of a contract on the network are not watched.
  void watch();
  bool changed() { return files_.changed(); }

 private:
  void watch_with(std::vector<std::string> contract_files);

  const SiteSettings settings_;
  mutable std::mutex mutex_;  // guards version_
  Version version_;
  FileWatch files_;  // of the thread that watches
};

}  // namespace squall::harness
