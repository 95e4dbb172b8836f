#include <algorithm>

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
    auto values = draw_values(contract_, operation_, random_, schema::Flavour::maximal, known_);
    if (!values) values = draw_values(contract_, operation_, random_, schema::Flavour::minimal, known_);
    if (!values) return {};
    base_ = std::move(*values);
    for (std::size_t i = 0; i < base_.parameters.size(); ++i) parameter(i);
    body();
    return std::move(cases_);
  }

 private:
  // Keeps the case if it is still wrong on the wire, and wrong only there.
  void keep(const RequestValues& values, const std::string& where, schema::Negative negative) {
    auto request = assemble(contract_, operation_, values);
    if (request) keep(std::move(*request), values, where, std::move(negative));
  }

  void keep(http::Request request, const RequestValues& values, const std::string& where, schema::Negative negative) {
    const auto violations = judge_request(contract_, operation_, request);
    const bool only_there = std::all_of(violations.begin(), violations.end(),
                                        [&where](const Violation& violation) { return violation.where == where; });
    if (violations.empty() || !only_there) return;
    RequestCase made;
    made.operation = &operation_;
    made.request = std::move(request);
    made.summary = where + " " + negative.summary;
    made.keyword = std::move(negative.keyword);
    made.where = where;
    made.parameters = names_of(values);
    made.pointer = std::move(negative.pointer);
    cases_.push_back(std::move(made));
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
    if (base_.media == nullptr) return;
    const auto sound = assemble(contract_, operation_, base_);
    if (!sound) return;
    if (operation_.request_body->required) {
      http::Request without = *sound;
      without.body.clear();
      without.headers.remove("Content-Type");
      keep(std::move(without), base_, "body", schema::Negative{"required", "", "is left out", Value()});
    }
    if (http::is_json(base_.media->type)) {
      http::Request broken = *sound;
      broken.body = "{\"unfinished\": ";
      keep(std::move(broken), base_, "body", schema::Negative{"malformed", "", "is not JSON", Value()});
    }
    if (!base_.media->schema) return;
    for (auto& negative : schema::negatives(*base_.media->schema, random_.fork("body"), options())) {
      RequestValues changed = base_;
      changed.body = negative.instance;
      keep(changed, "body", std::move(negative));
    }
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
  std::vector<RequestCase> cases_;
};

}  // namespace

std::vector<RequestCase> negative_requests(const openapi::Contract& contract, const Operation& operation, Random random,
                                           const KnownValues& known) {
  return Negatives(contract, operation, random, known).make();
}

}  // namespace squall::contracts::match
