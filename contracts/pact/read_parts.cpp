#include "contracts/core/number.h"
#include "contracts/http/message.h"
#include "contracts/pact/query.h"
#include "contracts/pact/reading.h"

namespace squall::contracts::pact {
namespace {

constexpr std::size_t kMostErrors = 50;

std::string scalar(const Node& node) {
  return text_of(Operand{&node, {}});
}

}  // namespace

void Reader::wrong(const Node& node, std::string message, std::string hint) {
  if (errors_.size() >= kMostErrors) return;
  errors_.push_back({ErrorKind::malformed, std::move(message), locate(node), std::move(hint)});
}

const Node* Reader::member(const Node& object, std::string_view key, Kind kind, std::string_view what) {
  const Node* found = object.find(key);
  if (found == nullptr || found->is_null()) return nullptr;
  if (found->kind() == kind) return found;
  wrong(*found, std::string(what) + " must be of the type " + std::string(to_string(kind)) + ", not " +
                    std::string(to_string(found->kind())));
  return nullptr;
}

std::string Reader::text(const Node& object, std::string_view key, std::string fallback) {
  const Node* found = member(object, key, Kind::string, "'" + std::string(key) + "'");
  return found != nullptr ? std::string(found->text()) : std::move(fallback);
}

std::optional<std::int64_t> Reader::integer(const Node& object, std::string_view key, std::int64_t least,
                                            std::int64_t most) {
  const Node* found = object.find(key);
  if (found == nullptr || found->is_null()) return std::nullopt;
  // Some libraries write numbers as text.
  const bool number = found->is_number() || (found->is_string() && is_json_number(found->text()));
  const auto value = number ? to_int64(found->text()) : std::nullopt;
  if (value && *value >= least && *value <= most) return value;
  wrong(*found, "'" + std::string(key) + "' must be a whole number from " + std::to_string(least) + " to " +
                    std::to_string(most));
  return std::nullopt;
}

Fields Reader::fields(const Node& part, std::string_view member, bool split_query) {
  Fields fields;
  const Node* node = part.find(member);
  if (node == nullptr || node->is_null()) return fields;
  if (split_query && node->is_string()) return read_query(node->text());
  if (!node->is_object()) {
    wrong(*node, "'" + std::string(member) + "' must be an object");
    return fields;
  }
  for (const Member& field : node->members()) {
    std::vector<std::string> values;
    if (field.value.is_array()) {
      for (const Node& value : field.value.items()) values.push_back(value.is_null() ? "" : scalar(value));
    } else {
      values.push_back(field.value.is_null() ? "" : scalar(field.value));
    }
    fields.emplace_back(std::string(field.key), std::move(values));
  }
  return fields;
}

template <class Part>
void Reader::http_part(const Node& node, std::string_view older_rules, Part& part) {
  part.location = locate(node);
  part.headers = fields(node, "headers", false);
  part.body = body(node, "body", part.headers, {});
  part.rules = rules(node, older_rules);
  part.generators = generators(node);
}

ExpectedRequest Reader::request(const Node& node) {
  ExpectedRequest request;
  if (!node.is_object()) wrong(node, "a request must be an object");
  request.method = text(node, "method", "GET");
  request.path = text(node, "path", "/");
  const Node* query = node.find("query");
  if (version_ == Version::v1 && query != nullptr && query->is_string())
    request.query_text = std::string(query->text());
  request.query = fields(node, "query", true);
  http_part(node, "requestMatchingRules", request);
  return request;
}

ExpectedResponse Reader::response(const Node& node) {
  ExpectedResponse response;
  if (!node.is_object()) wrong(node, "a response must be an object");
  if (const auto status = integer(node, "status", 100, 999)) response.status = static_cast<int>(*status);
  http_part(node, "responseMatchingRules", response);
  return response;
}

ExpectedMessage Reader::message(const Node& node) {
  ExpectedMessage message;
  message.location = locate(node);
  if (!node.is_object()) wrong(node, "a message must be an object");
  const Node* metadata = node.find("metadata");
  if (metadata == nullptr) metadata = node.find("metaData");
  std::string declared;
  if (metadata != nullptr && metadata->is_object()) {
    message.metadata = Value(*metadata);
    for (const Member& one : metadata->members()) {
      const bool type = one.key == "contentType" || http::equal_ignoring_case(one.key, "content-type");
      if (type && one.value.is_string()) declared = std::string(one.value.text());
    }
  } else if (metadata != nullptr && !metadata->is_null()) {
    wrong(*metadata, "the metadata must be an object");
  }
  message.contents = body(node, "contents", {}, declared);
  message.rules = rules(node, {});
  message.generators = generators(node);
  return message;
}

}  // namespace squall::contracts::pact
