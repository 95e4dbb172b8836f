#include "harness/system/schema.h"

#include "contracts/core/value.h"
#include "harness/system/form.h"
#include "harness/system/pretty_json.h"

namespace squall::harness {

namespace {

using contracts::Array;
using contracts::Object;
using contracts::Value;

// A text with ${env...} may stand for anything; what it expands to is checked by Squall.
constexpr const char* environment_pattern = R"(\$\{env\.)";

Value with(const char* key, Value value) {
  return Value(Object{{key, std::move(value)}});
}

Value string_schema(const NotationInfo& rules) {
  Value schema = with("type", "string");
  if (!rules.pattern.empty()) schema.set("pattern", std::string(rules.pattern) + "|" + environment_pattern);
  if (!rules.string) schema.set("pattern", environment_pattern);
  return schema;
}

Value number_schema(Notation notation) {
  Value schema = with("type", notation == Notation::share || notation == Notation::scalar ? "number" : "integer");
  switch (notation) {
    case Notation::version:
      return with("const", 1);
    case Notation::scalar:
      break;
    case Notation::port:
      schema.set("minimum", 1);
      schema.set("maximum", 65535);
      break;
    case Notation::count:
      schema.set("minimum", 1);
      break;
    case Notation::status:
      schema.set("minimum", 200);
      schema.set("maximum", 599);
      break;
    case Notation::share:
      schema.set("minimum", 0);
      schema.set("maximum", 1);
      break;
    default:
      schema.set("minimum", 0);
  }
  return schema;
}

void add_notation(Array& alternatives, const Form& form, Notation notation) {
  if (notation == Notation::choice) {
    Array choices;
    for (const std::string& choice : form.choices) choices.emplace_back(choice);
    alternatives.push_back(with("enum", Value(std::move(choices))));
    alternatives.push_back(Value(Object{{"type", "string"}, {"pattern", environment_pattern}}));
    return;
  }
  const NotationInfo& rules = info(notation);
  if (rules.number) alternatives.push_back(number_schema(notation));
  if (rules.boolean) alternatives.push_back(notation == Notation::yes ? with("const", true) : with("type", "boolean"));
  alternatives.push_back(string_schema(rules));
}

Value schema_of(const Form& form);

Value object_schema(const Form& form) {
  Value schema = with("type", "object");
  Array required;
  Value properties{Object{}};
  for (const Field& field : form.fields) {
    properties.set(field.name, schema_of(*field.form));
    if (field.required) required.emplace_back(field.name);
  }
  schema.set("properties", std::move(properties));
  if (!required.empty()) schema.set("required", Value(std::move(required)));
  schema.set("additionalProperties", false);
  if (!form.alternatives.empty()) {
    Array one_of;
    for (const std::string& name : form.alternatives) one_of.push_back(with("required", Value(Array{Value(name)})));
    schema.set("oneOf", Value(std::move(one_of)));
  }
  return schema;
}

Value map_schema(const Form& form) {
  Value schema = with("type", "object");
  if (!form.any_key) {
    schema.set("propertyNames", with("pattern", std::string(info(Notation::name).pattern)));
  }
  schema.set("additionalProperties", schema_of(*form.values));
  return schema;
}

Value list_schema(const Form& form) {
  Value schema = with("type", "array");
  if (form.not_empty) schema.set("minItems", 1);
  schema.set("items", schema_of(*form.items));
  return schema;
}

Value schema_of(const Form& form) {
  Array alternatives;
  if (form.object) alternatives.push_back(object_schema(form));
  if (form.values) alternatives.push_back(map_schema(form));
  if (form.items) alternatives.push_back(list_schema(form));
  if (form.may_be_empty) alternatives.push_back(with("type", "null"));
  for (const Notation notation : form.notations) add_notation(alternatives, form, notation);
  Value schema{Object{}};
  if (!form.summary.empty()) schema.set("description", form.summary);
  if (form.anything) return schema;
  if (alternatives.size() > 1) {
    schema.set("anyOf", Value(std::move(alternatives)));
    return schema;
  }
  for (auto& [key, value] : alternatives.front().members()) schema.set(key, std::move(value));
  return schema;
}

}  // namespace

std::string system_schema() {
  return published_schema("Squall system file", system_form());
}

std::string published_schema(const std::string& title, const Form& form) {
  Value schema{Object{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}}};
  Value body = schema_of(form);
  for (auto& [key, value] : body.members()) schema.set(key, std::move(value));
  return pretty_json(schema) + "\n";
}

}  // namespace squall::harness
