#include <algorithm>
#include <unordered_set>

#include "contracts/match/carriage.h"
#include "contracts/match/known_values.h"
#include "contracts/match/media_value.h"
#include "contracts/match/message_generator.h"
#include "contracts/match/query_string.h"
#include "contracts/match/value_draw.h"

namespace squall::contracts::match {
namespace {

using openapi::Operation;
using openapi::Parameter;
using schema::Flavour;

std::string place_of(const Parameter& parameter) {
  return std::string(to_string(parameter.in)) + "." + parameter.name;
}

constexpr schema::VariantOptions as_request{.direction = schema::Direction::request};

// Everything that makes two requests different.
std::string fingerprint(const http::Request& request) {
  std::string text = request.target;
  for (const http::Header& header : request.headers) text += "\n" + header.name + ":" + header.value;
  return text + "\n\n" + request.body;
}

class Coverage {
 public:
  Coverage(const openapi::Contract& contract, const Operation& operation, Random random, const KnownValues& known,
           std::size_t most)
      : contract_(contract), operation_(operation), random_(random), known_(known), most_(most) {}

  std::vector<RequestCase> make() {
    auto least = draw_request(contract_, operation_, random_.fork("least"), Flavour::minimal, known_);
    if (!least) return {};
    least_ = std::move(least->values);
    auto full = draw_request(contract_, operation_, random_.fork("full"), Flavour::maximal, known_);
    full_ = full ? std::move(full->values) : least_;
    whole();
    for (const auto& [parameter, value] : full_.parameters) presence(*parameter, value);
    for (const Parameter& parameter : operation_.parameters) values_of(parameter);
    if (operation_.query_string) values_of(*operation_.query_string);
    bodies();
    return in_turn(std::move(parts_), most_);
  }

 private:
  // Cases of one part of the request, the most telling first.
  std::vector<RequestCase>& begin_part() { return parts_.emplace_back(); }

  void keep(std::vector<RequestCase>& part, RequestValues values, std::string where, std::string summary,
            std::string keyword = {}, std::string pointer = {}) {
    auto request = assemble(contract_, operation_, values);
    if (!request || !judge_request(contract_, operation_, *request).empty()) return;
    if (!seen_.insert(fingerprint(*request)).second) return;
    RequestCase made = case_of(contract_, operation_, std::move(*request), std::move(values));
    made.summary = where.empty() ? std::move(summary) : where + " " + std::move(summary);
    made.where = std::move(where);
    made.keyword = std::move(keyword);
    made.pointer = std::move(pointer);
    part.push_back(std::move(made));
  }

  void whole() {
    auto& part = begin_part();
    keep(part, least_, "", "only what is required");
    keep(part, full_, "", "everything");
  }

  void presence(const Parameter& parameter, const Value& value) {
    if (parameter.required) return;
    auto& part = begin_part();
    RequestValues alone = least_;
    alone.parameters.emplace_back(&parameter, value);
    keep(part, std::move(alone), place_of(parameter), "is there alone", "required");
    RequestValues without = full_;
    std::erase_if(without.parameters, [&parameter](const auto& entry) { return entry.first == &parameter; });
    keep(part, std::move(without), place_of(parameter), "is absent alone", "required");
  }

  void values_of(const Parameter& parameter) {
    const auto& schema = parameter.content ? parameter.content->schema : parameter.schema;
    if (!schema) return;
    auto& part = begin_part();
    for (schema::Variant& variant : schema::variants(*schema, random_.fork(place_of(parameter)), as_request)) {
      if (!carries_well(parameter, variant.instance)) continue;
      RequestValues values = least_;
      const auto given = std::find_if(values.parameters.begin(), values.parameters.end(),
                                      [&parameter](const auto& entry) { return entry.first == &parameter; });
      if (given != values.parameters.end()) {
        given->second = std::move(variant.instance);
      } else {
        values.parameters.emplace_back(&parameter, std::move(variant.instance));
      }
      keep(part, std::move(values), place_of(parameter), std::move(variant.summary), std::move(variant.keyword),
           std::move(variant.pointer));
    }
  }

