#pragma once
// How lists are cut: the parameter that bounds them, and the list in an answer. By the names in common use; pure.

#include <cstdint>
#include <string>

#include "contracts/core/document.h"
#include "contracts/openapi/contract.h"

namespace squall::harness {

// Names compared without case and anything but letters and digits: page_size, pageSize, Page-Size.
std::string plain_name(const std::string& name);
// The integer query parameter that says how many items are wanted: limit, page_size, per_page ...; nullptr without one.
const contracts::openapi::Parameter* limit_parameter(const contracts::openapi::Operation& operation);
// Any sign that a list is given in pages: a limit, cursor, offset or page parameter.
bool is_paged(const contracts::openapi::Operation& operation);
// The answer itself when it is an array, or the only array among its members; nullptr otherwise.
const contracts::Node* list_in(const contracts::Node& root);
// The target with one more query parameter; as it is when it has one of that name.
std::string with_query(const std::string& target, const std::string& name, const std::string& value);

}  // namespace squall::harness
