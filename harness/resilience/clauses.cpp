#include "harness/resilience/clauses.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "chaos/patterns/expectation.h"
#include "contracts/core/units.h"
#include "harness/system/edge_protocol.h"

namespace squall::harness {
namespace {

using contracts::Object;
using contracts::Value;
using contracts::openapi::Contract;
using contracts::openapi::Operation;
using Routers = std::map<std::string, std::shared_ptr<const contracts::match::Router>>;

const Contract* contract_of(const Routers& contracts, const std::string& service) {
  const auto found = contracts.find(service);
  return found == contracts.end() ? nullptr : &found->second->contract();
}

// One clause as what a pattern's expectation would say.
struct Clause {
  std::string pattern;
  Object members;  // none: "is present"
  std::string name;
  Location location;
};

std::vector<Clause> clauses_of(const Operation& operation) {
  std::vector<Clause> found;
  const auto& said = operation.resilience;
  if (said.timeout) {
    found.push_back({"timeout",
                     {{"at_most", Value(contracts::format_duration(said.timeout->at_most))}},
                     "x-squall-timeout",
                     said.timeout->location});
  }
  if (said.retry) {
    Object members{{"at_most", Value(said.retry->at_most)}};
    if (!said.retry->backoff.empty()) members.emplace_back("backoff", Value(said.retry->backoff));
    if (said.retry->only_idempotent) members.emplace_back("only", Value("idempotent"));
    if (said.retry->honours_retry_after)
      members.emplace_back("honours_retry_after", Value(*said.retry->honours_retry_after));
    found.push_back({"retries", std::move(members), "x-squall-retry", said.retry->location});
  }
  if (said.idempotency_key) {
    found.push_back({"safe_retries",
                     {{"key", Value(said.idempotency_key->header)}},
                     "x-squall-idempotency-key",
                     said.idempotency_key->location});
  } else if (said.retry) {
    found.push_back({"safe_retries", {}, "x-squall-retry", said.retry->location});
  }
  return found;
}

Value expectation_from(const Object& members) {
  return members.empty() ? Value(true) : Value(members);
}

class Merge {
 public:
  Merge(System& system, const Routers& contracts) : system_(system), contracts_(contracts) {}

  std::vector<std::string> run() {
    for (ResilienceSpec& spec : system_.resilience) {
      keep_own_key(spec);
      if (written(spec, "saga") != nullptr) sagas_of_the_file_.insert(spec.edge);
    }
    for (const EdgeSpec& edge : std::vector<EdgeSpec>(system_.edges)) {
      const Contract* contract = contract_of(contracts_, edge.to);
      if (contract != nullptr && speaks_http(system_, edge)) add_edge(edge, *contract);
    }
    for (ResilienceSpec& spec : system_.resilience) plan_widest(spec);
    add_compensations();
    note_unheard();
    return std::move(notes_);
  }

 private:
  void note(std::string text) {
    if (std::find(notes_.begin(), notes_.end(), text) == notes_.end()) notes_.push_back(std::move(text));
  }

  static Value* written(ResilienceSpec& spec, std::string_view pattern) {
    const auto known = std::find_if(spec.expect.begin(), spec.expect.end(),
                                    [&](const auto& expected) { return expected.first == pattern; });
    return known == spec.expect.end() ? nullptr : &known->second;
  }

  // The header that the system file names is that of every operation which the contract gives none.
  static void keep_own_key(ResilienceSpec& spec) {
    for (const auto& [pattern, expectation] : spec.expect) {
      const Value* key = pattern == "safe_retries" ? expectation.find("key") : nullptr;
      if (key != nullptr) spec.key_headers.emplace_back("", key->text());
    }
  }

  ResilienceSpec* find(const std::string& edge) {
    const auto known = std::find_if(system_.resilience.begin(), system_.resilience.end(),
                                    [&](const ResilienceSpec& spec) { return spec.edge == edge; });
    return known == system_.resilience.end() ? nullptr : &*known;
  }

  ResilienceSpec& section_of(const EdgeSpec& edge) {
    if (ResilienceSpec* known = find(edge.as_written())) return *known;
    ResilienceSpec& spec = system_.resilience.emplace_back();
    spec.edge = edge.as_written();
    spec.location = edge.location;
    return spec;
  }

  // Of several replicas, the first one's contract.
  void add_edge(const EdgeSpec& edge, const Contract& contract) {
    if (system_.edge(edge.as_written())->name != edge.name) return;
    for (const Operation& operation : contract.operations) {
      for (const Clause& clause : clauses_of(operation)) add(section_of(edge), operation.name(), clause);
    }
  }

  void add(ResilienceSpec& spec, const std::string& operation, const Clause& clause) {
    const Value* file = written(spec, clause.pattern);
    Object members = clause.members;
    if (file != nullptr && file->is_object()) {
      for (const auto& [key, value] : file->members()) override_with(spec, clause, key, value, members);
    }
    PatternClauses& all = spec.clauses[clause.pattern];
    if (file != nullptr && !all.otherwise) all.otherwise = *file;
    all.operations.push_back({operation, expectation_from(members), clause.name, clause.location});
    for (const auto& [name, value] : members) {
      if (name == "key" && clause.pattern == "safe_retries") spec.key_headers.emplace_back(operation, value.text());
    }
  }