  void bodies() {
    if (!operation_.request_body) return;
    if (!operation_.request_body->required) {
      RequestValues none = least_;
      none.media = nullptr;
      none.body.reset();
      keep(begin_part(), std::move(none), "body", "is absent", "required");
    }
    for (const MediaTypeObject& media : operation_.request_body->content) {
      schema::VariantOptions options = as_request;
      if (&media != preferred_media(operation_)) options.most = 3;
      bodies_as(media, options);
    }
  }

  // Where the items of a stream alone are described: lists of one item, of none and of several.
  std::vector<schema::Variant> variants_of(const MediaTypeObject& media, const schema::VariantOptions& options) const {
    const bool items = is_of_items(media);
    auto found =
        schema::variants(items ? *media.item_schema : *media.schema, random_.fork("body." + media.name), options);
    if (!items) return found;
    Array several;
    for (schema::Variant& variant : found) {
      if (several.size() < 3) several.push_back(variant.instance);
      variant.pointer = "/0" + variant.pointer;
      variant.instance = Value(Array{std::move(variant.instance)});
    }
    found.push_back(schema::Variant{"items", "", "has several items", Value(std::move(several))});
    found.push_back(schema::Variant{"items", "", "is empty", Value(Array{})});
    return found;
  }

  void bodies_as(const MediaTypeObject& media, const schema::VariantOptions& options) {
    auto& part = begin_part();
    const std::string prefix = operation_.request_body->content.size() > 1 ? "as " + media.name + " " : "";
    RequestValues values = least_;
    values.media = &media;
    if (!is_described(media)) {
      values.body = example_named(media.examples, "").value_or(Value("text"));
      return keep(part, std::move(values), "body", prefix + "is typical", "content");
    }
    for (schema::Variant& variant : variants_of(media, options)) {
      values.body = std::move(variant.instance);
      RequestValues with_known = values;
      set_known_members(with_known, known_, variant.pointer.empty() ? "-" : std::string_view(variant.pointer));
      if (!with_known.known_members.empty()) {
        const auto request = assemble(contract_, operation_, with_known);
        if (request && judge_request(contract_, operation_, *request).empty()) values.body = with_known.body;
      }
      keep(part, values, "body", prefix + variant.summary,
           variant.keyword.empty() ? "content" : std::move(variant.keyword), std::move(variant.pointer));
    }
  }

  const openapi::Contract& contract_;
  const Operation& operation_;
  Random random_;
  const KnownValues& known_;
  std::size_t most_;
  RequestValues least_, full_;
  std::vector<std::vector<RequestCase>> parts_;
  std::unordered_set<std::string> seen_;
};

bool takes_one_value(const Parameter& parameter) {
  if (parameter.in == openapi::ParameterIn::path || parameter.style == openapi::Style::deep_object) return false;
  return parameter.content ||
         (parameter.wire != nullptr && !parameter.wire->allows(Kind::array) && !parameter.wire->allows(Kind::object));
}

}  // namespace

std::vector<RequestCase> coverage_requests(const openapi::Contract& contract, const Operation& operation, Random random,
                                           const KnownValues& known, std::size_t most) {
  return Coverage(contract, operation, random, known, most).make();
}

std::vector<RequestCase> duplicate_requests(const openapi::Contract& contract, const Operation& operation,
                                            Random random, const KnownValues& known) {
  auto least = draw_request(contract, operation, random.fork("least"), Flavour::minimal, known);
  auto full = draw_request(contract, operation, random.fork("full"), Flavour::maximal, known);
  if (!least || !full) return {};
  std::vector<RequestCase> cases;
  for (const auto& [parameter, value] : full->values.parameters) {
    if (!takes_one_value(*parameter) || is_query_string(operation, *parameter)) continue;
    RequestValues values = least->values;
    std::erase_if(values.parameters, [&key = parameter](const auto& entry) { return entry.first == key; });
    values.parameters.emplace_back(parameter, value);
    const auto other = std::find_if(least->values.parameters.begin(), least->values.parameters.end(),
                                    [&key = parameter](const auto& entry) { return entry.first == key; });
    values.again.emplace(parameter, other != least->values.parameters.end() ? other->second : value);
    auto request = assemble(contract, operation, values);
    if (!request) continue;
    RequestCase made = case_of(contract, operation, std::move(*request), std::move(values));
    made.where = place_of(*parameter);
    made.summary = made.where + " is given twice";
    made.keyword = "duplicate";
    cases.push_back(std::move(made));
  }
  return cases;
}

}  // namespace squall::contracts::match
