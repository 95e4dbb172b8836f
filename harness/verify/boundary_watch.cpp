#include "harness/verify/boundary_watch.h"

#include <algorithm>
#include <array>

#include "contracts/match/request_assembly.h"
#include "harness/verify/phase_finding.h"

namespace squall::harness {
namespace {

using contracts::Node;
using contracts::Value;
using contracts::match::RequestCase;
using contracts::match::RequestValues;

constexpr std::array<std::string_view, 9> boundaries = {"maximum",          "minimum",   "exclusiveMaximum",
                                                        "exclusiveMinimum", "maxLength", "minLength",
                                                        "maxItems",         "minItems",  "enum"};
constexpr std::chrono::seconds long_time(1);
constexpr int many_times = 10;
constexpr int most_simpler = 200;
constexpr int most_slow = 4;  // that take their time while a slow one is made smaller

bool is_boundary(const RequestCase& request) {
  return std::find(boundaries.begin(), boundaries.end(), request.keyword) != boundaries.end();
}

bool is_refusal(int status) {
  return status == 400 || status == 422;
}

bool is_success(int status) {
  return status >= 200 && status < 300;
}

std::string in_milliseconds(std::chrono::nanoseconds duration) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count()) + " ms";
}

// Alike but for what lies at the pointer, or below it.
bool alike_but_for(const Node& a, const Node& b, std::string_view pointer) {
  if (equal(a, b) || pointer.empty()) return true;
  const auto end = pointer.find('/', 1);
  const std::string_view token = pointer.substr(1, end == std::string_view::npos ? end : end - 1);
  const std::string_view rest = end == std::string_view::npos ? std::string_view() : pointer.substr(end);
  const auto here = [&](std::string_view key) { return contracts::pointer_child("", key).substr(1) == token; };
  if (a.is_array() && b.is_array()) {
    if (rest.empty() && a.size() != b.size()) return true;
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const bool wanted = std::to_string(i) == token;
      if (!(wanted ? alike_but_for(a.items()[i], b.items()[i], rest) : equal(a.items()[i], b.items()[i]))) return false;
    }
    return true;
  }
  const auto covers = [&](const Node& one, const Node& other) {
    return std::all_of(one.members().begin(), one.members().end(), [&](const auto& member) {
      const Node* same = other.find(member.key);
      if (here(member.key)) return same == nullptr || alike_but_for(member.value, *same, rest);
      return same != nullptr && equal(member.value, *same);
    });
  };
  return a.is_object() && b.is_object() && covers(a, b) && covers(b, a);
}

// Leaves its answer the session's last. Most of those that are tried are quick.
RequestCase smallest_that_takes(std::chrono::nanoseconds bound, VerifySession& session, RequestCase slow) {
  int tries = 0;
  bool smaller = true;
  for (int found = 0; smaller && found < most_slow; ++found) {
    smaller = false;
    for (RequestCase& candidate : contracts::match::simpler(slow)) {
      if (++tries > most_simpler || session.stopped()) break;
      smaller = session.exercise(candidate, Expected::success).duration > bound;
      if (!smaller) continue;
      slow = std::move(candidate);
      break;
    }
  }
  session.exercise(slow, Expected::success);
  return slow;
}

// The same request with the other's value at the place in the body that is special about it; nullopt where there is
// none.
std::optional<RequestCase> with_value_of(const RequestCase& plain, const RequestCase& special) {
  if (special.where != "body" || special.origin == nullptr || plain.origin == nullptr) return std::nullopt;
  RequestValues values = special.origin->values;
  std::optional<Value> usual = plain.origin->values.body;
  Value* there = values.body ? values.body->resolve(special.pointer) : nullptr;
  const Value* value = usual ? usual->resolve(special.pointer) : nullptr;
  if (there == nullptr || value == nullptr) return std::nullopt;
  *there = *value;
  auto request = assemble(*special.origin->contract, *special.operation, values);
  if (!request) return std::nullopt;
  RequestCase usual_case =
      case_of(*special.origin->contract, *special.operation, std::move(*request), std::move(values));
  usual_case.summary = "with a usual value at " + special.pointer;
  return usual_case;
}

bool has_same_value(const RequestCase& a, const RequestCase& b) {
  std::optional<Value> one = a.origin->values.body;
  std::optional<Value> other = b.origin->values.body;
  const Value* value = one ? one->resolve(a.pointer) : nullptr;
  const Value* same = other ? other->resolve(a.pointer) : nullptr;
  return value != nullptr && same != nullptr && to_json(*value) == to_json(*same);
}

}  // namespace

