#include "harness/watch/masked.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

#include "contracts/core/document.h"
#include "contracts/core/value.h"
#include "contracts/http/content_coding.h"
#include "contracts/http/media_type.h"
#include "contracts/http/percent.h"
#include "contracts/match/media_choice.h"
#include "contracts/match/wire_text.h"
#include "reports/model/redact.h"

namespace squall::harness {
namespace {

using contracts::Value;
using contracts::http::Headers;

constexpr std::size_t kTelling = 8;  // so many bytes of a secret give it away
constexpr const char* kNotShown = "is not what the contract says (the value is not shown)";

class Mask {
 public:
  explicit Mask(const SecretPlaces& places) : places_(places) {}

  void headers(Headers& headers) {
    SecretValues values(places_);
    values.add_headers(headers);
    for (auto& [value, shown] : values.take()) found_.emplace(value, shown);
    Headers shown;
    for (const auto& header : headers) {
      const bool secret = places_.is_header(header.name) || is_called_a_secret(header.name);
      if (secret) hide(header.value);
      shown.add(header.name, secret ? std::string(kHidden) : header.value);
    }
    headers = std::move(shown);
  }

  void target(std::string& target) {
    const auto query = target.find('?');
    if (query != std::string::npos) target.replace(query + 1, std::string::npos, pairs(target.substr(query + 1)));
  }

  // False when it was left out.
  bool body(const Headers& headers, std::string& body) {
    if (body.empty()) return true;
    auto decoded = contracts::http::decode_body(headers, body);
    if (!decoded.unknown.empty() || !decoded.problem.empty()) return leave_out(body);
    body = std::move(decoded.text);
    const auto type = contracts::http::parse_media_type(headers.get("Content-Type"));
    if (type && contracts::match::is_form(*type)) {
      body = pairs(body);
    } else if (auto document = contracts::Document::parse_json(body); document) {
      Value value(document->root());
      if (members(value)) body = contracts::to_json(value);
    } else if (names_a_secret(body)) {
      return leave_out(body);
    }
    return true;
  }

  // What was found in one part may stand in another.
  void known_in(std::string& text) const { text = reports::Redactor(found_)(text); }
  void known_in(Headers& headers) const {
    const reports::Redactor redact(found_);
    Headers shown;
    for (const auto& header : headers) shown.add(header.name, redact(header.value));
    headers = std::move(shown);
  }

  bool gives_away(const contracts::Violation& violation) const {
    const auto dot = violation.where.find('.');
    const std::string part = dot == std::string::npos ? std::string{} : violation.where.substr(dot + 1);
    if (violation.keyword == "required") return false;  // what is not there
    if (places_.is_header(part) || places_.is_query(part) || is_called_a_secret(part)) return true;
    if (violation.where.starts_with("cookie.") || leads_to_a_secret(violation.pointer)) return true;
    if ((left_out_ || violation.rule.ends_with(".malformed")) && names_a_secret(violation.message)) return true;
    return std::any_of(found_.begin(), found_.end(), [&](const auto& secret) {
      const auto& value = secret.first;
      return value.size() >= 4 && violation.message.find(value.substr(0, kTelling)) != std::string::npos;
    });
  }

 private:
  // What is below a secret is a part of it: /credentials/key.
  static bool leads_to_a_secret(std::string_view pointer) {
    const auto tokens = contracts::match::split(pointer, '/');
    return std::any_of(tokens.begin(), tokens.end(), [](const auto& token) { return is_called_a_secret(token); });
  }

  static bool names_a_secret(std::string_view text) {
    std::string word;
    for (const char c : text) {
      const bool part = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
      if (part) {
        word += c;
      } else if (is_called_a_secret(std::exchange(word, {}))) {
        return true;
      }
    }
    return is_called_a_secret(word);
  }

  bool leave_out(std::string& body) {
    body = "[" + std::to_string(body.size()) + " bytes, not shown]";
    left_out_ = true;
    return false;
  }

  void hide(const std::string& value) {
    if (!value.empty()) found_.emplace(value, kHidden);
  }

  std::string pairs(std::string_view text) {
    std::string shown;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('&', at), text.size());
      const std::string_view pair = text.substr(at, end - at);
      const std::size_t equals = std::min(pair.find('='), pair.size());
      const std::string name = contracts::http::percent_decode(pair.substr(0, equals), true);
      if (!shown.empty()) shown += '&';
      if (equals < pair.size() && (places_.is_query(name) || is_called_a_secret(name))) {
        hide(std::string(pair.substr(equals + 1)));
        hide(contracts::http::percent_decode(pair.substr(equals + 1), true));
        shown += std::string(pair.substr(0, equals + 1)) + std::string(kHidden);
      } else {
        shown += pair;
      }
      at = end + 1;
    }
    return shown;
  }

  // True when something was hidden.
  bool members(Value& value) {
    bool changed = false;
    if (value.is_array()) {
      for (auto& item : value.items()) changed = members(item) || changed;
    } else if (value.is_object()) {
      for (auto& [name, member] : value.members()) {
        if (!is_called_a_secret(name)) {
          changed = members(member) || changed;
        } else if (!member.is_null() && !member.is_boolean()) {
          hide(member.is_string() || member.is_number() ? member.text() : contracts::to_json(member));
          member = Value(kHidden);
          changed = true;
        }
      }
    }
    return changed;
  }

  const SecretPlaces& places_;
  std::map<std::string, std::string> found_;
  bool left_out_ = false;  // a body was
};

// What stands in secret places; the mask knows it then.
void hide_in(Masked& shown, Mask& mask) {
  mask.body(shown.request.headers, shown.request.body);
  shown.response_left_out = !mask.body(shown.response.headers, shown.response.body);
  mask.headers(shown.request.headers);
  mask.headers(shown.response.headers);
  mask.target(shown.request.target);
}

}  // namespace

Masked masked(const chaos::Exchange& exchange, const contracts::Violation& violation, const SecretPlaces& places,
              const chaos::Exchange* cause) {
  Masked shown{exchange.request, exchange.response, violation};
  Mask mask(places);
  if (cause != nullptr) {
    Masked before{cause->request, cause->response, {}};
    hide_in(before, mask);
  }
  hide_in(shown, mask);
  for (auto* text : {&shown.request.target, &shown.request.body, &shown.response.body}) mask.known_in(*text);
  for (auto* headers : {&shown.request.headers, &shown.response.headers}) mask.known_in(*headers);
  if (mask.gives_away(violation)) shown.violation.message = kNotShown;
  return shown;
}

std::vector<contracts::Violation> masked_violations(const contracts::http::Request& request,
                                                    const contracts::http::Response& response,
                                                    std::vector<contracts::Violation> violations,
                                                    const SecretPlaces& places) {
  if (violations.empty()) return violations;
  Masked shown{request, response, {}};
  Mask mask(places);
  hide_in(shown, mask);
  for (auto& violation : violations) {
    if (mask.gives_away(violation)) violation.message = kNotShown;
  }
  return violations;
}

}  // namespace squall::harness
