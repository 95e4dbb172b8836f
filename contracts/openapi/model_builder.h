#pragma once
// From a document that was checked to the typed model. What the check has reported as forbidden is read as well as it
// can be; only what cannot be used at all is reported here.

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
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
  // Which operation stands where, so that links can be followed while the others are made.
  void index_operations(const Node& paths, const Place& map);
  void add_path(std::vector<Operation>& operations, const std::string& path, const Place& item);
  Operation make_operation(const std::string& method, const std::string& path, const Place& place,
                           const std::vector<PathItemPart>& parts);
  void add_parameters(Operation& operation, const Place& owner);
  void add_undeclared_path_parameters(Operation& operation);
  std::vector<SecurityRequirement> security(const Node& list);
  void add_security_schemes(const Place& root);
  void add_webhooks(const Place& root);
  void add_tags(const Node& root);

  // model_resilience.cpp
  ResilienceClauses resilience(const Place& operation, const std::vector<PathItemPart>& parts);
  void note_unknown_clauses(const Place& owner, bool is_operation);
  std::optional<CompensatedByClause> compensated_by(const Node& node, const Place& owner);
  std::optional<std::string> compensating_operation(const Node& name, const Place& owner);

  // model_links.cpp
  std::vector<Link> links(const Place& response);
  void add_callbacks(Operation& operation, const Place& place);
  std::shared_ptr<const Callback> callback(const std::string& name, const Place& place);
  // Operation::name() of the one a link leads to, "" for none.
  std::string linked_operation(const Link& link, const Place& place);

  // model_parts.cpp
  std::optional<Parameter> parameter(const Place& place);
  std::optional<RequestBody> request_body(const Place& place);
  ResponseObject response(std::string status, const Place& place);
  HeaderObject header(std::string name, const Place& place);
  std::vector<HeaderObject> headers(const Place& owner);
  Encoding encoding(std::string property, const Place& place);
  std::vector<MediaTypeObject> content(const Place& owner);
  std::optional<MediaTypeObject> media_type(std::string name, const Place& place);
  // With what is given as it is written alone (serializedValue) where it is a body of that type.
  std::vector<Example> examples(const Place& owner, const http::MediaType* type = nullptr);
  // The place of a member, references followed; nullopt when absent or unresolvable (already reported).
  std::optional<Place> child(const Place& owner, std::string_view key);
  // Each schema is compiled once, however often it is referred to.
  std::optional<schema::Schema> compile(const Place& place);
  void read_schema(const Place& owner, std::string_view key, std::optional<schema::Schema>& schema,
                   std::shared_ptr<const WireShape>& wire);

  Sources& sources_;
  Diagnostics& diagnostics_;
  Contract& contract_;
  Place root_;
  const Node* root_security_ = nullptr;
  std::unordered_map<const Node*, std::string> operations_by_node_;  // Operation::name()
  std::unordered_map<std::string, std::string> operations_by_id_;
  std::unordered_map<const Node*, std::shared_ptr<const Callback>> callbacks_;
  bool inside_callback_ = false;
  std::map<std::string, std::optional<schema::Schema>> compiled_;  // by uri#pointer
  std::map<std::string, std::shared_ptr<const WireShape>> shapes_;
};

}  // namespace squall::contracts::openapi
