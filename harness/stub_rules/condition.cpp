#include "harness/stub_rules/condition.h"

#include "contracts/match/parameter_writer.h"

namespace squall::harness {
namespace {

using contracts::Value;

std::string text_of(const Value& value) {
  return value.is_array() || value.is_object() ? contracts::to_json(value) : contracts::match::scalar_text(value);
}

}  // namespace

Condition Condition::equals(Value value) {
  Condition made;
  made.what_ = What::equals;
  made.wanted_ = std::make_shared<const contracts::Document>(contracts::Document::of(value));
  made.value_ = std::move(value);
  return made;
}

Condition Condition::contains(std::string part) {
  Condition made;
  made.what_ = What::contains;
  made.value_ = std::move(part);
  return made;
}

Condition Condition::is_there(bool there) {
  Condition made;
  made.what_ = there ? What::present : What::absent;
  return made;
}

contracts::Result<Condition> Condition::matches(const std::string& pattern) {
  SQUALL_TRY_ASSIGN(auto compiled, contracts::schema::Pattern::compile(pattern));
  Condition made;
  made.what_ = What::matches;
  made.value_ = pattern;
  made.pattern_ = std::make_shared<const contracts::schema::Pattern>(std::move(compiled));
  return made;
}

bool Condition::holds(const Value* part) const {
  if (part == nullptr) return what_ == What::absent;
  switch (what_) {
    case What::present:
      return true;
    case What::absent:
      return false;
    case What::contains:
      return text_of(*part).find(value_.text()) != std::string::npos;
    case What::matches:
      return pattern_->search(text_of(*part)) == contracts::schema::Match::yes;
    case What::equals:
      break;
  }
  if (part->is_string() && !value_.is_string() && !value_.is_array() && !value_.is_object() && !value_.is_null())
    return part->text() == text_of(value_);
  const auto document = contracts::Document::of(*part);
  return contracts::equal(document.root(), wanted_->root());
}

std::string Condition::text() const {
  switch (what_) {
    case What::present:
      return "is there";
    case What::absent:
      return "is absent";
    case What::contains:
      return "contains " + value_.text();
    case What::matches:
      return "matches " + value_.text();
    case What::equals:
      break;
  }
  return "is " + text_of(value_);
}

}  // namespace squall::harness
