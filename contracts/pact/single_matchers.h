#pragma once
// Matchers that judge one value by itself; each gives "" when it holds, else "must be ..., is ...". Internal to this
// room.

#include "contracts/pact/matcher.h"

namespace squall::contracts::pact::single {

std::string equality(const Matcher& matcher, const Operand& expected, const Operand& actual);
std::string regex(const Matcher& matcher, const Operand& expected, const Operand& actual);  // of the whole text
std::string type(const Matcher& matcher, const Operand& expected, const Operand& actual);
// It frees the names of members, not the values: those of a list or an object are looked at one by one, others are
// equal.
std::string values(const Matcher& matcher, const Operand& expected, const Operand& actual);
std::string include(const Matcher& matcher, const Operand& expected, const Operand& actual);
// By the digits as written: 1 is an integer, 1.0 a decimal number (specification v3).
std::string integer(const Matcher& matcher, const Operand& expected, const Operand& actual);
std::string decimal(const Matcher& matcher, const Operand& expected, const Operand& actual);
std::string number(const Matcher& matcher, const Operand& expected, const Operand& actual);
std::string boolean(const Matcher& matcher, const Operand& expected, const Operand& actual);  // also as text
std::string null_value(const Matcher& matcher, const Operand& expected, const Operand& actual);
std::string date_time(const Matcher& matcher, const Operand& expected, const Operand& actual);
// By the first bytes. What does not show its type is not held against it.
std::string content_type(const Matcher& matcher, const Operand& expected, const Operand& actual);
std::string status_code(const Matcher& matcher, const Operand& expected, const Operand& actual);
std::string not_empty(const Matcher& matcher, const Operand& expected, const Operand& actual);
std::string semver(const Matcher& matcher, const Operand& expected,
                   const Operand& actual);  // Semantic Versioning 2.0.0

}  // namespace squall::contracts::pact::single
