#pragma once
// Where references lead: resources by URI, anchors, and JSON Pointers across both.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "contracts/schema/program.h"

namespace squall::contracts::schema {

struct Target {
  const Node* node = nullptr;
  Resource* resource = nullptr;
  bool dynamic = false;  // reached through a $dynamicAnchor
};

class Resources {
 public:
  explicit Resources(Library& library) : library_(library) {}

  // The resource at a URI without fragment: known, built in, or fetched. A document that does not name its dialect
  // speaks `dialect`.
  Result<Resource*> at(const std::string& uri, Dialect dialect);
  // A node below a document's root by JSON Pointer, with the resource that encloses it.
  Target walk(Resource& from, std::string_view pointer);
  // What `reference` means inside `from`. Errors are located at `where`.
  Result<Target> resolve(Resource& from, std::string_view reference, const Node& where);
  // Makes $id and anchors at and below a schema known.
  void index(const Node& schema, Resource& resource);

 private:
  Resource& add(std::string uri, std::shared_ptr<const Document> document, const Node& root, Dialect dialect);
  void read_dialect(Resource& resource);
  void read_vocabularies(Resource& resource, const Node& metaschema);
  Resource& enter(const Node& schema, Resource& resource);

  Library& library_;
};

// The dialect a $schema URI names.
std::optional<Dialect> dialect_of(std::string_view uri);
bool has_ids(Dialect dialect);
// The subschemas right below a schema, in the places where the dialects have them.
void for_each_subschema(const Node& schema, Dialect dialect, const std::function<void(const Node&)>& visit);

}  // namespace squall::contracts::schema
