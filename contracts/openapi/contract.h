#pragma once
// Contract: an OpenAPI (Swagger) 2.0, 3.0, 3.1 or 3.2 document as one typed model. Loaded once, immutable, shared
// between threads.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contracts/core/document.h"
#include "contracts/core/result.h"
#include "contracts/http/media_type.h"
#include "contracts/openapi/link.h"
#include "contracts/openapi/resilience_clauses.h"
#include "contracts/openapi/runtime_expression.h"
#include "contracts/openapi/security_scheme.h"
#include "contracts/openapi/server.h"
#include "contracts/openapi/wire_shape.h"
#include "contracts/schema/schema.h"

namespace squall::contracts::openapi {

enum class Version { v2_0, v3_0, v3_1, v3_2 };
enum class ParameterIn { path, query, header, cookie };
enum class Style { matrix, label, form, simple, space_delimited, pipe_delimited, tab_delimited, deep_object };
std::string_view to_string(ParameterIn in);

struct Example {
  std::string name;  // "" for the single `example`
  Value value;
};

struct HeaderObject;

// How one property of a form or multipart body is written (OAS 3.0.4, section 4.7.15).
struct Encoding {
  std::string property;
  std::string content_type;  // "" for the property's default
  std::optional<Style> style;
  std::optional<bool> explode;
  bool allow_reserved = false;
  std::vector<HeaderObject> headers;  // of the part (multipart)
};

struct MediaTypeObject {
  std::string name;  // as written: "application/json", "text/*"
  http::MediaType type;
  std::optional<schema::Schema> schema;
  std::shared_ptr<const WireShape> wire;      // of the schema; nullptr without one
  std::optional<schema::Schema> item_schema;  // of each item of a stream (since 3.2)
  std::shared_ptr<const WireShape> item_wire;
  std::vector<Encoding> encoding;
  std::vector<Encoding> prefix_encoding;  // by position (since 3.2); `property` is ""
  std::shared_ptr<const Encoding> item_encoding;
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
  std::vector<Link> links;
  Location location;
};

struct Operation;

// Requests that the provider sends because of one it served (OAS 3.0.4, section 4.7.18).
struct Callback {
  std::string name;  // key under `callbacks`
  struct Target;
  std::vector<Target> targets;
};

struct Operation {
  std::string method;        // upper case
  std::string path;          // template as written: "/orders/{id}"
  std::string operation_id;  // may be ""
  std::string summary;
  std::vector<std::string> tags;
  bool deprecated = false;
  std::vector<Parameter> parameters;      // path item's and operation's merged; the operation's win
  std::optional<Parameter> query_string;  // the whole query by its content (OAS 3.2, `in: querystring`)
  std::optional<RequestBody> request_body;
  std::vector<ResponseObject> responses;
  std::vector<std::shared_ptr<const Callback>> callbacks;
  std::vector<SecurityRequirement> security;
  std::vector<Server> servers;  // its own or its path's, instead of the contract's; mostly empty
  ResilienceClauses resilience;
  Location location;

  // "POST /orders": how people and `--only` name it.
  std::string name() const { return method + " " + path; }
  // Exact status before range before default; nullptr when undeclared.
  const ResponseObject* response_for(int status) const;
};

// One URL of a callback. Its operations' path is the expression as written; they have no callbacks of their own.
struct Callback::Target {
  RuntimeText url;
  std::vector<Operation> operations;
};

struct Tag {
  std::string name;
  std::string summary, description;
  std::string parent, kind;  // since 3.2: "nav", "badge", "audience" ...
};

struct Contract {
  Version version = Version::v3_0;
  std::string title;
  std::string api_version;
  std::string file;
  std::vector<Server> servers;
  std::vector<Operation> operations;  // in document order
  std::vector<Operation> webhooks;    // sent by the provider; their path is the webhook's name
  std::vector<Tag> tags;
  std::vector<SecurityScheme> security_schemes;
  std::vector<Error> warnings;                 // what the specification forbids but could be read, when not strict
  std::vector<Error> unknown_clauses;          // `x-squall-*` that mean nothing, or nothing where they stand
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
  // Gives the text behind an absolute http or https URI without fragment. Asked once for each; without it a remote
  // reference is an error.
  std::function<Result<std::string>(const std::string& uri)> fetch;
  // Overlay documents (OAI Overlay 1.0), applied to the contract's own file in this order.
  std::vector<std::string> overlays;
};

// Whether it is an http or https URI, and no path of a file.
bool is_on_network(std::string_view path);

// Loads a contract with every file it refers to; `path` may be an http or https URI where there is a fetch. Errors
// carry file:line:column and a hint; all of them are reported (at most 50), not only the first. A document of another
// kind (AsyncAPI) is `unsupported`.
tl::expected<std::shared_ptr<const Contract>, std::vector<Error>> load(const std::string& path,
                                                                       const LoadOptions& options = {});

}  // namespace squall::contracts::openapi
