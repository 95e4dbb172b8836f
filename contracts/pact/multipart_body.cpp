// Multipart bodies: part by part, each as what its own type says it is.

#include <algorithm>
#include <map>

#include "contracts/http/multipart.h"
#include "contracts/pact/compare.h"
#include "contracts/pact/content.h"

namespace squall::contracts::pact {
namespace {

std::string boundary_of(std::string_view content_type) {
  const auto type = http::parse_media_type(content_type);
  if (!type) return {};
  for (const auto& [name, value] : type->parameters) {
    if (name == "boundary") return value;
  }
  return {};
}

// The boundary that a multipart body begins with, for examples whose type does not name it.
std::string first_boundary(std::string_view body) {
  const auto start = body.find("--");
  if (start == std::string_view::npos) return {};
  const auto end = std::min(body.find_first_of("\r\n", start), body.size());
  return std::string(body.substr(start + 2, end - start - 2));
}

std::optional<std::vector<http::Part>> parts_of(std::string_view body, std::string_view type) {
  std::string boundary = boundary_of(type);
  if (boundary.empty()) boundary = first_boundary(body);
  return boundary.empty() ? std::nullopt : http::read_multipart(body, boundary);
}

// The part of that name which comes after so many others of it.
const http::Part* find_part(const std::vector<http::Part>& parts, const std::string& name, std::size_t after) {
  for (const http::Part& part : parts) {
    if (part.name == name && after-- == 0) return &part;
  }
  return nullptr;
}

// $.name.a is $.a of what the part holds.
Rules rules_inside(const Rules& rules, const std::string& name) {
  Rules inside;
  for (const Rule& rule : rules) {
    const auto& steps = rule.path.steps();
    const bool named = !steps.empty() && (steps.front().kind == PathStep::Kind::any_field ||
                                          (steps.front().kind == PathStep::Kind::field && steps.front().name == name));
    if (!named) continue;
    inside.push_back(rule);
    inside.back().path = PathExpression({steps.begin() + 1, steps.end()});
  }
  return inside;
}

// What a part is to be, as a body by itself. Without a type it is text (RFC 7578, section 4.4).
Body body_of(const http::Part& part, const Location& location) {
  Body body;
  body.location = location;
  body.text = part.body;
  body.state = part.body.empty() ? Body::State::empty : Body::State::present;
  body.content_type = part.content_type;
  body.type = http::parse_media_type(part.content_type);
  if (!body.type) body.type = http::parse_media_type("text/plain");
  if (content_kind(*body.type) != ContentKind::json) return body;
  if (auto parsed = Document::parse_json(part.body)) {
    body.parsed = std::make_shared<const Document>(std::move(*parsed));
    body.json = &body.parsed->root();
  }
  return body;
}

class MultipartComparison {
 public:
  MultipartComparison(const Rules& rules, Extras extras, const Location& location, Mismatches& mismatches)
      : rules_(rules), extras_(extras), location_(location), mismatches_(mismatches) {}

  void compare(const std::vector<http::Part>& examples, const std::vector<http::Part>& found) {
    std::map<std::string, std::size_t> before;
    for (const http::Part& example : examples) {
      if (const http::Part* part = find_part(found, example.name, before[example.name]++)) {
        compare(example, *part);
      } else {
        mismatches_.add("body", "body", "equality", "/" + example.name,
                        "must have the part '" + example.name + "', which is absent", location_);
      }
    }
  }

 private:
  void compare(const http::Part& example, const http::Part& part) {
    const std::vector<PathPart> path = {{example.name, false}};
    if (const Selected selected = select(rules_, path)) {  // of the part as a whole
      Judgement judgement = judge(selected, {nullptr, example.body}, {nullptr, part.body});
      if (!judgement.problem.empty())
        mismatches_.add("body", "body", std::move(judgement.keyword), "/" + example.name, std::move(judgement.problem),
                        selected.rule->location);
      return;
    }
    Mismatches inside(mismatches_.side());
    const Locate locate = [this](const Node&) { return location_; };
    compare_body(body_of(example, location_), part.body, part.content_type, rules_inside(rules_, example.name), extras_,
                 locate, inside);
    std::vector<Violation> violations = inside.take();
    for (Violation& one : violations) one.pointer.insert(0, "/" + example.name);
    mismatches_.append(std::move(violations));
  }

  const Rules& rules_;
  Extras extras_;
  const Location& location_;
  Mismatches& mismatches_;
};

}  // namespace

void compare_multipart(const Body& expected, std::string_view actual, std::string_view actual_type, const Rules& rules,
                       Extras extras, Mismatches& mismatches) {
  const auto examples = parts_of(expected.text, expected.content_type);
  const auto found = parts_of(actual, actual_type);
  if (!examples) {  // nothing is known of its parts
    compare_text(expected, actual, rules, mismatches);
  } else if (!found) {
    mismatches.add("body", "body", "contentType", "", "is no multipart body", expected.location);
  } else {
    MultipartComparison(rules, extras, expected.location, mismatches).compare(*examples, *found);
  }
}

}  // namespace squall::contracts::pact
