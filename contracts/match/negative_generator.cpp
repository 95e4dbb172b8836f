#include <algorithm>

#include "contracts/match/known_values.h"
#include "contracts/match/media_value.h"
#include "contracts/match/message_generator.h"
#include "contracts/match/value_draw.h"

namespace squall::contracts::match {
namespace {

using openapi::Operation;
using openapi::Parameter;

class Negatives {
 public:
  Negatives(const openapi::Contract& contract, const Operation& operation, Random random, const KnownValues& known)
      : contract_(contract), operation_(operation), random_(random), known_(known) {}

  std::vector<RequestCase> make() {
    auto values = draw_request(contract_, operation_, random_, schema::Flavour::maximal, known_);
    if (!values) values = draw_request(contract_, operation_, random_, schema::Flavour::minimal, known_);
    if (!values) return {};
    base_ = std::move(values->values);
    for (std::size_t i = 0; i < base_.parameters.size(); ++i) {
      parts_.emplace_back();
      parameter(i);
    }
    parts_.emplace_back();
    body();
    return in_turn(std::move(parts_));
  }

 private:
  // Keeps the case if it is still wrong on the wire, and wrong only there.
  void keep(RequestValues values, const std::string& where, schema::Negative negative) {
    auto request = assemble(contract_, operation_, values);
    if (!request) return;
    const auto violations = judge_request(contract_, operation_, *request);
    const bool only_there = std::all_of(violations.begin(), violations.end(),
                                        [&where](const Violation& violation) { return violation.where == where; });
    if (violations.empty() || !only_there) return;
    RequestCase made = case_of(contract_, operation_, std::move(*request), std::move(values));
    made.summary = where + " " + negative.summary;
    made.keyword = std::move(negative.keyword);
    made.where = where;
    made.pointer = std::move(negative.pointer);
    parts_.back().push_back(std::move(made));
  }

  void parameter(std::size_t index) {
    const Parameter& declared = *base_.parameters[index].first;
    const std::string where = std::string(to_string(declared.in)) + "." + declared.name;
    if (declared.required && declared.in != openapi::ParameterIn::path) {
      RequestValues without = base_;
      without.parameters.erase(without.parameters.begin() + static_cast<std::ptrdiff_t>(index));
      keep(without, where, schema::Negative{"required", "", "is left out", Value()});
    }
    const auto& schema = declared.content ? declared.content->schema : declared.schema;
    if (!schema) return;
    for (auto& negative : schema::negatives(*schema, random_.fork(declared.name, index), options())) {
      RequestValues changed = base_;
      changed.parameters[index].second = negative.instance;
      keep(changed, where, std::move(negative));
    }
  }

  void body() {
    if (!operation_.request_body || operation_.request_body->content.empty()) return;
    if (operation_.request_body->required) {
      RequestValues without = base_;
      without.media = nullptr;
      without.body.reset();
      keep(std::move(without), "body", schema::Negative{"required", "", "is left out", Value()});
    }
    if (base_.media != nullptr) as_media(*base_.media, *base_.body);
    for (const MediaTypeObject& media : operation_.request_body->content) {
      if (&media == base_.media) continue;
      auto drawn = draw_body(media, random_.fork(media.name), schema::Flavour::maximal);
      if (drawn) as_media(media, *drawn);
    }
    another_type();
  }

  void as_media(const MediaTypeObject& media, const Value& sound) {
    RequestValues values = base_;
    values.media = &media;
    values.body = sound;
    const auto raw = [&](std::string text, const char* keyword, const char* summary) {
      values.raw_body = std::move(text);
      keep(values, "body", schema::Negative{keyword, "", summary, Value()});
    };
    if (http::is_json(media.type)) {
      raw("{\"unfinished\": ", "malformed", "is not JSON");
      raw("{\"a\": 1,}", "malformed", "is JSON but for a comma too many");
    }
    if (operation_.request_body->required) raw("", "required", "is empty");
    values.raw_body.reset();
    if (!is_described(media)) return;
    for (auto& negative : negatives_of(media)) {
      values.body = std::move(negative.instance);
      set_known_members(values, known_, negative.pointer);
      if (operation_.request_body->content.size() > 1) negative.summary = "as " + media.name + " " + negative.summary;
      keep(values, "body", std::move(negative));
    }
  }

  // Where the items of a stream alone are described: of the first item.
  std::vector<schema::Negative> negatives_of(const MediaTypeObject& media) const {
    const bool items = is_of_items(media);
    auto found =
        schema::negatives(items ? *media.item_schema : *media.schema, random_.fork("body." + media.name), options());
    if (!items) return found;
    for (schema::Negative& negative : found) {
      negative.pointer = "/0" + negative.pointer;
      negative.instance = Value(Array{std::move(negative.instance)});
    }
    return found;
  }

  // The same bytes under a type that the contract does not know.
  void another_type() {
    if (base_.media == nullptr) return;
    RequestValues values = base_;
    values.content_type = "application/x-squall";
    keep(std::move(values), "header.Content-Type",
         schema::Negative{"media-type", "", "names a type that is not declared", Value()});
  }

  static schema::GenerateOptions options() {
    schema::GenerateOptions options;
    options.direction = schema::Direction::request;
    return options;
  }

  const openapi::Contract& contract_;
  const Operation& operation_;
  Random random_;
  const KnownValues& known_;
  RequestValues base_;
  std::vector<std::vector<RequestCase>> parts_;
};

}  // namespace

std::vector<RequestCase> negative_requests(const openapi::Contract& contract, const Operation& operation, Random random,
                                           const KnownValues& known) {
  return Negatives(contract, operation, random, known).make();
}

}  // namespace squall::contracts::match
