#pragma once
// Items as a collection's operations show them: made, checked, told. Internal to this room.

#include <optional>
#include <string>

#include "harness/stub_state/collections.h"
#include "harness/stub_state/draft.h"

namespace squall::harness {

// For one collection and one request.
class ItemMaker {
 public:
  using Contract = contracts::openapi::Contract;
  using Operation = contracts::openapi::Operation;
  using Value = contracts::Value;

  ItemMaker(const Contract& contract, const Collection& collection, const contracts::Random& random);

  // An item as the contract's own answers have one; null where they show none.
  const Value& sample() const { return sample_; }
  // The contract would take it for one that is read or listed.
  bool valid(const Value& item) const;
  // An item of what was sent (no object: nothing), with that id. `before` is what it was, or nullptr. nullopt: the
  // contract takes none.
  std::optional<Value> made(const Operation& by, const Value& sent, const std::string& id, const Value* before) const;
  // What an operation answers that shows the item; the contract's own answer where it shows none. `status` 0: the usual
  // one.
  std::optional<contracts::http::Response> shown(const Operation& by, int status, const Value& item,
                                                 std::string_view accept) const;
  // The nth id that could be the next; "" when there is none. `made` says how many there were.
  std::string id_candidate(std::uint64_t made, std::uint64_t nth) const;
  // The id as the representation's member has it.
  Value id_value(const std::string& id) const;

 private:
  const contracts::openapi::Parameter* id_parameter() const;

  const Contract& contract_;
  const Collection& collection_;
  contracts::Random random_;
  const Operation* witness_ = nullptr;  // reads the item, or lists it
  std::optional<Draft> draft_;          // of it
  std::optional<std::string> place_;    // of the item, or the list, in it
  bool listed_ = false;
  const contracts::openapi::WireShape* shape_ = nullptr;  // of the item
  Value sample_;
};

// The part of a body's shape at a place of item_place() or list_place(); nullptr when nothing is known of it.
const contracts::openapi::WireShape* shape_at(const contracts::openapi::WireShape& body, const std::string& place);

}  // namespace squall::harness
