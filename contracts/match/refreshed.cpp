#include <algorithm>

#include "contracts/core/ascii.h"
#include "contracts/core/document.h"
#include "contracts/core/value.h"
#include "contracts/match/faults.h"
#include "contracts/match/message_generator.h"
#include "contracts/match/request_assembly.h"

namespace squall::contracts::match {
namespace {

using schema::Flavour;

constexpr std::size_t most_texts = 40;

struct Text {
  std::string pointer;
  Value value;
};

bool is_within(const std::string& pointer, const std::string& place) {
  return pointer == place || (!place.empty() && pointer.starts_with(place + "/"));
}

// Letters and digits of the second half give way to others of their kind.
std::string varied(std::string text, Random random) {
  for (std::size_t i = text.size() / 2; i < text.size(); ++i) {
    char& c = text[i];
    if (is_digit(c)) c = static_cast<char>('0' + random.below(10));
    if (c >= 'a' && c <= 'z') c = static_cast<char>('a' + random.below(26));
    if (c >= 'A' && c <= 'Z') c = static_cast<char>('A' + random.below(26));
  }
  return text;
}

class Refresher {
 public:
  Refresher(const RequestCase& made, const Random& random, FreshTexts which)
      : made_(made), origin_(*made.origin), random_(random), which_(which), values_(origin_.values) {}

  RequestCase run() {
    if (values_.media == nullptr || !values_.media->schema || !values_.body || values_.raw_body) return made_;
    faults_ = faults_of(judge_request(*origin_.contract, *made_.operation, made_.request));
    const std::vector<Text> texts = fresh_texts();
    Value all = *values_.body;
    for (const Text& text : texts) *all.resolve(text.pointer) = text.value;
    if (auto refreshed = same_with(std::move(all))) return std::move(*refreshed);
    RequestCase best = made_;  // one at a time: some belong together
    for (const Text& text : texts) {
      Value one = *values_.body;
      *one.resolve(text.pointer) = text.value;
      auto refreshed = same_with(one);
      if (!refreshed) continue;
      best = std::move(*refreshed);
      values_.body = std::move(one);
    }
    return best;
  }

 private:
  // The texts of the body that another body of the schema has otherwise: short ones first.
  std::vector<Text> fresh_texts() {
    std::vector<Text> texts;
    for (const Flavour flavour : {Flavour::minimal, Flavour::maximal}) {
      schema::GenerateOptions options;
      options.flavour = flavour;
      options.direction = schema::Direction::request;
      const auto other = schema::generate(*values_.media->schema,
                                          random_.fork("refreshed", static_cast<std::uint64_t>(flavour)), options);
      if (other) compare(*values_.body, *other, "", texts);
    }
    Value* own = made_.where == "body" ? values_.body->resolve(made_.pointer) : nullptr;
    if (which_ == FreshTexts::every && own != nullptr && own->is_string() && !is_known(made_.pointer))
      texts.push_back({made_.pointer, varied(own->text(), random_.fork("own"))});
    return texts;
  }

  void compare(const Value& own, const Value& other, const std::string& pointer, std::vector<Text>& texts) const {
    if (texts.size() == most_texts) return;
    if (own.is_string() && other.is_string() && may_change(pointer, texts)) texts.push_back({pointer, other});
    if (own.is_object() && other.is_object()) {
      for (const auto& [name, member] : own.members()) {
        const Value* there = other.find(name);
        if (there != nullptr) compare(member, *there, pointer_child(pointer, name), texts);
      }
    }
    if (!own.is_array() || !other.is_array()) return;
    for (std::size_t i = 0; i < std::min(own.items().size(), other.items().size()); ++i) {
      compare(own.items()[i], other.items()[i], pointer_child(pointer, i), texts);
    }
  }

  bool may_change(const std::string& pointer, const std::vector<Text>& texts) const {
    if (made_.where == "body" && is_within(pointer, made_.pointer)) return false;
    if (is_known(pointer)) return false;
    return std::none_of(texts.begin(), texts.end(), [&](const Text& text) { return text.pointer == pointer; });
  }

  bool is_known(const std::string& pointer) const {
    const auto& known = values_.known_members;
    return std::any_of(known.begin(), known.end(), [&](const auto& place) { return is_within(pointer, place); });
  }

  std::optional<RequestCase> same_with(Value body) const {
    RequestValues values = values_;
    values.body = std::move(body);
    auto request = assemble(*origin_.contract, *made_.operation, values);
    if (!request || faults_of(judge_request(*origin_.contract, *made_.operation, *request)) != faults_)
      return std::nullopt;
    RequestCase same = case_of(*origin_.contract, *made_.operation, std::move(*request), std::move(values));
    same.summary = made_.summary;
    same.keyword = made_.keyword;
    same.where = made_.where;
    same.pointer = made_.pointer;
    return same;
  }

  const RequestCase& made_;
  const CaseOrigin& origin_;
  const Random& random_;
  const FreshTexts which_;
  RequestValues values_;
  std::set<std::string> faults_;
};

}  // namespace

RequestCase refreshed(const RequestCase& made, const Random& random, FreshTexts which) {
  return made.origin == nullptr ? made : Refresher(made, random, which).run();
}

}  // namespace squall::contracts::match
