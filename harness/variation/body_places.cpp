#include "harness/variation/body_places.h"

#include <algorithm>

#include "contracts/core/document.h"
#include "contracts/core/pointer.h"
#include "harness/check/finding_builder.h"

namespace squall::harness {

using contracts::Value;

std::string body_place(const std::string& pointer) {
  return "body" + without_indices(pointer);
}

std::string shown_place(const std::string& where) {
  if (where == "body") return "the body";
  std::string text;
  std::string_view rest = std::string_view(where).substr(std::string_view("body").size());
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const auto end = std::min(rest.find('/'), rest.size());
    const std::string_view token = rest.substr(0, end);
    rest.remove_prefix(end);
    if (token == "*") {
      text += "[]";
    } else {
      text += (text.empty() ? "" : ".") + contracts::pointer_unescape(token);
    }
  }
  return text;
}

std::string field_in_words(const std::string& where) {
  return where == "body" ? "the body" : "field " + shown_place(where);
}

PlaceAndValue split_value(const std::string& where) {
  const auto at = where.rfind('\t');
  if (at == std::string::npos) return {where, ""};
  return {where.substr(0, at), where.substr(at + 1)};
}

AnswerEdit replacement(std::string where, const std::string& pointer, Value was, Value value) {
  return {std::move(where), [pointer, was = std::move(was), value = std::move(value)](AnswerDraft& draft) {
            Value* here = draft.body->resolve(pointer);
            if (here == nullptr || *here != was) return false;
            *here = value;
            return true;
          }};
}

void each_spot(const AnswerDraft& draft, const contracts::Random& random,
               const std::function<void(const contracts::schema::Spot&)>& look) {
  if (!draft.body || draft.schema == nullptr) return;
  const auto document = contracts::Document::of(*draft.body);
  contracts::schema::visit_spots(*draft.schema, document.root(), contracts::schema::Direction::response, random, look);
}

std::vector<AnswerEdit> other_lengths(
    const AnswerDraft& draft, const contracts::Random& random,
    const std::function<std::optional<std::uint64_t>(const contracts::schema::Constraints&, std::uint64_t now)>&
        length) {
  std::vector<AnswerEdit> found;
  each_spot(draft, random, [&](const contracts::schema::Spot& spot) {
    const auto& constraints = spot.constraints;
    if (!spot.here.is_string() || constraints.choices || !constraints.patterns.empty() || !constraints.formats.empty())
      return;
    const auto wanted = length(constraints, spot.here.text().size());
    if (!wanted) return;
    found.push_back(replacement(body_place(spot.pointer), spot.pointer, Value(spot.here), std::string(*wanted, 'x')));
  });
  return found;
}

}  // namespace squall::harness
