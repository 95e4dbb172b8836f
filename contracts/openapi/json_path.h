#pragma once
// JSONPath (RFC 9535), whole: every selector, filters, the five functions. Typing rules are checked when it is parsed
// (section 2.4.3).

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/core/node.h"
#include "contracts/core/result.h"

namespace squall::contracts::openapi {

struct PathMatch {
  const Node* node;
  std::string pointer;  // of the node, from the root (RFC 6901): one for each node, like a normalized path
};

// Immutable; selecting is thread-safe.
class JsonPath {
 public:
  // Errors: malformed; the message says at which byte. They have no location, for the text may stand anywhere.
  static Result<JsonPath> parse(std::string_view text);
  JsonPath(JsonPath&&) noexcept;
  JsonPath& operator=(JsonPath&&) noexcept;
  ~JsonPath();

  // What it selects, in the order of section 2.1.2; a node that is selected twice is there twice. An error when more
  // than ten million nodes would have to be looked at, or the matches and their pointers would take more than 128 MiB.
  Result<std::vector<PathMatch>> select(const Node& root) const;

  struct Query;

 private:
  explicit JsonPath(std::unique_ptr<const Query> query);
  std::unique_ptr<const Query> query_;
};

}  // namespace squall::contracts::openapi
