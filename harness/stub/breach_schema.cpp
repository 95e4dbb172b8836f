#include <algorithm>
#include <initializer_list>

#include "contracts/match/body_writer.h"
#include "contracts/match/validate.h"
#include "contracts/schema/generate.h"
#include "harness/stub/breaches.h"

namespace squall::harness {
namespace {

using contracts::Value;
using contracts::http::Response;
using contracts::schema::Negative;

bool is_one_of(const std::string& keyword, std::initializer_list<std::string_view> keywords) {
  return std::find(keywords.begin(), keywords.end(), keyword) != keywords.end();
}

// Whether the contract calls what was made a departure: not every media type can carry it visibly.
bool departs(const BreachSite& site, const Response& response) {
  const auto& judged = site.judged;
  return !contracts::match::validate_response(judged.contract, *judged.operation(), judged.operation()->method,
                                              response)
              .empty();
}

using Wanted = bool (*)(const Negative&);

// The first value that breaks the schema as wanted, written in the answer's media type.
bool break_schema(const BreachSite& site, Response& response, Wanted wanted) {
  if (site.media == nullptr || !site.media->schema) return false;
  contracts::schema::GenerateOptions options;
  options.direction = contracts::schema::Direction::response;
  for (const Negative& negative : contracts::schema::negatives(*site.media->schema, site.random, options)) {
    if (!wanted(negative)) continue;
    const auto written = contracts::match::write_body(*site.media, negative.instance);
    if (!written) continue;
    Response candidate = response;
    candidate.body = written->text;
    if (!departs(site, candidate)) continue;
    response = std::move(candidate);
    return true;
  }
  return false;
}

// Whether null stands where the negative is wrong.
bool is_null_there(const Negative& negative) {
  Value instance = negative.instance;
  const Value* part = instance.resolve(negative.pointer);
  return part != nullptr && part->is_null();
}

template <Wanted wanted>
bool apply(const BreachSite& site, Response& response) {
  return break_schema(site, response, wanted);
}

bool lacks_property(const Negative& negative) {
  return is_one_of(negative.keyword, {"required", "dependentRequired"});
}
bool has_extra_property(const Negative& negative) {
  return is_one_of(negative.keyword, {"additionalProperties", "unevaluatedProperties", "propertyNames"});
}
bool has_wrong_type(const Negative& negative) {
  return negative.keyword == "type" && !is_null_there(negative);
}
bool has_null(const Negative& negative) {
  return is_one_of(negative.keyword, {"type", "nullable"}) && is_null_there(negative);
}
bool has_unknown_choice(const Negative& negative) {
  return is_one_of(negative.keyword, {"enum", "const"});
}
bool is_beyond(const Negative& negative) {
  return is_one_of(negative.keyword, {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"});
}
bool has_wrong_length(const Negative& negative) {
  return is_one_of(negative.keyword, {"minLength", "maxLength"});
}
bool misses_pattern(const Negative& negative) {
  return negative.keyword == "pattern";
}
bool has_wrong_count(const Negative& negative) {
  return is_one_of(negative.keyword, {"minItems", "maxItems", "minProperties", "maxProperties"});
}
bool repeats(const Negative& negative) {
  return negative.keyword == "uniqueItems";
}
bool takes_no_alternative(const Negative& negative) {
  return is_one_of(negative.keyword, {"oneOf", "anyOf", "discriminator", "not"});
}

}  // namespace

const Breach missing_property{"missing-property", "the body lacks a required property", apply<lacks_property>};
const Breach extra_property{"extra-property", "the body has a property that its schema forbids",
                            apply<has_extra_property>};
const Breach wrong_type{"wrong-type", "a value of the body is of another type", apply<has_wrong_type>};
const Breach null_value{"null-value", "a value of the body is null where null is not allowed", apply<has_null>};
const Breach wrong_enum{"wrong-enum", "a value of the body is none of those listed", apply<has_unknown_choice>};
const Breach out_of_bounds{"out-of-bounds", "a number of the body is beyond its bounds", apply<is_beyond>};
const Breach wrong_length{"wrong-length", "a text of the body is too short or too long", apply<has_wrong_length>};
const Breach wrong_pattern{"wrong-pattern", "a text of the body does not match its pattern", apply<misses_pattern>};
const Breach wrong_item_count{"wrong-item-count", "a list of the body has too few or too many items",
                              apply<has_wrong_count>};
const Breach repeated_item{"repeated-item", "a list of the body repeats an item that must be unique", apply<repeats>};
const Breach no_alternative{"no-alternative", "a value of the body is none of its alternatives",
                            apply<takes_no_alternative>};

}  // namespace squall::harness
