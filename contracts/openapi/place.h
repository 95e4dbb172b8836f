#pragma once
// Place: a node of one of the documents a contract is made of.

#include <memory>
#include <string>
#include <string_view>

#include "contracts/core/document.h"

namespace squall::contracts::openapi {

struct Source {
  std::string path;  // absolute, normal form; of a remote document its URI
  std::string uri;   // "file:///..." percent-encoded, or "https://...": its name in the SchemaSet
  std::shared_ptr<const Document> document;
  std::string base;  // what relative references are relative to: `uri`, or what $self says (OAS 3.2.0, section 4.1)
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

// The `$ref` of an object, or nullptr.
const Node* reference_of(const Node& node);

}  // namespace squall::contracts::openapi
