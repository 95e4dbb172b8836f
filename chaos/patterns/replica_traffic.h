#pragma once
// What went to which replica of a provider.

#include <optional>
#include <string>
#include <vector>

#include "chaos/patterns/pattern.h"

namespace squall::chaos {

struct Replicas {
  std::string failing;              // the edge that faults are on
  std::vector<std::string> others;  // edges to the others
  std::string others_text() const;  // "'a-c'", "'lb-b.b2', 'lb-b.b3'"
};
// The first replica of the edge fails, the others stay well; of an edge without replicas, the edge itself, and the one
// that the expectation names (`to`) stays well. Nothing: there is no other.
std::optional<Replicas> replicas_of(const PatternInput& input);

// The label of a measurement in whose calm phase the first replica got nothing.
inline constexpr const char* kUnusedInCalm = "a replica is not used in calm";

// Attempts on that edge, in order of their start, wherever the record keeps them.
std::vector<const Attempt*> attempts_on(const PhaseRecord& record, const std::string& edge);
bool uses(const PhaseRecord& record, const std::string& edge);
bool uses_any(const PhaseRecord& record, const std::vector<std::string>& edges);
// From the record's beginning to the first attempt there that the provider answered.
std::optional<Duration> returned(const PhaseRecord& record, const std::string& edge);

// How far apart attempts on an edge begin in calm, on average.
Duration spacing_of(const PhaseRecord& calm, const std::string& edge);
// In calm an edge is not left out for so long, but once in a thousand times, even where the next replica is drawn.
Duration quiet_after(const PhaseRecord& calm, const std::string& edge);

// Times for which a failing replica got nothing: an ejection, by a balancer's rule or a breaker's.
struct Ejections {
  std::vector<double> after;  // attempts on it before each, since it began to fail or came back
  // ms, from the last failure on, known to half a spacing. Only of those that ended while it still failed: what comes
  // back after the heal may have been told of it.
  std::vector<double> lasted;
};
Ejections ejections_in(const PhaseRecord& failing, const std::string& edge, const PhaseRecord& calm);

}  // namespace squall::chaos
