#pragma once
// Templates: text with values of the request in it, "Order {{request.path.id}} of {{request.body/customer/name}}".
//
// Between {{ and }} stands one of
//   request.method, request.target, request.path.NAME, request.query.NAME, request.header.NAME, request.body,
//   request.body/POINTER (JSON Pointer)
//   sequence, sequence.NAME                     1, 2, 3 ... in the order of answering; reset with the stub
//   random.uuid, random.integer LOW HIGH, random.hex DIGITS, random.pick ONE OTHER ...   drawn from the seed and
//   request "text"                                      itself, for a literal {{
// and after "|" what stands for what the request does not have: text, or JSON. Immutable, thread-safe.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/core/result.h"
#include "contracts/core/value.h"
#include "contracts/http/message.h"

namespace squall::harness {

// What a template is filled from; valid during the call only.
struct TemplateSource {
  const contracts::http::Request& request;
  const std::vector<std::pair<std::string, std::string>>& path;  // parameters, decoded
  const contracts::Value& body;                                  // null when it is no JSON
  contracts::Random random;
  std::function<std::uint64_t(const std::string& name)> sequence;
};

class Template {
 public:
  // Errors (malformed): an unknown expression, a {{ without }}.
  static contracts::Result<Template> parse(std::string_view text);

  bool is_plain() const;  // there is nothing to fill in
  std::string text(TemplateSource& source) const;
  // The same, but one expression alone keeps its type: {{request.body/quantity}} is a number where that is one. Null
  // for what the request does not have.
  contracts::Value value(TemplateSource& source) const;

 private:
  enum class What { text, method, target, path, query, header, body, sequence, uuid, integer, hex, pick };
  struct Piece {
    What what = What::text;
    std::string name;  // or the text itself, or a JSON Pointer
    std::vector<std::string> choices;
    std::int64_t low = 0, high = 0;
    std::optional<std::string> otherwise;
  };
  static contracts::Result<Piece> read(std::string_view expression);
  static contracts::Status read_random(Piece& piece, const std::vector<std::string>& words);
  static std::optional<contracts::Value> found(const Piece& piece, TemplateSource& source);
  static contracts::Value drawn(const Piece& piece, contracts::Random& random);

  std::vector<Piece> pieces_;
};

// A JSON value whose texts, at every depth, are templates.
class TemplateTree {
 public:
  // Errors as Template's; the location's pointer leads to the text.
  static contracts::Result<TemplateTree> parse(const contracts::Value& value);
  contracts::Value value(TemplateSource& source) const;

 private:
  std::optional<Template> text_;
  contracts::Value plain_;  // neither text nor array, and no object with members
  std::vector<std::pair<std::string, TemplateTree>> parts_;
  bool array_ = false;
};

}  // namespace squall::harness
