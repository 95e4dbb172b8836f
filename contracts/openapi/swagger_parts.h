#pragma once
// The parts of a Swagger 2.0 document under their names in OpenAPI 3.0 (see swagger.h).

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "contracts/core/composition.h"
#include "contracts/openapi/sources.h"

namespace squall::contracts::openapi {

using Members = std::vector<Member>;

class SwaggerParts {
 public:
  SwaggerParts(Sources& sources, Composition& made, const Place& root) : sources_(sources), made_(made), root_(root) {}

  // swagger_schemas.cpp
  // A schema of the file at hand. Schemas of other files are referred to: their references are relative to them.
  Node schema(const Place& place);
  Node schema_map(const Node& map);
  // What a parameter, header or `items` says about its value, as a schema.
  Node value_schema(const Node& owner);

  // swagger_messages.cpp
  // `consumes` and `produces` are of the operation or the document; nullptr when neither says.
  void add_request(Members& operation, const std::vector<Place>& parameters, const Node* consumes);
  Node responses(const Place& map, const Node* produces);

  // swagger_security.cpp
  Node security_scheme(const Node& definition);

 private:
  std::optional<Node> renamed(const Node& schema, int depth);
  std::optional<Node> renamed_map(const Node& map, int depth);
  std::optional<Node> renamed_list(const Node& list, int depth);
  Node parameter(const Place& place);
  Node body(const Place& place, const Node* consumes);
  Node form(const std::vector<Place>& fields, const Node* consumes);
  Node response(const Place& place, const Node* produces);
  Node header(const Node& node);
  Node field_schema(const Node& field);
  void add_style(Members& members, const Node& owner, std::string_view in);
  void take(Members& members, const Node& from, std::initializer_list<std::string_view> keys);
  void put(Members& members, std::string_view key, const Node& value) { members.push_back(made_.member(key, value)); }
  Node text(std::string_view text, const Node& at) { return made_.string(text, at); }

  Sources& sources_;
  Composition& made_;
  const Place& root_;
};

}  // namespace squall::contracts::openapi
