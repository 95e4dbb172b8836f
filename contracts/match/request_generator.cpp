#include <algorithm>

#include "contracts/match/message_generator.h"
#include "contracts/match/value_draw.h"

namespace squall::contracts::match {
namespace {

using openapi::Example;
using openapi::Operation;
using openapi::Parameter;

const std::vector<Example>& examples_of(const Parameter& parameter) {
  return parameter.content ? parameter.content->examples : parameter.examples;
}

// The whole query is one of them.
std::vector<const Parameter*> parameters_of(const Operation& operation) {
  std::vector<const Parameter*> all;
  for (const Parameter& parameter : operation.parameters) all.push_back(&parameter);
  if (operation.query_string) all.push_back(&*operation.query_string);
  return all;
}

// The names of all examples of an operation's request, in order of appearance.
std::vector<std::string> example_names(const Operation& operation) {
  std::vector<std::string> names;
  const auto add = [&names](const std::vector<Example>& examples) {
    for (const Example& example : examples) {
      if (std::find(names.begin(), names.end(), example.name) == names.end()) names.push_back(example.name);
    }
  };
  if (const MediaTypeObject* media = preferred_media(operation)) add(media->examples);
  for (const Parameter* parameter : parameters_of(operation)) add(examples_of(*parameter));
  return names;
}

std::optional<Value> exact_example(const std::vector<Example>& examples, const std::string& name) {
  for (const Example& example : examples) {
    if (example.name == name) return example.value;
  }
  return std::nullopt;
}

// Examples where there are some; what is required and has none is as in the drawn request.
RequestValues with_examples(const Operation& operation, const std::string& name, const RequestValues& drawn) {
  RequestValues values;
  for (const Parameter* parameter : parameters_of(operation)) {
    auto value = exact_example(examples_of(*parameter), name);
    if (!value && parameter->required) value = example_named(examples_of(*parameter), "");
    for (const auto& [known, known_value] : drawn.parameters) {
      if (!value && parameter->required && known == parameter) value = known_value;
    }
    if (value) values.parameters.emplace_back(parameter, std::move(*value));
  }
  if (const MediaTypeObject* media = preferred_media(operation)) {
    auto body = exact_example(media->examples, name);
    if (!body && operation.request_body->required) body = example_named(media->examples, "");
    if (!body && operation.request_body->required) body = drawn.body;
    if (body) {
      values.media = media;
      values.body = std::move(body);
    }
  }
  return values;
}

}  // namespace

std::vector<RequestCase> example_requests(const openapi::Contract& contract, const Operation& operation,
                                          Random random) {
  std::vector<RequestCase> cases;
  const auto drawn = draw_request(contract, operation, random, schema::Flavour::minimal);
  for (const std::string& name : example_names(operation)) {
    const RequestValues values = with_examples(operation, name, drawn ? drawn->values : RequestValues{});
    auto request = assemble(contract, operation, values);
    // An example that its own schema refuses is a mistake of the contract, not a request to judge a provider by.
    if (!request || !judge_request(contract, operation, *request).empty()) continue;
    RequestCase made = case_of(contract, operation, std::move(*request), values);
    made.summary = name.empty() ? "the example" : "example '" + name + "'";
    cases.push_back(std::move(made));
  }
  return cases;
}

Result<RequestCase> valid_request(const openapi::Contract& contract, const Operation& operation, Random random,
                                  schema::Flavour flavour, const KnownValues& known) {
  SQUALL_TRY_ASSIGN(auto drawn, draw_request(contract, operation, random, flavour, known));
  RequestCase made = case_of(contract, operation, std::move(drawn.request), std::move(drawn.values));
  made.summary = "generated";
  return made;
}

}  // namespace squall::contracts::match
