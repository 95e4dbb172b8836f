#include <array>

#include "contracts/core/number.h"
#include "contracts/schema/compiler.h"

namespace squall::contracts::schema {
namespace {

constexpr std::uint8_t kArrays = kind_bit(Kind::array);
constexpr std::uint8_t kObjects = kind_bit(Kind::object);
constexpr std::uint8_t kAll = 0x3F;

const Block* below(const Site& site, const Node& schema) {
  return site.compiler.block(schema, site.resource);
}

// properties, patternProperties and additionalProperties are one instruction: one walk over the members.
void members(const Site& site) {
  if (site.block.find(Op::members) != nullptr) return;
  const Node* properties = site.schema.find("properties");
  const Node* patterns = site.schema.find("patternProperties");
  const Node* additional = site.schema.find("additionalProperties");
  auto* plan = site.compiler.library().make<MembersPlan>();
  if (properties != nullptr) {
    if (!properties->is_object()) return site.wrong("an object of schemas", *properties);
    plan->properties = properties;
    for (const Member& member : properties->members()) plan->known.push_back(Property{below(site, member.value)});
    site.compiler.note_members(plan);
  }
  if (patterns != nullptr) {
    if (!patterns->is_object()) return site.wrong("an object of schemas", *patterns);
    for (const Member& member : patterns->members()) {
      const Pattern* pattern = site.compiler.pattern(member.key, site, member.value);
      plan->patterns.push_back(MembersPlan::ByPattern{member.key, pattern, below(site, member.value)});
    }
  }
  const bool anything = additional == nullptr || (additional->is_boolean() && additional->boolean());
  plan->additional_value = additional;
  if (!anything || (additional != nullptr && is_recent(site.dialect()))) plan->additional = below(site, *additional);
  site.add(Op::members, kObjects).members = plan;
}

void items_plan(const Site& site, const Node* prefix, std::string_view prefix_keyword, const Node* rest,
                std::string_view rest_keyword) {
  auto* plan = site.compiler.library().make<ItemsPlan>();
  plan->prefix_keyword = prefix_keyword;
  plan->rest_keyword = rest_keyword;
  if (prefix != nullptr) {
    if (!prefix->is_array()) return site.wrong("a list of schemas", *prefix);
    for (const Node& item : prefix->items()) plan->prefix.push_back(below(site, item));
  }
  if (rest != nullptr) {
    plan->rest = below(site, *rest);
    plan->rest_value = rest;
  }
  site.add(Op::items, kArrays).items = plan;
}

void items(const Site& site) {
  if (site.block.find(Op::items) != nullptr) return;
  const Node* given = site.schema.find("items");
  if (site.dialect() == Dialect::draft2020_12) {
    return items_plan(site, site.schema.find("prefixItems"), "prefixItems", given, "items");
  }
  if (given == nullptr) return;  // additionalItems says nothing alone
  if (given->is_array())
    return items_plan(site, given, "items", site.schema.find("additionalItems"), "additionalItems");
  items_plan(site, nullptr, "items", given, "items");
}

bool count(const Site& site, const Node* value, std::uint64_t& into) {
  if (value == nullptr) return true;
  const auto number = value->is_number() ? to_int64(value->text()) : std::nullopt;
  if (!number || *number < 0) {
    site.wrong("a whole number of at least 0", *value);
    return false;
  }
  into = static_cast<std::uint64_t>(*number);
  return true;
}

void contains(const Site& site) {
  auto* plan = site.compiler.library().make<ContainsPlan>();
  plan->block = below(site, site.value);
  if (is_recent(site.dialect())) {
    plan->marks = site.dialect() == Dialect::draft2020_12;
    plan->least_value = site.resource.validates ? site.schema.find("minContains") : nullptr;
    plan->most_value = site.resource.validates ? site.schema.find("maxContains") : nullptr;
    if (!count(site, plan->least_value, plan->least) || !count(site, plan->most_value, plan->most)) return;
  }
  site.add(Op::contains, kArrays).contains = plan;
}

void property_names(const Site& site) {
  site.add(Op::property_names, kObjects).block = below(site, site.value);
}
void negation(const Site& site) {
  site.add(Op::negation, kAll).block = below(site, site.value);
}
void unevaluated_items(const Site& site) {
  site.add(Op::unevaluated_items, kArrays).block = below(site, site.value);
}
void unevaluated_properties(const Site& site) {
  site.add(Op::unevaluated_properties, kObjects).block = below(site, site.value);
}

void branches(const Site& site, Op op) {
  if (!site.value.is_array() || site.value.size() == 0) return site.wrong("a list of at least one schema");
  auto* plan = site.compiler.library().make<std::vector<const Block*>>();
  for (const Node& branch : site.value.items()) plan->push_back(below(site, branch));
  site.add(op, kAll).branches = plan;
}
void all_of(const Site& site) {
  branches(site, Op::all_of);
}
void any_of(const Site& site) {
  branches(site, Op::any_of);
}
void one_of(const Site& site) {
  branches(site, Op::one_of);
}

void conditional(const Site& site) {
  const Node* then = site.schema.find("then");
  const Node* otherwise = site.schema.find("else");
  auto* plan = site.compiler.library().make<Conditional>();
  plan->test = below(site, site.value);
  if (then != nullptr) plan->then = below(site, *then);
  if (otherwise != nullptr) plan->otherwise = below(site, *otherwise);
  site.add(Op::conditional, kAll).conditional = plan;
}

void dependent_schemas(const Site& site) {
  if (!site.value.is_object()) return site.wrong("an object of schemas");
  auto* plan = site.compiler.library().make<Dependencies>();
  for (const Member& member : site.value.members()) {
    plan->schemas.push_back(Dependencies::Schemas{member.key, below(site, member.value)});
  }
  site.add(Op::dependent_schemas, kObjects).dependencies = plan;
}

// Until draft 7 one keyword for both: a list of names or a schema for each.
void dependencies(const Site& site) {
  if (!site.value.is_object()) return site.wrong("an object");
  auto* plan = site.compiler.library().make<Dependencies>();
  bool lists = false;
  for (const Member& member : site.value.members()) {
    lists = lists || member.value.is_array();
    if (!member.value.is_array()) plan->schemas.push_back(Dependencies::Schemas{member.key, below(site, member.value)});
  }
  if (lists) site.add(Op::dependent_required, kObjects);
  if (!plan->schemas.empty()) site.add(Op::dependent_schemas, kObjects).dependencies = plan;
}

void reference(const Site& site) {
  if (!site.value.is_string()) return site.wrong("a URI reference");
  if (const auto target = site.compiler.resolve(site, site.value.text())) {
    site.add(Op::reference, kAll).block = site.compiler.block(*target);
  }
}

// 2020-12 core, section 8.2.3.2: dynamic only when what it first leads to is a $dynamicAnchor.
void dynamic_reference(const Site& site) {
  if (!site.value.is_string()) return site.wrong("a URI reference");
  const auto target = site.compiler.resolve(site, site.value.text());
  if (!target) return;
  const Block* fallback = site.compiler.block(*target);
  if (!target->dynamic) {
    site.add(Op::reference, kAll).block = fallback;
    return;
  }
  auto* plan = site.compiler.library().make<DynamicTarget>();
  const std::string_view text = site.value.text();
  plan->anchor = text.substr(text.find('#') + 1);
  plan->fallback = fallback;
  site.compiler.note_dynamic(plan->anchor);
  site.add(Op::dynamic_reference, kAll).dynamic = plan;
}

// 2019-09 core, section 8.2.4.2: always "#", dynamic when the resource says so.
void recursive_reference(const Site& site) {
  const auto target = site.value.is_string() ? site.compiler.resolve(site, site.value.text()) : std::nullopt;
  if (!target) return site.wrong("\"#\"");
  const Block* fallback = site.compiler.block(*target);
  if (!target->resource->dynamic_anchors.contains("")) {
    site.add(Op::reference, kAll).block = fallback;
    return;
  }
  auto* plan = site.compiler.library().make<DynamicTarget>();
  plan->fallback = fallback;
  site.compiler.note_dynamic(plan->anchor);
  site.add(Op::dynamic_reference, kAll).dynamic = plan;
}

constexpr std::array kKeywords = {Keyword{"$ref", kEvery, false, reference},
                                  Keyword{"$dynamicRef", k2020, false, dynamic_reference},
                                  Keyword{"$recursiveRef", k2019, false, recursive_reference},
                                  Keyword{"discriminator", kOld | kNew, false, compile_discriminator},
                                  Keyword{"properties", kEvery, false, members},
                                  Keyword{"patternProperties", kEvery, false, members},
                                  Keyword{"additionalProperties", kEvery, false, members},
                                  Keyword{"items", kEvery, false, items},
                                  Keyword{"prefixItems", k2020, false, items},
                                  Keyword{"additionalItems", kOld | kDraft7 | k2019, false, items},
                                  Keyword{"contains", kDraft7 | kNew, false, contains},
                                  Keyword{"propertyNames", kDraft7 | kNew, false, property_names},
                                  Keyword{"not", kEvery, false, negation},
                                  Keyword{"allOf", kEvery, false, all_of},
                                  Keyword{"anyOf", kEvery, false, any_of},
                                  Keyword{"oneOf", kEvery, false, one_of},
                                  Keyword{"if", kDraft7 | kNew, false, conditional},
                                  Keyword{"dependentSchemas", kNew, false, dependent_schemas},
                                  Keyword{"dependencies", kEvery, false, dependencies},
                                  Keyword{"unevaluatedItems", kNew, false, unevaluated_items},
                                  Keyword{"unevaluatedProperties", kNew, false, unevaluated_properties}};

}  // namespace

std::span<const Keyword> applicator_keywords() {
  return kKeywords;
}

}  // namespace squall::contracts::schema
