#include "harness/verify/tally.h"

#include <algorithm>

#include "contracts/match/media_choice.h"

namespace squall::harness {
namespace {

using contracts::openapi::Operation;
using Counts = std::map<std::string, std::uint64_t>;

constexpr std::size_t most_unseen = 20;  // branches of an operation that are named

void add_counts(Counts& to, const Counts& counts) {
  for (const auto& [key, count] : counts) to[key] += count;
}

// The declared media type that a message's Content-Type means; nullptr for none.
const contracts::openapi::MediaTypeObject* declared_media(
    const std::vector<contracts::openapi::MediaTypeObject>& content, const contracts::http::Headers& headers) {
  if (content.empty()) return nullptr;
  const auto type = contracts::http::parse_media_type(headers.get("Content-Type"));
  return type ? contracts::match::find_media(content, *type) : nullptr;
}

reports::BranchCoverage told(contracts::schema::BranchCount count) {
  return {count.seen, count.total, std::move(count.unseen)};
}

}  // namespace

void Tally::count(const contracts::match::RequestCase& request, Expected expected, const Answer& answer,
                  const Judgement& judgement) {
  const Operation& operation = *request.operation;
  const int status = answer.response.status;
  Seen& seen = seen_[&operation];
  ++seen.requests;
  for (const std::string& parameter : request.parameters) ++seen.parameters[parameter];
  if (operation.request_body && !request.request.body.empty()) {
    if (const auto* media = declared_media(operation.request_body->content, request.request.headers))
      ++seen.request_media[media->name];
  }
  if (const auto* declared = operation.response_for(status)) {
    ++seen.responses[declared->status];
    if (const auto* media = declared_media(declared->content, answer.response.headers))
      ++seen.response_media[declared->status + " " + media->name];
  }
  if (expected == Expected::refusal) {
    ++invalid_;
    if (status >= 400 && status < 500) ++refused_;
    return;
  }
  ++valid_;
  if (expected == Expected::success) add_branches(request, seen.branches);
  ++seen.statuses[status];
  if (judgement.succeeded) ++seen.successes;
  if (judgement.refused_credentials) ++seen.credentials_refused;
}

void Tally::cannot_make(const Operation& operation, const std::string& why) {
  seen_[&operation].cannot_make = why;
}

void Tally::add(Tally other) {
  for (auto& [operation, from] : other.seen_) {
    const auto [place, is_new] = seen_.try_emplace(operation, std::move(from));
    if (is_new) continue;
    Seen& to = place->second;
    for (const auto& [status, times] : from.statuses) to.statuses[status] += times;
    to.requests += from.requests;
    to.successes += from.successes;
    to.credentials_refused += from.credentials_refused;
    if (to.cannot_make.empty()) to.cannot_make = std::move(from.cannot_make);
    add_counts(to.responses, from.responses);
    add_counts(to.parameters, from.parameters);
    add_counts(to.request_media, from.request_media);
    add_counts(to.response_media, from.response_media);
    for (const auto& [schema, branches] : from.branches) to.branches[schema].add(branches);
  }
  valid_ += other.valid_;
  invalid_ += other.invalid_;
  refused_ += other.refused_;
}

const Tally::Seen& Tally::seen(const Operation& operation) const {
  static const Seen nothing;
  const auto found = seen_.find(&operation);
  return found == seen_.end() ? nothing : found->second;
}

bool Tally::anything_succeeded() const {
  return std::any_of(seen_.begin(), seen_.end(), [](const auto& one) { return one.second.successes > 0; });
}

std::vector<std::string> Tally::facts(const Operations& operations) const {
  std::vector<std::string> facts;
  const auto succeeded = std::count_if(operations.begin(), operations.end(),
                                       [&](const Operation* operation) { return seen(*operation).successes > 0; });
  facts.push_back(std::to_string(succeeded) + " of " + std::to_string(operations.size()) +
                  " operations answered with a success; " + std::to_string(valid_) + " valid and " +
                  std::to_string(invalid_) + " invalid requests");
  if (invalid_ > 0)
    facts.push_back(std::to_string(refused_) + " of " + std::to_string(invalid_) + " invalid requests were refused");
  for (const Operation* operation : operations) {
    const Seen& seen = this->seen(*operation);
    if (seen.successes > 0) continue;
    std::string fact = "not exercised: " + operation->name();
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

std::vector<reports::OperationCoverage> Tally::coverage(const Operations& operations) const {
  std::vector<reports::OperationCoverage> coverage;
  for (const Operation* operation : operations) {
    const Seen& seen = this->seen(*operation);
    reports::OperationCoverage entry;
    entry.service = service_;
    entry.operation = operation->name();
    entry.requests = seen.requests;
    for (const auto& response : operation->responses) {
      entry.responses[response.status] = 0;
      for (const auto& media : response.content) entry.response_media[response.status + " " + media.name] = 0;
    }
    for (const auto& parameter : operation->parameters) {
      entry.parameters[std::string(to_string(parameter.in)) + "." + parameter.name] = 0;
    }
    if (operation->request_body) {
      for (const auto& media : operation->request_body->content) entry.request_media[media.name] = 0;
    }
    add_counts(entry.responses, seen.responses);
    add_counts(entry.parameters, seen.parameters);
    add_counts(entry.request_media, seen.request_media);
    add_counts(entry.response_media, seen.response_media);
    entry.successes = seen.successes;
    entry.request_branches = told(contracts::match::request_branches(*operation, seen.branches, most_unseen));
    entry.response_branches = told(contracts::match::response_branches(*operation, seen.branches, most_unseen));
    coverage.push_back(std::move(entry));
  }
  return coverage;
}

}  // namespace squall::harness
