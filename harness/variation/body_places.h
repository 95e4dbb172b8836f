#pragma once
// What variations of bodies share: places in words, and edits of the JSON at a pointer. Internal to this room.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "contracts/schema/spots.h"
#include "harness/variation/variation.h"

namespace squall::harness {

// "body/items/*/note" of "/items/3/note".
std::string body_place(const std::string& pointer);
// As people write it: "items[].note" of "body/items/*/note"; "the body" of "body".
std::string shown_place(const std::string& where);
// "field note" or "the body", to go on with.
std::string field_in_words(const std::string& where);
// The place of a `where` that ends in a value, and that value's JSON.
struct PlaceAndValue {
  std::string place, value;
};
PlaceAndValue split_value(const std::string& where);

// Puts `value` there, unless something else stands there by now.
AnswerEdit replacement(std::string where, const std::string& pointer, contracts::Value was, contracts::Value value);
// Every place of the draft's JSON; none where it has no JSON that a schema describes.
void each_spot(const AnswerDraft& draft, const contracts::Random& random,
               const std::function<void(const contracts::schema::Spot&)>& look);

// The strings that their schema leaves free but for their length, each in another: `length` of its constraints;
// nullopt leaves one as it is.
std::vector<AnswerEdit> other_lengths(
    const AnswerDraft& draft, const contracts::Random& random,
    const std::function<std::optional<std::uint64_t>(const contracts::schema::Constraints&, std::uint64_t now)>&
        length);

}  // namespace squall::harness