bool differ_only_there(const RequestCase& plain, const RequestCase& special) {
  if (plain.request.headers.get("Content-Type") != special.request.headers.get("Content-Type")) return false;
  if (special.where != "body") return plain.request.body == special.request.body;
  if (plain.request.target != special.request.target) return false;
  const auto a = contracts::Document::parse_json(plain.request.body);
  const auto b = contracts::Document::parse_json(special.request.body);
  return a && b && alike_but_for(a->root(), b->root(), special.pointer);
}

void BoundaryWatch::note(std::size_t index, const Answer& answer) {
  if (answer.error != chaos::CallError::none) return;
  seen_.push_back({index, answer.response.status, answer.duration});
}

void BoundaryWatch::tell(VerifySession& session) {
  if (seen_.size() < 2 || seen_.front().index != 0) return;
  tell_refused(session);
  tell_slow(session);
}

const BoundaryWatch::Seen* BoundaryWatch::accepted_beside(const RequestCase& special) const {
  const auto found = std::find_if(seen_.begin(), seen_.end(), [&](const Seen& seen) {
    return is_success(seen.status) && differ_only_there(cases_.cases()[seen.index], special);
  });
  return found == seen_.end() ? nullptr : &*found;
}

// The smallest that has the special value and is refused, while it is accepted with the plain one's. Leaves its answer
// the session's last.
RequestCase BoundaryWatch::smallest_refused(VerifySession& session, RequestCase refused, const RequestCase& plain) {
  const auto is_proof = [&](const RequestCase& candidate) {
    const auto usual = with_value_of(plain, candidate);
    return usual && is_refusal(session.exercise(candidate, Expected::success).response.status) &&
           is_success(cases_.exercise(*usual, Expected::success).response.status);
  };
  int tries = 0;
  for (bool smaller = with_value_of(plain, refused).has_value(); smaller;) {
    smaller = false;
    for (RequestCase& candidate : contracts::match::simpler(refused)) {
      if (!has_same_value(refused, candidate)) continue;
      if (++tries > most_simpler || session.stopped()) break;
      smaller = is_proof(candidate);
      if (!smaller) continue;
      refused = std::move(candidate);
      break;
    }
  }
  session.exercise(refused, Expected::success);
  return refused;
}

void BoundaryWatch::tell_refused(VerifySession& session) {
  std::set<std::string> told;  // one for each place
  for (const Seen& seen : seen_) {
    const RequestCase& request = cases_.cases()[seen.index];
    const std::string place = request.where + request.pointer;
    if (!is_refusal(seen.status) || !is_boundary(request) || told.contains(place)) continue;
    if (references_.contains(request.pointer) || references_.contains(request.where)) continue;
    const Seen* plain = accepted_beside(request);
    if (plain == nullptr || !is_success(cases_.exercise(plain->index, Expected::success).response.status)) continue;
    const int again = cases_.exercise(seen.index, Expected::success).response.status;
    if (!is_refusal(again)) continue;
    told.insert(place);
    const RequestCase refused = smallest_refused(session, cases_.cases()[seen.index], cases_.cases()[plain->index]);
    session.report(
        phase_finding("request.valid.refused", reports::Severity::warning, *refused.operation,
                      "refuses with " + std::to_string(again) + " what the contract allows: " + refused.summary));
  }
}

void BoundaryWatch::tell_slow(VerifySession& session) {
  std::vector<std::chrono::nanoseconds> durations;
  for (const Seen& seen : seen_) durations.push_back(seen.duration);
  const auto middle = durations.begin() + static_cast<std::ptrdiff_t>(durations.size() / 2);
  std::nth_element(durations.begin(), middle, durations.end());
  const auto bound = std::max<std::chrono::nanoseconds>(long_time, many_times * *middle);
  const auto slowest = std::max_element(seen_.begin(), seen_.end(),
                                        [](const Seen& a, const Seen& b) { return a.duration < b.duration; });
  if (slowest->duration <= bound || slowest->index == 0) return;
  for (int again = 0; again < 2; ++again) {
    if (cases_.exercise(0, Expected::success).duration * many_times >= bound)
      return;  // it is slow, whatever it is sent
    if (cases_.exercise(slowest->index, Expected::success).duration <= bound) return;
  }
  const RequestCase request = smallest_that_takes(bound, session, cases_.cases()[slowest->index]);
  session.report(phase_finding("response.slow", reports::Severity::warning, *request.operation,
                               "takes " + in_milliseconds(slowest->duration) + " where others take " +
                                   in_milliseconds(*middle) + ": " + request.summary));
}

}  // namespace squall::harness
