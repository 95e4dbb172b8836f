#include "harness/explore/entries.h"

#include <algorithm>

#include "contracts/match/message_generator.h"
#include "harness/system/wire_request.h"

namespace squall::harness {
namespace {

std::string line_of(const contracts::http::Request& request) {
  return request.method + " " + request.target;
}

class Entries {
 public:
  void add(std::string name, std::string service, contracts::http::Request request, contracts::Location location) {
    const auto same = [&](const Entry& entry) {
      const EntryRequest& first = entry.requests.front();
      return first.service == service && line_of(first.request) == line_of(request) &&
             first.request.body == request.body;
    };
    if (std::any_of(all_.begin(), all_.end(), same)) return;
    add({std::move(name), {{std::move(service), std::move(request)}}, std::move(location)});
  }

  // Names are made unique.
  void add(Entry entry) {
    const std::string name = entry.name;
    const auto taken = [&](const Entry& each) { return each.name == entry.name; };
    for (int n = 2; std::any_of(all_.begin(), all_.end(), taken); ++n)
      entry.name = name + " (" + std::to_string(n) + ")";
    all_.push_back(std::move(entry));
  }

  bool empty() const { return all_.empty(); }
  std::vector<Entry> take() { return std::move(all_); }

 private:
  std::vector<Entry> all_;
};

void add_examples(Entries& entries, const System& system, const EntryContracts& contracts, std::uint64_t seed) {
  const std::string service = entry_service(system);
  const auto router = contracts.find(service);
  if (router == contracts.end()) return;
  const auto& contract = router->second->contract();
  for (const auto& operation : contract.operations) {
    const contracts::Random random(seed, "explore.entry", operation.name());
    auto cases = contracts::match::example_requests(contract, operation, random);
    if (cases.empty()) {
      if (auto made = contracts::match::valid_request(contract, operation, random)) cases.push_back(std::move(*made));
    }
    for (auto& made : cases) {
      const std::string what = made.summary.empty() ? "" : ", " + made.summary;
      entries.add(operation.name() + what, service, std::move(made.request), operation.location);
    }
  }
}

}  // namespace

std::vector<Entry> entries_of(const System& system, const EntryContracts& contracts, std::uint64_t seed) {
  Entries entries;
  for (const ExploreEntry& spec : system.explore.entries) {
    Entry entry{spec.name, {}, spec.location};
    for (const auto& [service, request] : spec.requests) entry.requests.push_back({service, wire_request(request)});
    entries.add(std::move(entry));
  }
  if (!entries.empty()) return entries.take();
  for (const ResilienceSpec& spec : system.resilience) {
    if (spec.stimulus_service.empty() || !spec.before.empty()) continue;  // none is given, or it is made at run time
    const auto request = wire_request(spec.stimulus);
    entries.add(line_of(request), spec.stimulus_service, request, spec.location);
  }
  for (const ExperimentSpec& spec : system.experiments) {
    if (!spec.load) continue;
    const auto request = wire_request(spec.load->request);
    entries.add(line_of(request), spec.load->service, request, spec.location);
  }
  if (entries.empty()) add_examples(entries, system, contracts, seed);
  return entries.take();
}

}  // namespace squall::harness
