// Bodies: what each is compared as, and those that are compared as a whole.

#include "contracts/pact/compare.h"
#include "contracts/pact/content.h"
#include "contracts/pact/query.h"

namespace squall::contracts::pact {
void compare_text(const Body& expected, std::string_view actual, const Rules& rules, Mismatches& mismatches) {
  const Selected selected = select(rules, {});
  Judgement judgement = judge(selected, {nullptr, expected.text}, {nullptr, actual});
  if (judgement.problem.empty()) return;
  mismatches.add("body", "body", std::move(judgement.keyword), "", std::move(judgement.problem),
                 selected ? selected.rule->location : expected.location);
}

void compare_form(const Body& expected, std::string_view actual, const Rules& rules, Mismatches& mismatches) {
  compare_fields(read_query(expected.text), read_query(actual), rules, "body", expected.location, mismatches);
}

void compare_body(const Body& expected, const std::string& actual, std::string_view actual_type, const Rules& rules,
                  Extras extras, const Locate& locate, Mismatches& mismatches) {
  const auto add = [&](std::string keyword, std::string message) {
    mismatches.add("body", "body", std::move(keyword), "", std::move(message), expected.location);
  };
  switch (expected.state) {
    case Body::State::missing:
      return;
    case Body::State::null:
    case Body::State::empty:
      // JSON's null is how some write that there is nothing.
      if (!actual.empty() && !(expected.state == Body::State::null && actual == "null"))
        add("equality", "must be empty, is " + shown({nullptr, actual}));
      return;
    case Body::State::present:
      break;
  }
  if (actual.empty()) {
    if (!expected.text.empty()) add("equality", "must not be empty");
    return;
  }
  const auto type = http::parse_media_type(actual_type);
  const ContentKind kind = content_kind(*expected.type);
  const Selected whole = select(rules, {});
  if (whole && has(*whole.rule, MatcherKind::content_type)) {
    compare_text(expected, actual, rules, mismatches);
    return;
  }
  if (type && !expected.content_type.empty() &&
      (content_kind(*type) != kind ||
       (kind == ContentKind::text && (type->type != expected.type->type || type->subtype != expected.type->subtype)))) {
    // Unless the header that says so was found wrong already.
    if (!mismatches.speaks_of("header.Content-Type") && !mismatches.speaks_of("header.content-type"))
      add("contentType", "must be of the type " + expected.content_type + ", is " + std::string(actual_type));
    return;
  }
  switch (kind) {
    case ContentKind::xml:
      compare_xml(expected, actual, rules, extras, mismatches);
      return;
    case ContentKind::form:
      compare_form(expected, actual, rules, mismatches);
      return;
    case ContentKind::multipart:
      compare_multipart(expected, actual, actual_type, rules, extras, mismatches);
      return;
    case ContentKind::text:
      compare_text(expected, actual, rules, mismatches);
      return;
    case ContentKind::json:
      break;
  }
  if (expected.json == nullptr) {
    compare_text(expected, actual, rules, mismatches);
    return;
  }
  const auto document = Document::parse_json(actual);
  if (!document) {
    add("contentType", "is no JSON: " + document.error().message);
  } else {
    compare_json(*expected.json, document->root(), rules, extras, locate, mismatches);
  }
}

}  // namespace squall::contracts::pact
