// `x-squall-*`: what a contract says of resilience.

#include <algorithm>
#include <array>
#include <charconv>

#include "contracts/core/suggest.h"
#include "contracts/http/field_syntax.h"
#include "contracts/http/message.h"
#include "contracts/openapi/model_builder.h"

namespace squall::contracts::openapi {
namespace {

constexpr std::string_view kPrefix = "x-squall-";
constexpr std::string_view kTimeout = "x-squall-timeout", kRetry = "x-squall-retry", kKey = "x-squall-idempotency-key",
                           kCompensatedBy = "x-squall-compensated-by";
constexpr std::array kNames{kTimeout, kRetry, kKey, kCompensatedBy};
constexpr std::array<std::string_view, 4> kBackoffs{"constant", "linear", "exponential", "none"};
constexpr std::uint64_t kMostRetries = 1000;

struct Stated {
  const Node* value = nullptr;
  Place owner;
  Location location() const { return owner.source->document->locate(*value); }
};

std::string shown(const Node& node) {
  const std::string text = to_json(node);
  return text.size() <= 60 ? text : text.substr(0, 57) + "...";
}

void wrong(Diagnostics& diagnostics, const Place& owner, const Node& at, std::string_view name, const char* expected,
           const char* hint) {
  diagnostics.unusable(std::string(name) + ": expected " + expected + ", found " + shown(at),
                       owner.source->document->locate(at), hint);
}

std::optional<std::uint64_t> count_of(const Node& node) {
  const std::string_view text = node.is_number() ? node.text() : std::string_view{};
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool whole = !text.empty() && error == std::errc() && end == text.data() + text.size();
  return whole && count <= kMostRetries ? std::optional(count) : std::nullopt;
}

// The nearest place that says it: the operation, its path, the contract. `false` takes a default away.
std::optional<Stated> stated(std::string_view name, const Place& operation, const std::vector<PathItemPart>& parts,
                             const Place& root) {
  std::vector<const Place*> owners{&operation};
  for (const PathItemPart& part : parts) owners.push_back(&part.place);
  owners.push_back(&root);
  for (const Place* owner : owners) {
    const Node* value = owner->node->find(name);
    if (value == nullptr) continue;
    if (value->is_boolean() && !value->boolean()) return std::nullopt;
    return Stated{value, *owner};
  }
  return std::nullopt;
}

std::optional<TimeoutClause> timeout_of(const Stated& stated, Diagnostics& diagnostics) {
  const auto duration =
      stated.value->is_string() ? parse_duration(stated.value->text()) : Result<Duration>(Duration(0));
  if (duration && *duration > Duration(0)) return TimeoutClause{*duration, stated.location()};
  wrong(diagnostics, stated.owner, *stated.value, kTimeout, "a duration", "such as 800ms");
  return std::nullopt;
}

// {at_most: 2, backoff: exponential, only: idempotent, honours_retry_after: true}
std::optional<RetryClause> retry_members(const Stated& stated, Diagnostics& diagnostics) {
  RetryClause clause;
  clause.location = stated.location();
  bool counted = false, sound = true;
  const auto refuse = [&](const Node& at, const char* expected, const char* hint) {
    wrong(diagnostics, stated.owner, at, kRetry, expected, hint);
    sound = false;
  };
  for (const Member& member : stated.value->members()) {
    if (member.key == "at_most") {
      const auto count = count_of(member.value);
      if (!count) refuse(member.value, "a number of retries from 0 to 1000", "such as at_most: 2");
      clause.at_most = count.value_or(0);
      counted = true;
    } else if (member.key == "backoff") {
      clause.backoff = std::string(member.value.text());
      if (std::find(kBackoffs.begin(), kBackoffs.end(), clause.backoff) == kBackoffs.end())
        refuse(member.value, "a shape of pauses", "constant, linear, exponential or none");
    } else if (member.key == "only") {
      clause.only_idempotent = true;
      if (member.value.text() != "idempotent") refuse(member.value, "'idempotent'", "");
    } else if (member.key == "honours_retry_after") {
      if (!member.value.is_boolean()) refuse(member.value, "true or false", "");
      clause.honours_retry_after = member.value.boolean();
    } else {
      const std::vector<std::string> names{"at_most", "backoff", "only", "honours_retry_after"};
      const std::string near = nearest(member.key, names);
      diagnostics.unusable(
          std::string(kRetry) + " has no member '" + std::string(member.key) + "'",
          stated.owner.source->document->locate_key(*stated.value, member.key),
          near.empty() ? "at_most, backoff, only or honours_retry_after" : "did you mean '" + near + "'?");
      sound = false;
    }
  }
  if (!counted) refuse(*stated.value, "`at_most`", "such as {at_most: 2}");
  return sound ? std::optional(clause) : std::nullopt;
}

std::optional<RetryClause> retry_of(const Stated& stated, Diagnostics& diagnostics) {
  if (stated.value->is_object()) return retry_members(stated, diagnostics);
  if (const auto count = count_of(*stated.value)) {
    RetryClause clause;
    clause.at_most = *count;
    clause.location = stated.location();
    return clause;
  }
  wrong(diagnostics, stated.owner, *stated.value, kRetry, "a number of retries from 0 to 1000",
        "such as 2, or {at_most: 2, backoff: exponential}");
  return std::nullopt;
}

std::optional<IdempotencyKeyClause> key_of(const Stated& stated, Diagnostics& diagnostics) {
  if (stated.value->is_boolean()) return IdempotencyKeyClause{"Idempotency-Key", stated.location()};
  const std::string_view name = stated.value->text();
  const bool secret = http::equal_ignoring_case(name, "authorization") || http::equal_ignoring_case(name, "cookie");
  if (stated.value->is_string() && http::is_token(name) && !secret)
    return IdempotencyKeyClause{std::string(name), stated.location()};
  wrong(diagnostics, stated.owner, *stated.value, kKey, "the name of a header",
        "such as Idempotency-Key, which `true` stands for");
  return std::nullopt;
}

}  // namespace

std::optional<std::string> ModelBuilder::compensating_operation(const Node& name, const Place& owner) {
  std::vector<std::string> known;
  for (const auto& [node, operation] : operations_by_node_) {
    if (operation == name.text()) return operation;
    known.push_back(operation);
  }
  const auto by_id = operations_by_id_.find(std::string(name.text()));
  if (by_id != operations_by_id_.end() && name.is_string()) return by_id->second;
  for (const auto& [id, operation] : operations_by_id_) known.push_back(id);
  std::sort(known.begin(), known.end());
  const std::string near = nearest(name.text(), known);
  diagnostics_.unusable(
      std::string(kCompensatedBy) + ": there is no operation " + shown(name) + " in this contract",
      owner.source->document->locate(name),
      near.empty() ? "an operationId, or a method and a path: DELETE /orders/{id}" : "did you mean '" + near + "'?");
  return std::nullopt;
}

std::optional<CompensatedByClause> ModelBuilder::compensated_by(const Node& node, const Place& owner) {
  CompensatedByClause clause;
  clause.location = owner.source->document->locate(node);
  const Node* name = node.is_object() ? node.find("operation") : &node;
  for (const Member& member : node.members()) {
    const auto time = member.value.is_string() ? parse_duration(member.value.text()) : Result<Duration>(Duration(0));
    if (member.key == "operation") continue;
    if (member.key != "within" || !time || *time <= Duration(0)) {
      wrong(diagnostics_, owner, member.value, kCompensatedBy, "`operation` and `within`, a duration",
            "such as {operation: cancelOrder, within: 2s}");
      return std::nullopt;
    }
    clause.within = *time;
  }
  if (name == nullptr) {
    wrong(diagnostics_, owner, node, kCompensatedBy, "an operation", "such as {operation: cancelOrder, within: 2s}");
    return std::nullopt;
  }
  auto operation = compensating_operation(*name, owner);
  if (!operation) return std::nullopt;
  clause.operation = std::move(*operation);
  return clause;
}

ResilienceClauses ModelBuilder::resilience(const Place& operation, const std::vector<PathItemPart>& parts) {
  note_unknown_clauses(operation, true);
  for (const PathItemPart& part : parts) note_unknown_clauses(part.place, false);
  ResilienceClauses clauses;
  if (const auto found = stated(kTimeout, operation, parts, root_)) clauses.timeout = timeout_of(*found, diagnostics_);
  if (const auto found = stated(kRetry, operation, parts, root_)) clauses.retry = retry_of(*found, diagnostics_);
  if (const auto found = stated(kKey, operation, parts, root_)) clauses.idempotency_key = key_of(*found, diagnostics_);
  if (const Node* name = operation.node->find(kCompensatedBy)) {
    clauses.compensated_by = compensated_by(*name, operation);
  }
  return clauses;
}

void ModelBuilder::note_unknown_clauses(const Place& owner, bool is_operation) {
  for (const Member& member : owner.node->members()) {
    if (!member.key.starts_with(kPrefix)) continue;
    const bool known = std::find(kNames.begin(), kNames.end(), member.key) != kNames.end();
    const bool misplaced = member.key == kCompensatedBy && !is_operation;
    if (known && !misplaced) continue;
    const std::string near = nearest(member.key, std::vector<std::string>(kNames.begin(), kNames.end()));
    Error error{ErrorKind::malformed,
                known ? std::string(kCompensatedBy) + " means nothing here"
                      : "unknown extension '" + std::string(member.key) + "'",
                owner.source->document->locate_key(*owner.node, member.key),
                known          ? "it stands on the operation that is undone"
                : near.empty() ? "Squall knows x-squall-timeout, -retry, -idempotency-key and -compensated-by"
                               : "did you mean '" + near + "'?"};
    auto& noted = contract_.unknown_clauses;
    if (std::find(noted.begin(), noted.end(), error) != noted.end() || noted.size() >= Diagnostics::limit) continue;
    diagnostics_.doubtful(error.message, error.location, error.hint);
    noted.push_back(std::move(error));
  }
}

}  // namespace squall::contracts::openapi
