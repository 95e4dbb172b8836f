#pragma once
// A short life of one or two things of a kind: made, read, changed, deleted, in a given order; every answer is held
// against what was done before. Sends through a session, as one sequence.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "contracts/core/random.h"
#include "harness/traffic/client.h"
#include "harness/verify/provision.h"

namespace squall::harness {

class VerifySession;

enum class Act { create, locate, read, replace, change, remove, list, action, repeat };

struct Move {
  Act act = Act::create;
  std::size_t thing = 0;   // the first or the second one
  std::size_t action = 0;  // which of the resource's
};

using Script = std::vector<Move>;

// The lives that a resource's operations allow: the shortest that shows each kind of fault first, then `walks` random
// ones.
std::vector<Script> scripts_for(const Resource& resource, contracts::Random random, std::size_t walks);

// Rules: stateful.created.missing, stateful.created.differs, stateful.identity, stateful.location.broken,
// stateful.update.lost, stateful.use-after-delete, stateful.list.missing, stateful.list.deleted,
// stateful.limit.ignored.
class Scenario {
 public:
  using Operation = contracts::openapi::Operation;

  Scenario(VerifySession& session, const ResourceGraph& graph, std::size_t resource, contracts::Random random);
  void play(const Script& script);
  // Nothing could be made: no fault was looked for.
  bool made_nothing() const { return !things_[0] && !things_[1]; }

 private:
  struct Thing {
    Created created;
    std::optional<contracts::Document> sent;    // the last write's body
    std::optional<contracts::Document> echoed;  // its answer's
    std::optional<contracts::Document> read;    // the last reading's
    const Operation* written_by = nullptr;
    bool deleted = false;
    bool deleted_for_good = false;  // the answer left no doubt: it had no content
  };

  bool has_no_memory() const;
  void create(std::size_t index);
  void locate(Thing& thing);
  void read(Thing& thing);
  void write(Thing& thing, const Operation* operation);
  void remove(Thing& thing);
  void list(const Thing& thing);
  void act(Thing& thing, const Operation& operation);
  void repeat();

  std::optional<contracts::match::RequestCase> request_to(
      const Operation& operation, const Thing& thing,
      contracts::schema::Flavour flavour = contracts::schema::Flavour::minimal);
  // Sends the operation a request about the thing; another one while it is refused for what it says of the thing. The
  // answer to the last one, which is `last_`; nullptr when none could be made.
  const Answer* change(const Operation& operation, const Thing& thing);
  void judge_reading(Thing& thing, const contracts::http::Response& response);
  void judge_list(const Thing& thing, const contracts::Node& items);

  VerifySession& session_;
  const ResourceGraph& graph_;
  const std::size_t index_;
  const Resource& resource_;
  contracts::Random random_;
  Provision provision_;
  std::uint64_t drawn_ = 0;
  std::optional<contracts::match::RequestCase> last_;  // that changed something
  std::array<std::optional<Thing>, 2> things_;
};

}  // namespace squall::harness
