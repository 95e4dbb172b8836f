#pragma once
// application/x-www-form-urlencoded bodies by their encoding objects (OAS 3.0.4, section 4.7.15).

#include <optional>
#include <string>

#include "contracts/match/media_choice.h"
#include "contracts/match/wire_text.h"

namespace squall::contracts::match {

// A property that is an object, or a list of them, travels as JSON.
Value complex_or_scalar(std::string text, const WireShape* shape);
Value property_value(const std::vector<std::string>& texts, const WireShape* shape);
std::string property_text(const Value& value);  // a scalar's text, else JSON
const openapi::Encoding* encoding_of(const MediaTypeObject& media, const std::string& property);
// No part or pair at all is what an empty list looks like: those that are required are added.
void add_empty_lists(Value& object, const WireShape* shape);

Value read_form(const std::string& body, const MediaTypeObject& media);
// nullopt when a member cannot be written: an empty list, a nested one where its style has no place for it.
std::optional<std::string> write_form(const MediaTypeObject& media, const Value& value);

}  // namespace squall::contracts::match
