#pragma once
// Contract: an OpenAPI 3.0, 3.1 or 3.2 document as one typed model. Loaded once, immutable, shared between threads.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contracts/core/document.h"
#include "contracts/core/result.h"
#include "contracts/http/media_type.h"
#include "contracts/openapi/wire_shape.h"
#include "contracts/schema/schema.h"

namespace squall::contracts::openapi {

enum class Version { v3_0, v3_1, v3_2 };
enum class ParameterIn { path, query, header, cookie };
enum class Style { matrix, label, form, simple, space_delimited, pipe_delimited, deep_object };
std::string_view to_string(ParameterIn in);

struct Example {
  std::string name;  // "" for the single `example`
  Value value;
};

// How one property of a form or multipart body is written (OAS 3.0.4, section 4.7.15).
struct Encoding {
  std::string property;
  std::string content_type;  // "" for the property's default
  std::optional<Style> style;
  std::optional<bool> explode;
};

struct MediaTypeObject {
  std::string name;  // as written: "application/json", "text/*"
  http::MediaType type;
  std::optional<schema::Schema> schema;
  std::shared_ptr<const WireShape> wire;  // of the schema; nullptr without one
  std::vector<Encoding> encoding;
  std::vector<Example> examples;  // `example` and `examples`, references resolved
  Location location;
};

struct Parameter {
  std::string name;
  ParameterIn in = ParameterIn::query;
  bool required = false;
  bool deprecated = false;
  bool allow_empty_value = false;
  bool allow_reserved = false;
  Style style = Style::form;
  bool explode = false;
  std::optional<schema::Schema> schema;
  std::shared_ptr<const WireShape> wire;   // of the schema; nullptr without one
  std::optional<MediaTypeObject> content;  // instead of schema
  std::vector<Example> examples;
  Location location;
};

struct HeaderObject {
  std::string name;
  bool required = false;
  bool explode = false;
  std::optional<schema::Schema> schema;
  std::shared_ptr<const WireShape> wire;
  std::optional<MediaTypeObject> content;
  std::vector<Example> examples;
  Location location;
};

struct RequestBody {
  bool required = false;
  std::vector<MediaTypeObject> content;  // in document order
  Location location;
};

struct ResponseObject {
  std::string status;  // "200", "4XX", "default"
  std::string description;
  std::vector<HeaderObject> headers;
  std::vector<MediaTypeObject> content;
  Location location;
};

struct SecurityScheme {
  std::string name;       // key in components.securitySchemes
  std::string type;       // apiKey, http, oauth2, openIdConnect, mutualTLS
  std::string scheme;     // http: basic, bearer ... (lower case)
  std::string in;         // apiKey: query, header, cookie
  std::string parameter;  // apiKey: its name
  Location location;
};
// One alternative: all of these schemes together (with scopes). An empty one means "no security needed".
using SecurityRequirement = std::vector<std::pair<std::string, std::vector<std::string>>>;

struct Server {
  std::string url;        // variables substituted by their defaults
  std::string base_path;  // the path of url without a trailing slash; "" for "/"
};

struct Operation {
  std::string method;        // upper case
  std::string path;          // template as written: "/orders/{id}"
  std::string operation_id;  // may be ""
  std::string summary;
  std::vector<std::string> tags;
  bool deprecated = false;
  std::vector<Parameter> parameters;  // path item's and operation's merged; the operation's win
  std::optional<RequestBody> request_body;
  std::vector<ResponseObject> responses;
  std::vector<SecurityRequirement> security;
  std::vector<Server> servers;  // its own or its path's, instead of the contract's; mostly empty
  Location location;

  // "POST /orders": how people and `--only` name it.
  std::string name() const { return method + " " + path; }
  // Exact status before range before default; nullptr when undeclared.
  const ResponseObject* response_for(int status) const;
};

struct Contract {
  Version version = Version::v3_0;
  std::string title;
  std::string api_version;
  std::string file;
  std::vector<Server> servers;
  std::vector<Operation> operations;  // in document order
  std::vector<SecurityScheme> security_schemes;
  std::vector<Error> warnings;                 // what the specification forbids but could be read, when not strict
  std::shared_ptr<schema::SchemaSet> schemas;  // owns every document

  const Operation* find(std::string_view method, std::string_view path_template) const;
  const Operation* find_by_id(std::string_view operation_id) const;
  const SecurityScheme* security_scheme(std::string_view name) const;
  // The base path a request to this operation gets.
  const std::string& base_path(const Operation& operation) const;
};

struct LoadOptions {
  // Refuse what the OpenAPI specification forbids; without it only what cannot be used is an error, and the rest are
  // Contract::warnings.
  bool strict = false;
};

// Loads a contract with every local file it refers to. Errors carry file:line:column and a hint; all of them are
// reported (at most 50), not only the first. A document of another kind (Swagger 2.0, AsyncAPI) is `unsupported`.
tl::expected<std::shared_ptr<const Contract>, std::vector<Error>> load(const std::string& path,
                                                                       const LoadOptions& options = {});

}  // namespace squall::contracts::openapi