  void override_with(const ResilienceSpec& spec, const Clause& clause, const std::string& key, const Value& value,
                     Object& members) {
    const auto same =
        std::find_if(members.begin(), members.end(), [&](const auto& known) { return known.first == key; });
    if (same == members.end()) {
      members.emplace_back(key, value);
    } else if (!(same->second == value)) {
      note(fmt::format("{}: the system file's {}.{} ({}) counts, not {} ({}) of the contract, {}", spec.edge,
                       clause.pattern, key, value.text(), clause.name, same->second.text(),
                       contracts::to_string(clause.location)));
      same->second = value;
    }
  }

  // What is planned by, before it is known which operation the stimulus leads to: the longest of the timeouts.
  static void plan_widest(ResilienceSpec& spec) {
    for (const auto& [pattern, clauses] : spec.clauses) {
      const auto longer = [](const OperationExpectation& a, const OperationExpectation& b) {
        return at_most(a.expectation) < at_most(b.expectation);
      };
      const auto widest = std::max_element(clauses.operations.begin(), clauses.operations.end(), longer);
      if (Value* file = written(spec, pattern)) {
        *file = widest->expectation;
      } else {
        spec.expect.emplace_back(pattern, widest->expectation);
        spec.expect_locations[pattern] = widest->location;
      }
    }
  }

  static contracts::Duration at_most(const Value& expectation) {
    return chaos::duration_in(expectation, "at_most").value_or(contracts::Duration(0));
  }

  // On the edge to the service whose operation is undone, and on those that its consumer has a stimulus for: there, a
  // later step may fail.
  void add_compensations() {
    for (const EdgeSpec& edge : std::vector<EdgeSpec>(system_.edges)) {
      const Contract* contract = contract_of(contracts_, edge.to);
      if (contract == nullptr || !speaks_http(system_, edge)) continue;
      for (const Operation& operation : contract->operations) {
        if (!operation.resilience.compensated_by) continue;
        const chaos::Compensation step{edge.name, operation.name(), operation.resilience.compensated_by->operation};
        const auto& clause = *operation.resilience.compensated_by;
        add_compensation(section_of(edge), step, clause);
        for (const EdgeSpec& other : system_.edges) {
          ResilienceSpec* spec =
              other.from == edge.from && other.as_written() != edge.as_written() ? find(other.as_written()) : nullptr;
          if (spec == nullptr || spec->stimulus_service.empty()) continue;
          add_compensation(*spec, step, clause);
        }
      }
    }
  }

  // Of several times, the longest: nothing is undone too late before it.
  void add_compensation(ResilienceSpec& spec, const chaos::Compensation& step,
                        const contracts::openapi::CompensatedByClause& clause) {
    if (std::find(spec.compensations.begin(), spec.compensations.end(), step) != spec.compensations.end()) return;
    spec.compensations.push_back(step);
    if (sagas_of_the_file_.contains(spec.edge)) return;
    if (written(spec, "saga") == nullptr) spec.expect.emplace_back("saga", Value(true));
    spec.expect_locations.try_emplace("saga", clause.location);
    Value& saga = *written(spec, "saga");
    const auto known = chaos::duration_in(saga, "within");
    if (clause.within && (!known || *known < *clause.within))
      saga = Value(Object{{"within", Value(contracts::format_duration(*clause.within))}});
  }

  // Clauses that no consumer in this system could keep, and names that mean nothing.
  void note_unheard() {
    for (const ServiceSpec& service : system_.services) {
      const Contract* contract = contract_of(contracts_, service.name);
      if (contract == nullptr) continue;
      for (const contracts::Error& unknown : contract->unknown_clauses) note(contracts::to_string(unknown));
      const bool led_to = std::any_of(system_.edges.begin(), system_.edges.end(), [&](const EdgeSpec& edge) {
        return edge.to == service.name && speaks_http(system_, edge);
      });
      if (led_to) continue;
      const auto said = std::find_if(contract->operations.begin(), contract->operations.end(), [](const Operation& o) {
        return o.resilience.compensated_by || !clauses_of(o).empty();
      });
      if (said == contract->operations.end()) continue;
      note(fmt::format(
          "the contract of '{}' says `x-squall-*` of {}, and no http edge leads to '{}': nobody is held to it",
          service.name, said->name(), service.name));
    }
  }

  System& system_;
  const Routers& contracts_;
  std::set<std::string> sagas_of_the_file_;  // edges
  std::vector<std::string> notes_;
};

}  // namespace

std::vector<std::string> merge_clauses(System& system, const Routers& contracts) {
  return Merge(system, contracts).run();
}

const OperationExpectation* clause_for(const PatternClauses& clauses, const std::string& operation) {
  const auto found = std::find_if(clauses.operations.begin(), clauses.operations.end(),
                                  [&](const OperationExpectation& one) { return one.operation == operation; });
  return found == clauses.operations.end() ? nullptr : &*found;
}

std::string not_reached(const PatternClauses& clauses, const std::string& operation) {
  constexpr std::size_t kShown = 3;
  std::string text;
  std::size_t left = 0;
  for (const OperationExpectation& one : clauses.operations) {
    if (one.operation == operation || ++left > kShown) continue;
    text += (text.empty() ? "" : ", ") + one.operation;
  }
  if (left > kShown) text += fmt::format(" and {} more", left - kShown);
  return text.empty() ? "" : "the contract says this of other operations too, which were not measured: " + text;
}

}  // namespace squall::harness
