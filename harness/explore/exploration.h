#pragma once
// Exploration: the entries of one run explored one after another, within one budget.

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "harness/check/check.h"
#include "harness/explore/exchange_log.h"
#include "harness/explore/options.h"

namespace squall::harness {

class Exploration {
 public:
  // The options outlive it.
  Exploration(const ExploreOptions& options, std::shared_ptr<const ExchangeLog> log)
      : options_(options), log_(std::move(log)) {}

  // The check of one entry. Leaves no fault on any edge, whatever happens.
  reports::Check explore(const Entry& entry, RunContext& context);

 private:
  bool over() const;
  Duration within(const RunContext& context) const;  // an answer has to be there
  void conclude(const Entry& entry, RunContext& context, SearchResult result, reports::Check& check);
  void add_replay(const Found& found, RunContext& context, reports::Finding& finding, reports::Check& check) const;

  const ExploreOptions& options_;
  const std::shared_ptr<const ExchangeLog> log_;
  std::optional<std::chrono::steady_clock::time_point> begin_;
  std::size_t trials_ = 0;
  std::map<std::string, std::string> walks_;  // what an entry touches and is answered -> the first one that did
};

}  // namespace squall::harness
