#include "contracts/core/base64.h"
#include "contracts/http/message.h"
#include "contracts/pact/content.h"
#include "contracts/pact/reading.h"

namespace squall::contracts::pact {
namespace {

std::string declared_type(const Fields& headers) {
  for (const auto& [name, values] : headers) {
    if (http::equal_ignoring_case(name, "content-type") && !values.empty()) return values.front();
  }
  return {};
}

}  // namespace

// What the text is compared as, and its value where that is JSON.
void Reader::finish(Body& body) {
  body.type = http::parse_media_type(body.content_type);
  if (!body.type) {
    const std::string shown = shown_type(body.text);
    body.type = http::parse_media_type(body.json != nullptr ? "application/json"
                                       : shown.empty()      ? "text/plain"
                                                            : shown);
  }
  if (body.state != Body::State::present || body.json != nullptr || content_kind(*body.type) != ContentKind::json)
    return;
  auto parsed = Document::parse_json(body.text);
  if (!parsed) {
    // A JSON string that was written without its own quotes, as most do.
    body.text = to_json(Value(body.text));
    parsed = Document::parse_json(body.text);
    if (!parsed) return;
  }
  auto kept = std::make_shared<const Document>(std::move(*parsed));
  body.json = &kept->root();
  body.parsed = std::move(kept);
}

// The content of a body: JSON as it is, or text.
void Reader::body_content(const Node& value, Body& body) {
  if (value.is_string()) {
    body.text = std::string(value.text());
    body.state = body.text.empty() ? Body::State::empty : Body::State::present;
  } else {
    body.text = to_json(value);
    body.state = Body::State::present;
    const auto type = http::parse_media_type(body.content_type);
    if (!type || content_kind(*type) == ContentKind::json) body.json = &value;
  }
}

Body Reader::body_value(const Node& value, const std::string& declared) {
  Body body;
  body.location = locate(value);
  body.content_type = declared;
  if (value.is_null()) {
    body.state = Body::State::null;
    return body;
  }
  const Node* content = version_ == Version::v4 && value.is_object() ? value.find("content") : nullptr;
  const bool wrapped = version_ == Version::v4 && value.is_object() &&
                       (content != nullptr || value.size() == 0 || value.find("contentType") != nullptr);
  if (!wrapped) {
    body_content(value, body);
    return body;
  }
  // Version 4 keeps what is needed to read the content beside it.
  body.content_type = text(value, "contentType", body.content_type);
  if (content == nullptr) {
    body.state = value.size() == 0 ? Body::State::missing : Body::State::empty;
    return body;
  }
  if (content->is_null()) {
    body.state = Body::State::null;
    return body;
  }
  body.location = locate(*content);
  const Node* encoded = value.find("encoded");
  body_content(*content, body);
  if (encoded == nullptr || !content->is_string()) return body;
  if (encoded->is_boolean() ? encoded->boolean() : http::equal_ignoring_case(encoded->text(), "base64")) {
    auto bytes = base64_decode(content->text());
    if (!bytes) {
      wrong(*content, "the content is not base64, as 'encoded' says");
      return body;
    }
    body.text = std::move(*bytes);
  }
  return body;
}

Body Reader::body(const Node& part, std::string_view member, const Fields& headers, const std::string& declared) {
  const Node* value = part.find(member);
  if (value == nullptr) {
    Body body;
    body.location = locate(part);
    return body;
  }
  const std::string of_headers = declared_type(headers);
  Body body = body_value(*value, of_headers.empty() ? declared : of_headers);
  if (body.state == Body::State::present) finish(body);
  return body;
}

}  // namespace squall::contracts::pact
