#include <algorithm>

#include "contracts/http/conformance.h"
#include "contracts/match/media_choice.h"
#include "contracts/match/validate.h"
#include "harness/stub/breaches.h"

namespace squall::harness {
namespace {

using contracts::http::Response;

bool departs_at(const BreachSite& site, const Response& response, const std::string& where) {
  const auto& judged = site.judged;
  const auto violations =
      contracts::match::validate_response(judged.contract, *judged.operation(), judged.operation()->method, response);
  return std::any_of(violations.begin(), violations.end(),
                     [&](const auto& violation) { return violation.where == where; });
}

bool change_media_type(const BreachSite& site, Response& response) {
  if (site.media == nullptr) return false;
  for (const char* name : {"text/html", "application/octet-stream", "application/x-undeclared"}) {
    response.headers.set("Content-Type", name);
    if (departs_at(site, response, "header.Content-Type")) return true;
  }
  return false;
}

bool remove_media_type(const BreachSite& site, Response& response) {
  if (site.media == nullptr || response.body.empty()) return false;
  response.headers.remove("Content-Type");
  return true;
}

// It says that it is compressed, and is not.
bool change_encoding(const BreachSite& site, Response& response) {
  if (site.media == nullptr || response.body.empty()) return false;
  response.headers.set("Content-Encoding", "gzip");
  return true;
}

bool remove_header(const BreachSite& site, Response& response) {
  for (const auto& header : site.declared.headers) {
    if (!header.required || !response.headers.contains(header.name)) continue;
    response.headers.remove(header.name);
    return true;
  }
  return false;
}

bool change_header(const BreachSite& site, Response& response) {
  for (const auto& header : site.declared.headers) {
    for (const char* value : {"?", "-1", "99999999999999", "not what was declared"}) {
      Response candidate = response;
      candidate.headers.set(header.name, value);
      if (!departs_at(site, candidate, "header." + header.name)) continue;
      response = std::move(candidate);
      return true;
    }
  }
  return false;
}

bool change_status(const BreachSite& site, Response& response) {
  for (const int status : {202, 203, 299, 418, 451}) {
    if (site.judged.operation()->response_for(status) != nullptr) continue;
    response.status = status;
    response.reason = std::string(contracts::http::reason_phrase(status));
    return true;
  }
  return false;
}

bool fail_inside(const BreachSite&, Response& response) {
  response = Response{500, "Internal Server Error", {{"Content-Type", "text/plain"}}, "something went wrong"};
  return true;
}

}  // namespace

const Breach wrong_media_type{"wrong-media-type", "the body is said to be of a type that is not declared",
                              change_media_type};
const Breach missing_media_type{"missing-media-type", "there is a body, and no Content-Type", remove_media_type};
const Breach wrong_encoding{"wrong-encoding", "the body is said to be gzip, and is not", change_encoding};
const Breach missing_header{"missing-header", "a required header is missing", remove_header};
const Breach wrong_header{"wrong-header", "a header's value breaks its schema", change_header};
const Breach undeclared_status{"undeclared-status", "the status is not declared", change_status};
const Breach server_error{"server-error", "the server fails (500)", fail_inside};

}  // namespace squall::harness
