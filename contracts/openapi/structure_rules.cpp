#include "contracts/openapi/structure_rules.h"

#include <array>

namespace squall::contracts::openapi {
namespace {
using W = What;
using C = Container;

constexpr Field openapi_fields[] = {
    {"openapi", W::string, C::one, every, every},
    {"info", W::info, C::one, every, every},
    {"servers", W::server, C::list},
    {"paths", W::paths, C::one, every, v30},
    {"components", W::components},
    {"security", W::security_requirement, C::list},
    {"tags", W::tag, C::list},
    {"externalDocs", W::external_docs},
    {"jsonSchemaDialect", W::uri, C::one, since31},
    {"webhooks", W::path_item, C::map, since31},
    {"$self", W::uri, C::one, v32},
};
constexpr Field info_fields[] = {
    {"title", W::prose, C::one, every, every},
    {"version", W::string, C::one, every, every},
    {"description", W::prose},
    {"termsOfService", W::uri},
    {"contact", W::contact},
    {"license", W::license},
    {"summary", W::prose, C::one, since31},
};
constexpr Field contact_fields[] = {{"name", W::string}, {"url", W::uri}, {"email", W::email}};
constexpr Field license_fields[] = {
    {"name", W::string, C::one, every, every}, {"url", W::uri}, {"identifier", W::string, C::one, since31}};
constexpr Field server_fields[] = {
    {"url", W::string, C::one, every, every},
    {"description", W::prose},
    {"variables", W::server_variable, C::map},
    {"name", W::string, C::one, v32},
};
constexpr Field server_variable_fields[] = {
    {"enum", W::string, C::list}, {"default", W::string, C::one, every, every}, {"description", W::prose}};
constexpr Field components_fields[] = {
    {"schemas", W::schema, C::map},
    {"responses", W::response, C::map},
    {"parameters", W::parameter, C::map},
    {"examples", W::example, C::map},
    {"requestBodies", W::request_body, C::map},
    {"headers", W::header, C::map},
    {"securitySchemes", W::security_scheme, C::map},
    {"links", W::link, C::map},
    {"callbacks", W::callback, C::map},
    {"pathItems", W::path_item, C::map, since31},
    {"mediaTypes", W::media_type, C::map, v32},
};
constexpr Field path_item_fields[] = {
    {"$ref", W::string},
    {"summary", W::prose},
    {"description", W::prose},
    {"get", W::operation},
    {"put", W::operation},
    {"post", W::operation},
    {"delete", W::operation},
    {"options", W::operation},
    {"head", W::operation},
    {"patch", W::operation},
    {"trace", W::operation},
    {"query", W::operation, C::one, v32},
    {"additionalOperations", W::operation, C::map, v32},
    {"servers", W::server, C::list},
    {"parameters", W::parameter, C::list},
};
constexpr Field operation_fields[] = {
    {"tags", W::string, C::list},
    {"summary", W::prose},
    {"description", W::prose},
    {"externalDocs", W::external_docs},
    {"operationId", W::string},
    {"parameters", W::parameter, C::list},
    {"requestBody", W::request_body},
    {"responses", W::responses, C::one, every, v30},
    {"callbacks", W::callback, C::map},
    {"deprecated", W::boolean},
    {"security", W::security_requirement, C::list},
    {"servers", W::server, C::list},
};
constexpr Field external_docs_fields[] = {{"url", W::uri, C::one, every, every}, {"description", W::prose}};
constexpr Field parameter_fields[] = {
    {"name", W::string, C::one, every, every},
    {"in", W::string, C::one, v30 | v31, v30 | v31, "query header path cookie"},
    {"in", W::string, C::one, v32, v32, "query querystring header path cookie"},
    {"description", W::prose},
    {"required", W::boolean},
    {"deprecated", W::boolean},
    {"allowEmptyValue", W::boolean},
    {"style", W::string, C::one, v30 | v31, 0, "matrix label form simple spaceDelimited pipeDelimited deepObject"},
    {"style", W::string, C::one, v32, 0, "matrix label form simple spaceDelimited pipeDelimited deepObject cookie"},
    {"explode", W::boolean},
    {"allowReserved", W::boolean},
    {"schema", W::schema},
    {"example", W::any},
    {"examples", W::example, C::map},
    {"content", W::media_type, C::map},
};
constexpr Field header_fields[] = {
    {"description", W::prose},
    {"required", W::boolean},
    {"deprecated", W::boolean},
    {"allowEmptyValue", W::boolean, C::one, v30},
    {"style", W::string, C::one, every, 0, "simple"},
    {"explode", W::boolean},
    {"allowReserved", W::boolean, C::one, v30},
    {"schema", W::schema},
    {"example", W::any},
    {"examples", W::example, C::map},
    {"content", W::media_type, C::map},
};
constexpr Field request_body_fields[] = {
    {"description", W::prose}, {"content", W::media_type, C::map, every, every}, {"required", W::boolean}};
constexpr Field media_type_fields[] = {
    {"schema", W::schema},
    {"example", W::any},
    {"examples", W::example, C::map},
    {"encoding", W::encoding, C::map},
    {"itemSchema", W::schema, C::one, v32},
    {"prefixEncoding", W::encoding, C::list, v32},
    {"itemEncoding", W::encoding, C::one, v32},
    {"description", W::prose, C::one, v32},
};
constexpr Field encoding_fields[] = {
    {"contentType", W::string},
    {"headers", W::header, C::map},
    {"style", W::string, C::one, every, 0, "form spaceDelimited pipeDelimited deepObject"},
    {"explode", W::boolean},
    {"allowReserved", W::boolean},
    {"encoding", W::encoding, C::map, v32},
    {"prefixEncoding", W::encoding, C::list, v32},
    {"itemEncoding", W::encoding, C::one, v32},
};
constexpr Field response_fields[] = {
    {"description", W::prose, C::one, every, v30 | v31},
    {"summary", W::prose, C::one, v32},
    {"headers", W::header, C::map},
    {"content", W::media_type, C::map},
    {"links", W::link, C::map},
};
constexpr Field example_fields[] = {
    {"summary", W::prose},     {"description", W::prose},          {"value", W::any},
    {"externalValue", W::uri}, {"dataValue", W::any, C::one, v32}, {"serializedValue", W::string, C::one, v32},
};
constexpr Field link_fields[] = {
    {"operationRef", W::string}, {"operationId", W::string}, {"parameters", W::any, C::map},
    {"requestBody", W::any},     {"description", W::prose},  {"server", W::server},
};
constexpr Field tag_fields[] = {
    {"name", W::string, C::one, every, every}, {"description", W::prose},          {"externalDocs", W::external_docs},
    {"summary", W::prose, C::one, v32},        {"parent", W::string, C::one, v32}, {"kind", W::string, C::one, v32},
};
constexpr Field discriminator_fields[] = {
    {"propertyName", W::string, C::one, every, every},
    {"mapping", W::string, C::map},
    {"defaultMapping", W::string, C::one, v32},
};
constexpr Field xml_fields[] = {
    {"name", W::string},     {"namespace", W::uri},
    {"prefix", W::string},   {"attribute", W::boolean},
    {"wrapped", W::boolean}, {"nodeType", W::string, C::one, v32, 0, "element attribute text cdata none"},
};
constexpr Field security_scheme_fields[] = {
    {"type", W::string, C::one, v30, v30, "apiKey http oauth2 openIdConnect"},
    {"type", W::string, C::one, since31, since31, "apiKey http mutualTLS oauth2 openIdConnect"},
    {"description", W::prose},
    {"name", W::string},
    {"in", W::string, C::one, every, 0, "query header cookie"},
    {"scheme", W::string},
    {"bearerFormat", W::string},
    {"flows", W::oauth_flows},
    {"openIdConnectUrl", W::uri},
    {"oauth2MetadataUrl", W::uri, C::one, v32},
    {"deprecated", W::boolean, C::one, v32},
};
constexpr Field oauth_flows_fields[] = {
    {"implicit", W::oauth_flow},
    {"password", W::oauth_flow},
    {"clientCredentials", W::oauth_flow},
    {"authorizationCode", W::oauth_flow},
    {"deviceAuthorization", W::oauth_flow, C::one, v32},
};
constexpr Field oauth_flow_fields[] = {
    {"authorizationUrl", W::uri},
    {"tokenUrl", W::uri},
    {"refreshUrl", W::uri},
    {"scopes", W::string, C::map, every, every},
    {"deviceAuthorizationUrl", W::uri, C::one, v32},
};
// JSON Schema: closed and in its own dialect in 3.0, open since 3.1 (JSON Schema 2020-12 allows any keyword).
constexpr Field schema_fields[] = {
    {"title", W::prose},
    {"description", W::prose},
    {"type", W::type_names},
    {"format", W::string},
    {"enum", W::any, C::list},
    {"default", W::any},
    {"multipleOf", W::number},
    {"maximum", W::number},
    {"minimum", W::number},
    {"exclusiveMaximum", W::boolean, C::one, v30},
    {"exclusiveMinimum", W::boolean, C::one, v30},
    {"exclusiveMaximum", W::number, C::one, since31},
    {"exclusiveMinimum", W::number, C::one, since31},
    {"maxLength", W::count},
    {"minLength", W::count},
    {"pattern", W::string},
    {"maxItems", W::count},
    {"minItems", W::count},
    {"uniqueItems", W::boolean},
    {"maxProperties", W::count},
    {"minProperties", W::count},
    {"required", W::string, C::list},
    {"not", W::schema},
    {"allOf", W::schema, C::list},
    {"oneOf", W::schema, C::list},
    {"anyOf", W::schema, C::list},
    {"items", W::schema},
    {"properties", W::schema, C::map},
    {"additionalProperties", W::schema_or_boolean},
    {"contentSchema", W::schema, C::one, since31},
    {"dependentRequired", W::names, C::map, since31},
    {"$schema", W::uri, C::one, since31},
    {"nullable", W::boolean, C::one, v30},
    {"discriminator", W::discriminator},
    {"readOnly", W::boolean},
    {"writeOnly", W::boolean},
    {"example", W::any},
    {"externalDocs", W::external_docs},
    {"deprecated", W::boolean},
    {"xml", W::xml},
    {"$ref", W::string, C::one, since31},
    {"$id", W::uri, C::one, since31},
    {"$anchor", W::anchor, C::one, since31},
    {"$dynamicRef", W::uri, C::one, since31},
    {"$dynamicAnchor", W::anchor, C::one, since31},
    {"$comment", W::string, C::one, since31},
    {"$defs", W::schema, C::map, since31},
    {"const", W::any, C::one, since31},
    {"examples", W::any, C::list, since31},
    {"if", W::schema, C::one, since31},
    {"then", W::schema, C::one, since31},
    {"else", W::schema, C::one, since31},
    {"prefixItems", W::schema, C::list, since31},
    {"contains", W::schema, C::one, since31},
    {"minContains", W::count, C::one, since31},
    {"maxContains", W::count, C::one, since31},
    {"patternProperties", W::schema, C::map, since31},
    {"propertyNames", W::schema, C::one, since31},
    {"dependentSchemas", W::schema, C::map, since31},
    {"unevaluatedItems", W::schema, C::one, since31},
    {"unevaluatedProperties", W::schema, C::one, since31},
    {"contentMediaType", W::string, C::one, since31},
    {"contentEncoding", W::string, C::one, since31},
};

constexpr ObjectRule rules[] = {
    {W::openapi, "OpenAPI Object", openapi_fields},
    {W::info, "Info Object", info_fields},
    {W::contact, "Contact Object", contact_fields},
    {W::license, "License Object", license_fields},
    {W::server, "Server Object", server_fields},
    {W::server_variable, "Server Variable Object", server_variable_fields},
    {W::components, "Components Object", components_fields},
    {W::path_item, "Path Item Object", path_item_fields, every, true},
    {W::operation, "Operation Object", operation_fields},
    {W::external_docs, "External Documentation Object", external_docs_fields},
    {W::parameter, "Parameter Object", parameter_fields, every, true},
    {W::request_body, "Request Body Object", request_body_fields, every, true},
    {W::media_type, "Media Type Object", media_type_fields, every, true},
    {W::encoding, "Encoding Object", encoding_fields},
    {W::response, "Response Object", response_fields, every, true},
    {W::example, "Example Object", example_fields, every, true},
    {W::link, "Link Object", link_fields, every, true},
    {W::header, "Header Object", header_fields, every, true},
    {W::tag, "Tag Object", tag_fields},
    {W::schema, "Schema Object", schema_fields, v30, true},
    {W::discriminator, "Discriminator Object", discriminator_fields},
    {W::xml, "XML Object", xml_fields},
    {W::security_scheme, "Security Scheme Object", security_scheme_fields, every, true},
    {W::oauth_flows, "OAuth Flows Object", oauth_flows_fields},
    {W::oauth_flow, "OAuth Flow Object", oauth_flow_fields},
};

}  // namespace

const ObjectRule* rule_of(What what, Versions version) {
  if (version == v20) return swagger_rule_of(what);
  for (const ObjectRule& rule : rules) {
    if (rule.what == what) return &rule;
  }
  return nullptr;
}

const Field* find_field(const ObjectRule& rule, std::string_view name, Versions version) {
  for (const Field& field : rule.fields) {
    if ((field.versions & version) != 0 && field.name == name) return &field;
  }
  return nullptr;
}

}  // namespace squall::contracts::openapi
