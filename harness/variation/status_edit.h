#pragma once
// What variations of the status share. Internal to this room.

#include <optional>

#include "harness/variation/variation.h"

namespace squall::harness {

// Puts the contract's answer of that status in place of the given one; its place is "status" with the value `status`.
// nullopt where no such answer can be made.
std::optional<AnswerEdit> status_edit(const GivenAnswer& given, int status, const contracts::Random& random);
// "the answer of GET /orders not being 202"
std::string relies_on_status(const std::string& where, const std::string& of);

}  // namespace squall::harness
