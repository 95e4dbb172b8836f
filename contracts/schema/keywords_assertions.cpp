#include <array>

#include "contracts/core/number.h"
#include "contracts/core/suggest.h"
#include "contracts/schema/compiler.h"

namespace squall::contracts::schema {
namespace {

constexpr std::uint8_t kNumbers = kind_bit(Kind::number);
constexpr std::uint8_t kStrings = kind_bit(Kind::string);
constexpr std::uint8_t kArrays = kind_bit(Kind::array);
constexpr std::uint8_t kObjects = kind_bit(Kind::object);
constexpr std::uint8_t kAll = 0x3F;
constexpr std::size_t kManyTexts = 12;

std::uint8_t type_bits(const Site& site, const Node& name) {
  if (!name.is_string()) {
    site.wrong("a type's name or a list of them", name);
    return 0;
  }
  for (const Kind kind : {Kind::null, Kind::boolean, Kind::number, Kind::string, Kind::array, Kind::object}) {
    if (to_string(kind) == name.text()) return kind_bit(kind);
  }
  if (name.text() == "integer") return site.dialect() == Dialect::draft4 ? kStrictIntegerBit : kIntegerBit;
  const std::vector<std::string> names = {"null", "boolean", "integer", "number", "string", "array", "object"};
  const std::string meant = nearest(name.text(), names);
  site.compiler.error(site.resource, name, "'" + std::string(name.text()) + "' is not a type of JSON Schema",
                      meant.empty() ? "the types are null, boolean, integer, number, string, array and object"
                                    : "did you mean '" + meant + "'?");
  return 0;
}

void type(const Site& site) {
  std::uint8_t bits = 0;
  if (site.value.is_array()) {
    for (const Node& name : site.value.items()) bits |= type_bits(site, name);
  } else {
    bits = type_bits(site, site.value);
  }
  site.add(Op::type, kAll).types = bits;
}

void enumeration(const Site& site) {
  if (!site.value.is_array()) return site.wrong("an array");
  auto* plan = site.compiler.library().make<Enumeration>();
  plan->only_texts = true;
  for (const Node& item : site.value.items()) {
    plan->only_texts = plan->only_texts && item.is_string();
    if (item.is_string() && site.value.size() >= kManyTexts) plan->texts.insert(item.text());
  }
  site.add(Op::enumeration, kAll).enumeration = plan;
}

void constant(const Site& site) {
  site.add(Op::enumeration, kAll).enumeration = nullptr;
}

void bound(const Site& site, std::string_view exclusive_keyword, Op inclusive, Op exclusive) {
  if (!site.value.is_number()) return site.wrong("a number");
  const Node* flag = site.boolean_bounds() ? site.schema.find(exclusive_keyword) : nullptr;
  if (flag != nullptr && flag->boolean()) {
    site.add(exclusive, kNumbers);
  } else {
    site.add(inclusive, kNumbers);
  }
}

void minimum(const Site& site) {
  bound(site, "exclusiveMinimum", Op::minimum, Op::exclusive_minimum);
}
void maximum(const Site& site) {
  bound(site, "exclusiveMaximum", Op::maximum, Op::exclusive_maximum);
}

void exclusive_flag(const Site& site) {
  if (!site.value.is_boolean()) site.wrong("a boolean in this version");
}
void exclusive_minimum(const Site& site) {
  if (!site.value.is_number()) return site.wrong("a number");
  site.add(Op::exclusive_minimum, kNumbers);
}
void exclusive_maximum(const Site& site) {
  if (!site.value.is_number()) return site.wrong("a number");
  site.add(Op::exclusive_maximum, kNumbers);
}

void multiple_of(const Site& site) {
  if (!site.value.is_number() || compare(site.value.text(), "0") != std::strong_ordering::greater) {
    return site.wrong("a number above 0");
  }
  site.add(Op::multiple_of, kNumbers);
}

void count(const Site& site, Op op, std::uint8_t kinds) {
  const bool whole = site.value.is_number() && is_integer(site.value.text()) &&
                     compare(site.value.text(), "0") != std::strong_ordering::less;
  if (!whole) return site.wrong("a whole number of at least 0");
  const auto value = to_int64(site.value.text());
  site.add(op, kinds).count = value ? static_cast<std::uint64_t>(*value) : UINT64_MAX;
}

void min_length(const Site& site) {
  count(site, Op::min_length, kStrings);
}
void max_length(const Site& site) {
  count(site, Op::max_length, kStrings);
}
void min_items(const Site& site) {
  count(site, Op::min_items, kArrays);
}
void max_items(const Site& site) {
  count(site, Op::max_items, kArrays);
}
void min_properties(const Site& site) {
  count(site, Op::min_properties, kObjects);
}
void max_properties(const Site& site) {
  count(site, Op::max_properties, kObjects);
}

void unique_items(const Site& site) {
  if (!site.value.is_boolean()) return site.wrong("a boolean");
  if (site.value.boolean()) site.add(Op::unique_items, kArrays);
}

bool all_strings(const Node& list) {
  for (const Node& item : list.items()) {
    if (!item.is_string()) return false;
  }
  return list.is_array();
}

void required(const Site& site) {
  if (!all_strings(site.value)) return site.wrong("a list of property names");
  if (site.value.size() > 0) site.add(Op::required, kObjects);
}

void dependent_required(const Site& site) {
  if (!site.value.is_object()) return site.wrong("an object");
  for (const Member& member : site.value.members()) {
    if (!all_strings(member.value)) return site.wrong("an object of lists of property names");
  }
  site.add(Op::dependent_required, kObjects);
}

void format(const Site& site) {
  if (!site.value.is_string()) return site.wrong("a string");
  const bool newest = site.dialect() == Dialect::draft2020_12 || site.dialect() == Dialect::openapi30;
  const Format* known = newest ? find_format(site.value.text()) : find_older_format(site.value.text());
  if (known != nullptr) site.add(Op::format, kind_bit(known->kind)).format = known;
}

void pattern(const Site& site) {
  if (!site.value.is_string()) return site.wrong("a string");
  const Pattern* compiled = site.compiler.pattern(site.value.text(), site, site.value);
  site.add(Op::pattern, kStrings).pattern = compiled;
}

// One instruction for the three: each speaks about what the one before it makes of the text.
void content(const Site& site) {
  if (site.block.find(Op::content) != nullptr) return;
  auto* plan = site.compiler.library().make<ContentPlan>();
  plan->encoding = site.schema.find("contentEncoding");
  plan->media_type = site.schema.find("contentMediaType");
  for (const Node* text : {plan->encoding, plan->media_type}) {
    if (text != nullptr && !text->is_string()) return site.wrong("a string", *text);
  }
  plan->schema_value = is_recent(site.dialect()) ? site.schema.find("contentSchema") : nullptr;
  if (plan->schema_value != nullptr) plan->schema = site.compiler.block(*plan->schema_value, site.resource);
  site.add(Op::content, kStrings).content = plan;
}

constexpr std::array kKeywords = {Keyword{"type", kEvery, true, type},
                                  Keyword{"enum", kEvery, true, enumeration},
                                  Keyword{"const", kDraft7 | kNew, true, constant},
                                  Keyword{"minimum", kEvery, true, minimum},
                                  Keyword{"maximum", kEvery, true, maximum},
                                  Keyword{"exclusiveMinimum", kOld, true, exclusive_flag},
                                  Keyword{"exclusiveMaximum", kOld, true, exclusive_flag},
                                  Keyword{"exclusiveMinimum", kDraft7 | kNew, true, exclusive_minimum},
                                  Keyword{"exclusiveMaximum", kDraft7 | kNew, true, exclusive_maximum},
                                  Keyword{"multipleOf", kEvery, true, multiple_of},
                                  Keyword{"minLength", kEvery, true, min_length},
                                  Keyword{"maxLength", kEvery, true, max_length},
                                  Keyword{"pattern", kEvery, true, pattern},
                                  Keyword{"format", kEvery, false, format},
                                  Keyword{"contentEncoding", kDraft7 | kNew, false, content},
                                  Keyword{"contentMediaType", kDraft7 | kNew, false, content},
                                  Keyword{"contentSchema", kNew, false, content},
                                  Keyword{"minItems", kEvery, true, min_items},
                                  Keyword{"maxItems", kEvery, true, max_items},
                                  Keyword{"uniqueItems", kEvery, true, unique_items},
                                  Keyword{"minProperties", kEvery, true, min_properties},
                                  Keyword{"maxProperties", kEvery, true, max_properties},
                                  Keyword{"required", kEvery, true, required},
                                  Keyword{"dependentRequired", kNew, true, dependent_required}};

}  // namespace

std::span<const Keyword> assertion_keywords() {
  return kKeywords;
}

}  // namespace squall::contracts::schema
