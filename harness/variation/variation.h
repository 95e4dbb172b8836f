#pragma once
// A variation: one way in which a provider may answer differently and still keep its contract. One file each exports
// one constant descriptor; registry.cpp lists them. Pure: an answer in, the changes that are possible out.

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/core/value.h"
#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"

namespace squall::harness {

// An answer that keeps its contract, as it would be given.
struct GivenAnswer {
  const contracts::openapi::Contract& contract;
  const contracts::openapi::Operation& operation;
  std::string_view method;  // of the request
  const contracts::http::Response& response;
};

// An answer while it is being varied.
struct AnswerDraft {
  contracts::http::Response response;                       // its body is replaced in the end where `body` is there
  std::optional<contracts::Value> body;                     // the JSON that a schema describes
  const contracts::schema::Schema* schema = nullptr;        // of `body`
  std::string (*write)(const contracts::Value&) = nullptr;  // how `body` is written; nullptr: compactly
  std::chrono::nanoseconds delay{0};                        // before the first byte
};

// One change to one place.
struct AnswerEdit {
  // The place, the same for every element of an array: "body/items/*/note", "header.ETag", "status". Where
  // several values can stand there in turn, a tab and the value's JSON follow.
  std::string where;
  // False, and the draft is as it was, where an edit before it took the place.
  std::function<bool(AnswerDraft&)> apply;
};

struct VariationOptions {
  std::chrono::nanoseconds slow = std::chrono::milliseconds(500);
  std::size_t full = 50;  // elements
};

struct Variation {
  std::string_view name;     // as in `--vary absent,order`
  std::string_view summary;  // "properties that are not required are left out"
  bool by_default = true;    // of a plain `--vary`
  // What a consumer relies on that breaks by it. `of` is where: " of GET /orders" for "optional field items[].note of
  // GET /orders".
  std::string (*relies_on)(const std::string& where, const std::string& of);
  // Those that are possible, in a stable order; empty: it does not apply. What comes of them is held to the contract
  // by vary.h, so an edit may be one that the contract turns out to forbid.
  std::vector<AnswerEdit> (*edits)(const GivenAnswer& given, const AnswerDraft& draft, const contracts::Random& random,
                                   const VariationOptions& options);
  // Tests that ask for success fail by it, and rightly: what counts is what else happens.
  bool tests_may_fail = false;
  // What comes of it is not held to the contract: it shows what a consumer needs, never what is wrong with it.
  bool off_contract = false;
};

// None of those that a consumer must cope with: members are left out, whatever the schema says of them.
extern const Variation missing_members;

// Those that keep the contract.
std::span<const Variation* const> variations();
const Variation* find_variation(std::string_view name);

}  // namespace squall::harness
