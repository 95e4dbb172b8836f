#include "harness/verify/token_source.h"

#include <algorithm>
#include <limits>

#include "contracts/core/document.h"
#include "contracts/core/number.h"
#include "contracts/http/percent.h"
#include "harness/check/base64.h"

namespace squall::harness {

namespace {

using contracts::ErrorKind;
using contracts::http::percent_encode;

constexpr int most_in_vain = 3;
constexpr auto longest_life = std::chrono::hours(24 * 365);

// The lifetime that the answer states (RFC 6749, section 5.1); some write the number as a string.
std::optional<std::chrono::nanoseconds> lifetime(const contracts::Node& answer) {
  const contracts::Node* node = answer.find("expires_in");
  if (node == nullptr || !contracts::is_json_number(node->text())) return std::nullopt;
  const double seconds = contracts::to_double(node->text());
  if (seconds <= 0) return std::nullopt;
  const double longest = std::chrono::duration<double>(longest_life).count();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(std::min(seconds, longest)));
}

// What the endpoint says itself (section 5.2): "invalid_client".
std::string stated_error(const Answer& answer) {
  const auto document = contracts::Document::parse_json(answer.response.body);
  const contracts::Node* error = document ? document->root().find("error") : nullptr;
  return error == nullptr || !error->is_string() ? "" : ", " + std::string(error->text().substr(0, 100));
}

}  // namespace

TokenSource::TokenSource(AuthSpec client, Post post, Clock clock, Secrets& secrets)
    : client_(std::move(client)), post_(std::move(post)), clock_(std::move(clock)), secrets_(secrets) {}

// Section 2.3.1: the credentials in the Authorization header, or in the body where only that is understood.
contracts::http::Request TokenSource::request(bool secret_in_body) const {
  contracts::http::Request request;
  request.method = "POST";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  request.body = "grant_type=client_credentials";
  if (!client_.scope.empty()) request.body += "&scope=" + percent_encode(client_.scope);
  const std::string id = percent_encode(client_.user), secret = percent_encode(client_.secret);
  if (secret_in_body) {
    request.body += "&client_id=" + id + "&client_secret=" + secret;
  } else {
    const std::string pair = base64(id + ":" + secret);
    secrets_.add(pair);
    request.headers.add("Authorization", "Basic " + pair);
  }
  return request;
}

contracts::Result<Answer> TokenSource::ask() {
  Answer answer = post_(client_.token_url, request(secret_in_body_));
  const int status = answer.response.status;
  if (answer.error == chaos::CallError::none && !secret_in_body_ && (status == 400 || status == 401)) {
    Answer other = post_(client_.token_url, request(true));
    if (other.error == chaos::CallError::none && other.response.status == 200) {
      secret_in_body_ = true;
      return other;
    }
  }
  if (answer.error != chaos::CallError::none) {
    return contracts::fail(ErrorKind::unavailable, "no token from " + client_.token_url + ": " + answer.error_text);
  }
  if (status != 200) {
    return contracts::fail(ErrorKind::unavailable, "no token from " + client_.token_url + ": it answered " +
                                                       std::to_string(status) + stated_error(answer));
  }
  return answer;
}

contracts::Result<std::string> TokenSource::fetch() {
  const Clock::Time asked_at = clock_.now();
  SQUALL_TRY_ASSIGN(const Answer answer, ask());
  const auto document = contracts::Document::parse_json(answer.response.body);
  const contracts::Node* token = document ? document->root().find("access_token") : nullptr;
  if (token == nullptr || !token->is_string() || token->size() == 0) {
    return contracts::fail(ErrorKind::unavailable,
                           "no token from " + client_.token_url + ": its answer holds no access_token");
  }
  token_ = std::string(token->text());
  issued_.insert(token_);
  proved_ = false;
  secrets_.add(token_);
  // A little before it expires, so that it does not do so on its way.
  const auto life = lifetime(document->root()).value_or(longest_life);
  refresh_at_ = asked_at + life - std::min<std::chrono::nanoseconds>(std::chrono::seconds(30), life / 5);
  return token_;
}

contracts::Result<std::string> TokenSource::token() {
  const std::lock_guard lock(mutex_);
  if (!token_.empty() && clock_.now() < refresh_at_) return token_;
  return fetch();
}

bool TokenSource::refused(const std::string& token) {
  const std::lock_guard lock(mutex_);
  if (token != token_) return true;  // another worker was quicker
  if (!proved_ || in_vain_ >= most_in_vain) return false;
  ++in_vain_;
  return fetch().has_value();
}

bool TokenSource::issued(const std::string& token) const {
  const std::lock_guard lock(mutex_);
  return issued_.contains(token);
}

void TokenSource::accepted(const std::string& token) {
  const std::lock_guard lock(mutex_);
  proved_ = proved_ || token == token_;
}

void TokenSource::renewal_helped() {
  const std::lock_guard lock(mutex_);
  in_vain_ = 0;
}

}  // namespace squall::harness
