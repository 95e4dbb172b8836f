#pragma once
// Sources: the files a contract is made of, and the references between them.
//
// Local files only: a remote reference is an error, whatever it points at. Each file is read once. Places stay valid
// as long as the SchemaSet that owns the documents.

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "contracts/core/document.h"
#include "contracts/core/result.h"
#include "contracts/schema/schema.h"

namespace squall::contracts::openapi {

struct Source {
  std::string path;  // absolute, normal form
  std::string uri;   // "file:///..." percent-encoded: its name in the SchemaSet
  std::shared_ptr<const Document> document;
};

// A node, and the way to it: what a JSON Pointer of its file says.
struct Place {
  const Source* source = nullptr;
  const Node* node = nullptr;
  std::string pointer;

  Location location() const { return source->document->locate(*node); }
  // The member's or element's place; `child` must belong to this node.
  Place member(std::string_view key, const Node& child) const;
  Place item(std::size_t index, const Node& child) const;
};

class Sources {
 public:
  explicit Sources(schema::SchemaSet& set) : set_(set) {}

  // `path` is also what locations call the file.
  Result<Place> open(const std::string& path);
  // Reads another document where this one was read. Places of the old one stay valid, but are not its own any more.
  Place replace(const Source& source, std::shared_ptr<const Document> document);
  // Where a `$ref` found at `from` leads; one step, the target may be a reference itself.
  // Errors are located at the reference and say which names exist near by.
  Result<Place> resolve(const Place& from, std::string_view reference);
  // Follows `$ref` until something else is reached. A cycle of references is an error.
  Result<Place> follow(Place place);

 private:
  Result<const Source*> file(const Place& from, std::string_view relative);
  Result<Place> walk(const Place& from, const Source& target, std::string_view fragment, std::string_view reference);

  schema::SchemaSet& set_;
  std::map<std::string, std::unique_ptr<Source>> by_path_;
};

// The `$ref` of an object, or nullptr.
const Node* reference_of(const Node& node);
bool is_remote(std::string_view reference);

}  // namespace squall::contracts::openapi
