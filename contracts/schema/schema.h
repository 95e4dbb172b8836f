#pragma once
// JSON Schema: compiled once, used from any thread.
//
// Dialects: draft 4, draft 7, 2019-09, 2020-12, and the OpenAPI 3.0 dialect (draft 4 base plus nullable and boolean
// exclusive bounds). OpenAPI 3.1 is 2020-12. This room does not know OpenAPI documents.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/core/document.h"
#include "contracts/core/result.h"

namespace squall::contracts::schema {

enum class Dialect { draft4, draft7, draft2019_09, draft2020_12, openapi30 };

// Finds schemas and documents by absolute URI. A set owns the documents it loaded; every schema compiled against it
// shares that ownership.
class SchemaSet {
 public:
  // `fetch` is asked for documents not added before; without one, an unknown reference is an error. It decides whether
  // files or the network may be read.
  using Fetch = std::function<Result<Document>(const std::string& uri)>;
  explicit SchemaSet(Dialect default_dialect, Fetch fetch = nullptr);
  ~SchemaSet();
  SchemaSet(SchemaSet&&) noexcept;
  SchemaSet& operator=(SchemaSet&&) noexcept;

  // Registers a document under its retrieval URI (any unique absolute text, such as "file:///a/b.yaml"). Returns the
  // stored document. One of the same URI is replaced, if nothing of it was compiled.
  const Document& add(std::string uri, std::shared_ptr<const Document> document);
  const Document* find(const std::string& uri) const;
  // From here on a keyword whose value is not what it must be is left out of what is compiled, and told to `tolerate`,
  // instead of being an error. nullptr ends this.
  using Tolerate = std::function<void(Error)>;
  void tolerate(Tolerate tolerate);

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

// Which way the instance travels: readOnly properties do not belong in requests, writeOnly ones not in responses.
enum class Direction { none, request, response };

struct SchemaViolation {
  std::string keyword;           // "maximum", "required", "type", "false schema" ...
  std::string instance_pointer;  // into the instance
  std::string schema_pointer;    // evaluation path from the schema's root: "/properties/a/$ref/maximum"
  std::string message;           // "must be <= 100, is 250"
  Location schema;               // where the keyword stands
};

class Branches;

struct ValidateOptions {
  Direction direction = Direction::none;
  bool assert_formats = true;
  bool assert_content = false;      // contentEncoding, contentMediaType and contentSchema (annotations otherwise)
  bool heed_discriminators = true;  // false: as JSON Schema sees it, to which they are annotations
  std::size_t max_violations = 20;  // 1 = stop at the first
  Branches* branches = nullptr;     // the branches that a valid instance takes are added (branches.h)
};

class Schema {
 public:
  struct Program;
  explicit Schema(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

  bool valid(const Node& instance, const ValidateOptions& options = {}) const;  // fast path, no messages
  std::vector<SchemaViolation> validate(const Node& instance, const ValidateOptions& options = {}) const;
  // The schema's own node and location, for generation and messages.
  const Node& node() const;
  Location location() const;
  const Program& program() const { return *program_; }

 private:
  std::shared_ptr<const Program> program_;
};

// Compiles the schema at `pointer` (JSON Pointer, "" for the root) of a document in the set. Reference cycles are fine.
// Errors, located: unresolvable $ref, malformed keyword values, unusable patterns.
Result<Schema> compile(SchemaSet& set, const std::string& uri, std::string_view pointer, Dialect dialect);
// Makes the $ids and anchors at and below the schema there known, so that references from elsewhere find them.
void declare(SchemaSet& set, const std::string& uri, std::string_view pointer, Dialect dialect);
// The set's default dialect, or the one `$schema` names.
Result<Schema> compile(SchemaSet& set, const std::string& uri);

}  // namespace squall::contracts::schema
