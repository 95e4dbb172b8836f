#include "harness/verify/tally.h"

#include <algorithm>

namespace squall::harness {

using contracts::openapi::Operation;

Tally::Tally(std::string service, const std::vector<const Operation*>& operations) : seen_(operations.size()) {
  for (const Operation* operation : operations) {
    index_.emplace(operation, coverage_.size());
    reports::OperationCoverage entry;
    entry.service = service;
    entry.operation = operation->name();
    for (const auto& response : operation->responses) entry.responses[response.status] = 0;
    for (const auto& parameter : operation->parameters) {
      entry.parameters[std::string(to_string(parameter.in)) + "." + parameter.name] = 0;
    }
    coverage_.push_back(std::move(entry));
  }
}

void Tally::count(const contracts::match::RequestCase& request, Expected expected, int status,
                  const Judgement& judgement) {
  const std::size_t index = index_.at(request.operation);
  reports::OperationCoverage& entry = coverage_[index];
  ++entry.requests;
  for (const std::string& parameter : request.parameters) ++entry.parameters[parameter];
  if (const auto* declared = request.operation->response_for(status)) ++entry.responses[declared->status];
  if (expected == Expected::refusal) {
    ++invalid_;
    if (status >= 400 && status < 500) ++refused_;
    return;
  }
  ++valid_;
  Seen& seen = seen_[index];
  ++seen.statuses[status];
  if (judgement.succeeded) ++seen.successes;
  if (judgement.refused_credentials) ++seen.credentials_refused;
}

void Tally::cannot_make(const Operation& operation, const std::string& why) {
  seen_[index_.at(&operation)].cannot_make = why;
}

bool Tally::anything_succeeded() const {
  return std::any_of(seen_.begin(), seen_.end(), [](const Seen& seen) { return seen.successes > 0; });
}

std::vector<std::string> Tally::facts() const {
  std::vector<std::string> facts;
  const auto succeeded = std::count_if(seen_.begin(), seen_.end(), [](const Seen& seen) { return seen.successes > 0; });
  facts.push_back(std::to_string(succeeded) + " of " + std::to_string(seen_.size()) +
                  " operations answered with a success; " + std::to_string(valid_) + " valid and " +
                  std::to_string(invalid_) + " invalid requests");
  if (invalid_ > 0)
    facts.push_back(std::to_string(refused_) + " of " + std::to_string(invalid_) + " invalid requests were refused");
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    const Seen& seen = seen_[i];
    if (seen.successes > 0) continue;
    std::string fact = "not exercised: " + coverage_[i].operation;
    if (!seen.cannot_make.empty()) {
      fact += ", " + seen.cannot_make;
    } else if (seen.credentials_refused > 0) {
      fact += " needs credentials (headers under 'verify', or --header)";
    } else if (seen.statuses.empty()) {
      fact += " got no valid request";
    } else {
      fact += " was never answered with a success, but";
      for (const auto& [status, times] : seen.statuses) {
        fact +=
            " " + (status == 0 ? std::string("nothing") : std::to_string(status)) + " (" + std::to_string(times) + "x)";
      }
    }
    facts.push_back(std::move(fact));
  }
  return facts;
}

}  // namespace squall::harness
