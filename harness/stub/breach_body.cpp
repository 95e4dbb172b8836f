#include "contracts/http/media_type.h"
#include "harness/stub/breaches.h"

namespace squall::harness {
namespace {

using contracts::http::Response;

bool is_json_body(const BreachSite& site, const Response& response) {
  return site.media != nullptr && contracts::http::is_json(site.media->type) && !response.body.empty();
}

// It ends in the middle, as when its writer failed.
bool break_json(const BreachSite& site, Response& response) {
  if (!is_json_body(site, response)) return false;
  const bool nested = response.body.back() == '}' || response.body.back() == ']' || response.body.back() == '"';
  if (nested) {
    response.body.pop_back();
  } else {
    response.body.insert(0, "{");
  }
  return true;
}

// RFC 8259, section 4: names within an object should be unique; which one counts is anybody's guess.
bool repeat_key(const BreachSite& site, Response& response) {
  if (!is_json_body(site, response) || response.body.front() != '{') return false;
  const auto begin = response.body.find('"');
  const auto end = begin == std::string::npos ? begin : response.body.find('"', begin + 1);
  if (end == std::string::npos) return false;
  const std::string key = response.body.substr(begin, end - begin + 1);
  response.body.insert(1, key + ":null,");
  return true;
}

// RFC 8259, section 8.1: JSON is UTF-8. The same letters, in ISO 8859-1.
bool leave_utf8(const BreachSite& site, Response& response) {
  if (!is_json_body(site, response)) return false;
  const auto quote = response.body.find('"');
  if (quote == std::string::npos) return false;
  response.body.insert(quote + 1, "\xE9");
  return true;
}

bool remove_body(const BreachSite& site, Response& response) {
  if (site.media == nullptr || response.body.empty()) return false;
  response.body.clear();
  response.headers.remove("Content-Type");
  return true;
}

}  // namespace

const Breach broken_json{"broken-json", "the body is not whole JSON", break_json};
const Breach duplicate_key{"duplicate-key", "an object of the body has one name twice", repeat_key};
const Breach not_utf8{"not-utf8", "the body's JSON is not UTF-8", leave_utf8};
const Breach missing_body{"missing-body", "there is no body where one is declared", remove_body};

}  // namespace squall::harness
