#pragma once
// What the OpenAPI specification says about each of its objects, as tables (OAS 3.0.4, 3.1.1, 3.2.0, section 4;
// Swagger 2.0).

#include <cstdint>
#include <span>
#include <string_view>

namespace squall::contracts::openapi {

// Versions a field exists in.
using Versions = std::uint8_t;
constexpr Versions v30 = 1, v31 = 2, v32 = 4, v20 = 8;
constexpr Versions since31 = v31 | v32, every = v30 | v31 | v32;  // of version 3

enum class What : std::uint8_t {
  any,
  string,
  prose,  // a string for people: CommonMark, mostly
  boolean,
  number,
  count,
  uri,
  email,       // scalars; count is a whole number >= 0
  type_names,  // "string", or (since 3.1) a list of them
  names,       // a list of strings, all different
  anchor,      // a plain name (JSON Schema 2020-12 core, section 8.2.2)
  // objects of the specification
  openapi,
  info,
  contact,
  license,
  server,
  server_variable,
  components,
  paths,
  path_item,
  operation,
  external_docs,
  parameter,
  request_body,
  media_type,
  encoding,
  responses,
  response,
  callback,
  example,
  link,
  header,
  tag,
  schema,
  discriminator,
  xml,
  security_scheme,
  oauth_flows,
  oauth_flow,
  security_requirement,
  schema_or_boolean,
  items  // of a parameter or header in 2.0
};

enum class Container : std::uint8_t { one, list, map };

struct Field {
  std::string_view name;
  What what = What::any;
  Container container = Container::one;
  Versions versions = every;
  Versions required = 0;         // in these versions
  std::string_view one_of = {};  // allowed texts, separated by spaces
};

struct ObjectRule {
  What what;
  std::string_view name;  // "Parameter Object"
  std::span<const Field> fields;
  Versions closed = every;        // unknown fields are forbidden in these versions (x- always allowed)
  bool may_be_reference = false;  // "X Object | Reference Object"
};

// nullptr for scalars and for objects whose names are free (paths, responses, callback, security_requirement).
const ObjectRule* rule_of(What what, Versions version);
const ObjectRule* swagger_rule_of(What what);  // for version 2.0
// The field of that name in that version, or nullptr.
const Field* find_field(const ObjectRule& rule, std::string_view name, Versions version);

}  // namespace squall::contracts::openapi
