#pragma once
// The runs of one search: each is one of the consumer's command with some places changed, and how the search ended.

#include <cstddef>
#include <functional>
#include <set>
#include <string>

namespace squall::harness {

using PlaceSet = std::set<std::string>;  // each names a place among all contracts, operations and statuses

struct PlayResult {
  enum class Outcome {
    held,
    broke,
    not_run  // there was no time or no run left, or it was interrupted
  };
  Outcome outcome = Outcome::not_run;
  PlaceSet changed;         // of those asked for: where an answer was given that was changed there
  std::string how;          // "exited 1", "did not end within 10s"
  std::string output = {};  // its last lines
  bool ended = true;        // false: it was still running when its time was over
};
// One run of the consumer's command. Nothing changed is calm weather.
using Play = std::function<PlayResult(const PlaceSet& changed)>;

struct SearchEnd {
  bool unsteady = false;    // it broke in calm weather as well, or now and then: it cannot be judged
  bool unfinished = false;  // a run was not made
  std::size_t plays = 0;

  bool is_over() const { return unsteady || unfinished; }
};

// `end` and what `play` refers to outlive it.
class SearchRuns {
 public:
  SearchRuns(const Play& play, SearchEnd& end) : play_(play), end_(end) {}

  PlayResult run(const PlaceSet& changed);
  // Whether the places break it again, twice, `as` they did, with calm weather before each that does not. Unsteady is
  // who breaks in calm weather, or no longer `as` they did.
  bool prove(const PlaceSet& places, const std::function<bool(const PlayResult& again)>& as);

 private:
  const Play& play_;
  SearchEnd& end_;
};

}  // namespace squall::harness
