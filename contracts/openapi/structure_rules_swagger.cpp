#include <algorithm>
#include <array>

#include "contracts/openapi/structure_rules.h"

// Swagger 2.0, section "Schema" (its objects in the order of the specification).
namespace squall::contracts::openapi {
namespace {
using W = What;
using C = Container;

// What bounds a value, in the four objects that describe one; last in each.
constexpr Field value_fields[] = {
    {"format", W::string, C::one, v20, 0},   {"default", W::any, C::one, v20, 0},
    {"maximum", W::number, C::one, v20, 0},  {"exclusiveMaximum", W::boolean, C::one, v20, 0},
    {"minimum", W::number, C::one, v20, 0},  {"exclusiveMinimum", W::boolean, C::one, v20, 0},
    {"maxLength", W::count, C::one, v20, 0}, {"minLength", W::count, C::one, v20, 0},
    {"pattern", W::string, C::one, v20, 0},  {"maxItems", W::count, C::one, v20, 0},
    {"minItems", W::count, C::one, v20, 0},  {"uniqueItems", W::boolean, C::one, v20, 0},
    {"enum", W::any, C::list, v20, 0},       {"multipleOf", W::number, C::one, v20, 0},
};
template <std::size_t N>
constexpr auto with_value_fields(const Field (&own)[N]) {
  std::array<Field, N + std::size(value_fields)> all{};
  std::ranges::copy(value_fields, std::ranges::copy(own, all.begin()).out);
  return all;
}

constexpr Field swagger_fields[] = {
    {"swagger", W::string, C::one, v20, v20, "2.0"},
    {"info", W::info, C::one, v20, v20},
    {"host", W::string, C::one, v20, 0},
    {"basePath", W::string, C::one, v20, 0},
    {"schemes", W::string, C::list, v20, 0, "http https ws wss"},
    {"consumes", W::string, C::list, v20, 0},
    {"produces", W::string, C::list, v20, 0},
    {"paths", W::paths, C::one, v20, v20},
    {"definitions", W::schema, C::map, v20, 0},
    {"parameters", W::parameter, C::map, v20, 0},
    {"responses", W::response, C::map, v20, 0},
    {"securityDefinitions", W::security_scheme, C::map, v20, 0},
    {"security", W::security_requirement, C::list, v20, 0},
    {"tags", W::tag, C::list, v20, 0},
    {"externalDocs", W::external_docs, C::one, v20, 0},
};
constexpr Field info_fields[] = {
    {"title", W::prose, C::one, v20, v20},         {"description", W::prose, C::one, v20, 0},
    {"termsOfService", W::string, C::one, v20, 0}, {"contact", W::contact, C::one, v20, 0},
    {"license", W::license, C::one, v20, 0},       {"version", W::string, C::one, v20, v20},
};
constexpr Field contact_fields[] = {
    {"name", W::string, C::one, v20, 0},
    {"url", W::uri, C::one, v20, 0},
    {"email", W::email, C::one, v20, 0},
};
constexpr Field license_fields[] = {
    {"name", W::string, C::one, v20, v20},
    {"url", W::uri, C::one, v20, 0},
};
constexpr Field path_item_fields[] = {
    {"$ref", W::string, C::one, v20, 0},           {"get", W::operation, C::one, v20, 0},
    {"put", W::operation, C::one, v20, 0},         {"post", W::operation, C::one, v20, 0},
    {"delete", W::operation, C::one, v20, 0},      {"options", W::operation, C::one, v20, 0},
    {"head", W::operation, C::one, v20, 0},        {"patch", W::operation, C::one, v20, 0},
    {"parameters", W::parameter, C::list, v20, 0},
};
constexpr Field operation_fields[] = {
    {"tags", W::string, C::list, v20, 0},          {"summary", W::prose, C::one, v20, 0},
    {"description", W::prose, C::one, v20, 0},     {"externalDocs", W::external_docs, C::one, v20, 0},
    {"operationId", W::string, C::one, v20, 0},    {"consumes", W::string, C::list, v20, 0},
    {"produces", W::string, C::list, v20, 0},      {"parameters", W::parameter, C::list, v20, 0},
    {"responses", W::responses, C::one, v20, v20}, {"schemes", W::string, C::list, v20, 0, "http https ws wss"},
    {"deprecated", W::boolean, C::one, v20, 0},    {"security", W::security_requirement, C::list, v20, 0},
};
constexpr Field external_docs_fields[] = {
    {"description", W::prose, C::one, v20, 0},
    {"url", W::uri, C::one, v20, v20},
};
constexpr auto parameter_fields = with_value_fields({
    {"name", W::string, C::one, v20, v20},
    {"in", W::string, C::one, v20, v20, "query header path formData body"},
    {"description", W::prose, C::one, v20, 0},
    {"required", W::boolean, C::one, v20, 0},
    {"schema", W::schema, C::one, v20, 0},
    {"type", W::string, C::one, v20, 0, "string number integer boolean array file"},
    {"allowEmptyValue", W::boolean, C::one, v20, 0},
    {"items", W::items, C::one, v20, 0},
    {"collectionFormat", W::string, C::one, v20, 0, "csv ssv tsv pipes multi"},
});
constexpr auto items_fields = with_value_fields({
    {"type", W::string, C::one, v20, v20, "string number integer boolean array"},
    {"items", W::items, C::one, v20, 0},
    {"collectionFormat", W::string, C::one, v20, 0, "csv ssv tsv pipes"},
});
constexpr auto header_fields = with_value_fields({
    {"description", W::prose, C::one, v20, 0},
    {"type", W::string, C::one, v20, v20, "string number integer boolean array"},
    {"items", W::items, C::one, v20, 0},
    {"collectionFormat", W::string, C::one, v20, 0, "csv ssv tsv pipes"},
});
constexpr Field response_fields[] = {
    {"description", W::prose, C::one, v20, v20},
    {"schema", W::schema, C::one, v20, 0},
    {"headers", W::header, C::map, v20, 0},
    {"examples", W::any, C::map, v20, 0},
};
constexpr Field tag_fields[] = {
    {"name", W::string, C::one, v20, v20},
    {"description", W::prose, C::one, v20, 0},
    {"externalDocs", W::external_docs, C::one, v20, 0},
};
constexpr auto schema_fields = with_value_fields({
    {"$ref", W::string, C::one, v20, 0},
    {"title", W::prose, C::one, v20, 0},
    {"description", W::prose, C::one, v20, 0},
    {"type", W::type_names, C::one, v20, 0},
    {"items", W::schema, C::one, v20, 0},
    {"allOf", W::schema, C::list, v20, 0},
    {"properties", W::schema, C::map, v20, 0},
    {"additionalProperties", W::schema_or_boolean, C::one, v20, 0},
    {"maxProperties", W::count, C::one, v20, 0},
    {"minProperties", W::count, C::one, v20, 0},
    {"required", W::string, C::list, v20, 0},
    {"discriminator", W::string, C::one, v20, 0},
    {"readOnly", W::boolean, C::one, v20, 0},
    {"xml", W::xml, C::one, v20, 0},
    {"externalDocs", W::external_docs, C::one, v20, 0},
    {"example", W::any, C::one, v20, 0},
});
constexpr Field xml_fields[] = {
    {"name", W::string, C::one, v20, 0},     {"namespace", W::uri, C::one, v20, 0},
    {"prefix", W::string, C::one, v20, 0},   {"attribute", W::boolean, C::one, v20, 0},
    {"wrapped", W::boolean, C::one, v20, 0},
};
constexpr Field security_scheme_fields[] = {
    {"type", W::string, C::one, v20, v20, "basic apiKey oauth2"},
    {"description", W::prose, C::one, v20, 0},
    {"name", W::string, C::one, v20, 0},
    {"in", W::string, C::one, v20, 0, "query header"},
    {"flow", W::string, C::one, v20, 0, "implicit password application accessCode"},
    {"authorizationUrl", W::uri, C::one, v20, 0},
    {"tokenUrl", W::uri, C::one, v20, 0},
    {"scopes", W::string, C::map, v20, 0},
};

constexpr ObjectRule rules[] = {
    {W::openapi, "Swagger Object", swagger_fields, v20, false},
    {W::info, "Info Object", info_fields, v20, false},
    {W::contact, "Contact Object", contact_fields, v20, false},
    {W::license, "License Object", license_fields, v20, false},
    {W::path_item, "Path Item Object", path_item_fields, v20, true},
    {W::operation, "Operation Object", operation_fields, v20, false},
    {W::external_docs, "External Documentation Object", external_docs_fields, v20, false},
    {W::parameter, "Parameter Object", parameter_fields, v20, true},
    {W::items, "Items Object", items_fields, v20, false},
    {W::header, "Header Object", header_fields, v20, false},
    {W::response, "Response Object", response_fields, v20, true},
    {W::tag, "Tag Object", tag_fields, v20, false},
    {W::schema, "Schema Object", schema_fields, v20, true},
    {W::xml, "XML Object", xml_fields, v20, false},
    {W::security_scheme, "Security Scheme Object", security_scheme_fields, v20, false},
};

}  // namespace

const ObjectRule* swagger_rule_of(What what) {
  for (const ObjectRule& rule : rules) {
    if (rule.what == what) return &rule;
  }
  return nullptr;
}

}  // namespace squall::contracts::openapi
