#pragma once
// From a document that was checked to the typed model. What the check has reported as forbidden is read as well as it
// can be; only what cannot be used at all is reported here.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "contracts/openapi/contract.h"
#include "contracts/openapi/diagnostics.h"
#include "contracts/openapi/path_items.h"
#include "contracts/openapi/sources.h"

namespace squall::contracts::openapi {

class ModelBuilder {
 public:
  ModelBuilder(Sources& sources, Diagnostics& diagnostics, Contract& contract)
      : sources_(sources), diagnostics_(diagnostics), contract_(contract) {}

  void build(const Place& root);
  // Compiles the schemas that no operation uses too, for their mistakes.
  void compile_components(const Place& root);

 private:
  // model_operations.cpp
  void add_path(const std::string& path, const Place& item);
  Operation make_operation(const std::string& method, const std::string& path, const Place& place,
                           const std::vector<PathItemPart>& parts);
  void add_parameters(Operation& operation, const Place& owner);
  void add_undeclared_path_parameters(Operation& operation);
  std::vector<Server> servers(const Place& owner);
  std::vector<SecurityRequirement> security(const Node& list);
  void add_security_schemes(const Place& root);

  // model_parts.cpp
  std::optional<Parameter> parameter(const Place& place);
  std::optional<RequestBody> request_body(const Place& place);
  ResponseObject response(std::string status, const Place& place);
  HeaderObject header(std::string name, const Place& place);
  std::vector<MediaTypeObject> content(const Place& owner);
  std::optional<MediaTypeObject> media_type(std::string name, const Place& place);
  std::vector<Example> examples(const Place& owner);
  // The place of a member, references followed; nullopt when absent or unresolvable (already reported).
  std::optional<Place> child(const Place& owner, std::string_view key);
  // Each schema is compiled once, however often it is referred to.
  std::optional<schema::Schema> compile(const Place& place);
  void read_schema(const Place& owner, std::optional<schema::Schema>& schema, std::shared_ptr<const WireShape>& wire);

  Sources& sources_;
  Diagnostics& diagnostics_;
  Contract& contract_;
  const Node* root_security_ = nullptr;
  std::map<std::string, std::optional<schema::Schema>> compiled_;  // by uri#pointer
  std::map<std::string, std::shared_ptr<const WireShape>> shapes_;
};

}  // namespace squall::contracts::openapi
