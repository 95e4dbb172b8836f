#pragma once
// Parts of a message against parts of a pact. Internal to this room; match.h is for users.

#include <functional>
#include <string>
#include <string_view>

#include "contracts/http/message.h"
#include "contracts/pact/mismatches.h"
#include "contracts/pact/pact.h"

namespace squall::contracts::pact {

using Locate = std::function<Location(const Node&)>;  // of an expected value

// By the rule, or by equality where there is none: every matcher's problem, or with OR the problems of all; the keyword
// is the first failing matcher's name.
struct Judgement {
  std::string problem;  // "": it holds
  std::string keyword;
};
Judgement judge(const Selected& selected, const Operand& expected, const Operand& actual);

// May a message have members, attributes or elements that the example has not? Answers and messages may (Postel's law,
// specification v1), requests may not.
enum class Extras { allowed, refused };

void compare_json(const Node& expected, const Node& actual, const Rules& rules, Extras extras, const Locate& locate,
                  Mismatches& mismatches);
void compare_xml(const Body& expected, std::string_view actual, const Rules& rules, Extras extras,
                 Mismatches& mismatches);
void compare_form(const Body& expected, std::string_view actual, const Rules& rules, Mismatches& mismatches);
void compare_multipart(const Body& expected, std::string_view actual, std::string_view actual_type, const Rules& rules,
                       Extras extras, Mismatches& mismatches);
// Every body that is compared as a whole.
void compare_text(const Body& expected, std::string_view actual, const Rules& rules, Mismatches& mismatches);

// `actual_type` is the message's Content-Type; "" when it has none.
void compare_body(const Body& expected, const std::string& actual, std::string_view actual_type, const Rules& rules,
                  Extras extras, const Locate& locate, Mismatches& mismatches);

void compare_headers(const Fields& expected, const http::Headers& actual, const Rules& rules, const Location& location,
                     Mismatches& mismatches);
// Names with their values: `part` is "query" or "body".
void compare_fields(const Fields& expected, const Fields& actual, const Rules& rules, std::string_view part,
                    const Location& location, Mismatches& mismatches);
void compare_metadata(const Value& expected, const Value& actual, const Rules& rules, const Location& location,
                      Mismatches& mismatches);

}  // namespace squall::contracts::pact
