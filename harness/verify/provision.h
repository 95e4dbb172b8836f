#pragma once
// Makes the things that a request refers to: an order before its lines, a book and a member before a loan.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/match/message_generator.h"
#include "harness/resources/resource_graph.h"
#include "harness/verify/identity.h"

namespace squall::harness {

class VerifySession;

// What came of a creation.
struct Created {
  contracts::match::KnownValues path;  // every path parameter of the item, its own last
  Identity identity;
  contracts::match::RequestCase request;
  contracts::http::Response response;
};

// For one piece of a phase's work, on its session. Everything drawn depends on `random` alone.
class Provision {
 public:
  Provision(VerifySession& session, const ResourceGraph& graph, contracts::Random random)
      : session_(session), graph_(graph), random_(random) {}

  // A new thing, and what it needs before it. nullopt: it could not be made, or the answer does not tell its id.
  std::optional<Created> create(std::size_t resource);
  // Values for all that the operation refers to: things made for this piece, each kind once; where that does not work,
  // what is known of the provider.
  contracts::match::KnownValues values_for(const contracts::openapi::Operation& operation);
  // The same for an operation on this thing, or on what it stands in.
  contracts::match::KnownValues values_about(const Created& thing, const contracts::openapi::Operation& operation);
  // Whether the operation refers to things that can be made.
  bool has_needs(const contracts::openapi::Operation& operation) const { return !graph_.needs(operation).empty(); }
  // From here on this thing is meant where one of its kind is needed.
  void adopt(std::size_t resource, Created created) { made_[resource] = std::move(created); }
  // The next values are of new things.
  void forget() { made_.clear(); }

 private:
  std::optional<Created> attempt(std::size_t index, std::uint64_t draw);
  const Created* one_of(std::size_t resource);

  VerifySession& session_;
  const ResourceGraph& graph_;
  contracts::Random random_;
  std::uint64_t drawn_ = 0;
  std::map<std::size_t, std::optional<Created>> made_;
  std::vector<std::size_t> being_made_;  // a thing that needs itself ends here
};

}  // namespace squall::harness
