#include "harness/issuer/issuer.h"

#include <utility>

#include "harness/issuer/token_check.h"

namespace squall::harness {
namespace {

using contracts::Array;
using contracts::Object;
using contracts::Value;

constexpr const char* kConductPath = "/squall/conduct";

// Pages of any origin may use it, as single-page applications do.
void allow_pages(const contracts::http::Request& request, contracts::http::Response& response) {
  if (!request.headers.contains("Origin")) return;
  response.headers.set("Access-Control-Allow-Origin", "*");
  response.headers.set("Access-Control-Expose-Headers", "WWW-Authenticate");
}

contracts::http::Response preflight(const contracts::http::Request& request) {
  contracts::http::Response response;
  response.status = 204;
  response.reason = "No Content";
  response.headers.add("Access-Control-Allow-Methods", "GET, POST");
  const std::string_view headers = request.headers.get("Access-Control-Request-Headers");
  response.headers.add("Access-Control-Allow-Headers", headers.empty() ? "*" : std::string(headers));
  return response;
}

contracts::http::Response not_there(int status, const std::string& why, const std::string& allow = "") {
  auto response = json_answer(status, Value(Object{{"error", Value(why)}}));
  if (!allow.empty()) response.headers.add("Allow", allow);
  return response;
}

Array texts(std::initializer_list<const char*> all) {
  Array array;
  for (const char* one : all) array.emplace_back(one);
  return array;
}

}  // namespace

struct Issuer::Route {
  std::string_view path;
  Endpoint endpoint;
  bool get, post;
  Response (Issuer::*answer)(const Request&, const Conduct&);
};

const Issuer::Route Issuer::kRoutes[] = {
    {"/.well-known/openid-configuration", Endpoint::metadata, true, false, &Issuer::metadata},
    {"/.well-known/oauth-authorization-server", Endpoint::metadata, true, false, &Issuer::metadata},
    {"/jwks", Endpoint::keys, true, false, &Issuer::key_set},
    {"/authorize", Endpoint::authorization, true, true, &Issuer::authorize},
    {"/token", Endpoint::token, false, true, &Issuer::token},
    {"/introspect", Endpoint::introspection, false, true, &Issuer::introspect},
    {"/revoke", Endpoint::revocation, false, true, &Issuer::revoke},
    {"/userinfo", Endpoint::user_info, true, true, &Issuer::user_info},
};

contracts::Result<std::shared_ptr<Issuer>> Issuer::create(IssuerSettings settings, Conduct conduct) {
  std::shared_ptr<Issuer> issuer(new Issuer(std::move(settings), std::move(conduct)));
  SQUALL_TRY_ASSIGN(issuer->maker_, TokenMaker::create(issuer->settings_));
  return issuer;
}

void Issuer::served_at(std::string url) {
  const std::scoped_lock lock(mutex_);
  url_ = std::move(url);
}

std::string Issuer::url() const {
  const std::scoped_lock lock(mutex_);
  return url_;
}

chaos::http::Reply Issuer::answer(const chaos::http::Incoming& incoming) {
  chaos::http::Reply reply;
  reply.response = routed(incoming.request, reply.delay);
  return reply;
}

contracts::http::Response Issuer::routed(const Request& request, std::chrono::nanoseconds& delay) {
  const std::string_view path = contracts::http::path_of(request.target);
  if (path == kConductPath) return own_conduct(request);
  for (const Route& route : kRoutes) {
    if (route.path != path) continue;
    Response response;
    const bool get = request.method == "GET" || request.method == "HEAD";
    if (request.method == "OPTIONS") {
      response = preflight(request);
    } else if ((get && !route.get) || (request.method == "POST" && !route.post) || (!get && request.method != "POST")) {
      const std::string allow = std::string(route.get ? "GET, HEAD" : "") + (route.get && route.post ? ", " : "") +
                                (route.post ? "POST" : "");
      response = not_there(405, request.method + " is not for " + std::string(path), allow);
    } else {
      const Conduct met = conduct_.meet(route.endpoint);
      delay = met.latency;
      const bool oauth = route.endpoint != Endpoint::authorization || met.error.empty();
      if (met.status != 0) {
        response = not_there(met.status, "the issuer was told to answer so");
      } else if (!met.error.empty() && oauth) {
        response = oauth_error(met.error, "the issuer was told to answer so");
      } else {
        response = (this->*route.answer)(request, met);
      }
    }
    allow_pages(request, response);
    return response;
  }
  return not_there(404, "the issuer has no " + std::string(path));
}

// Not for pages: whoever browses elsewhere must not change what a test sees.
contracts::http::Response Issuer::own_conduct(const Request& request) {
  if (request.headers.contains("Origin")) return not_there(403, "not for pages of other origins");
  if (request.method == "DELETE") {
    conduct_.reset();
  } else if (request.method == "PUT") {
    auto wanted = parse_conduct(request.body);
    if (!wanted) return not_there(400, contracts::to_string(wanted.error()));
    conduct_.set(std::move(*wanted));
  } else if (request.method != "GET") {
    return not_there(405, request.method + " is not for " + kConductPath, "GET, PUT, DELETE");
  }
  return json_answer(200, to_value(conduct_.get()));
}

// RFC 8414, section 2; OpenID Connect Discovery, section 3.
contracts::http::Response Issuer::metadata(const Request&, const Conduct&) {
  const std::string base = url();
  Array grants = texts({"authorization_code", "client_credentials", "refresh_token"});
  if (settings_.password_grant) grants.emplace_back("password");
  const Array methods = texts({"client_secret_basic", "client_secret_post", "none"});
  return json_answer(
      200, Value(Object{{"issuer", Value(base)},
                        {"authorization_endpoint", Value(base + "/authorize")},
                        {"token_endpoint", Value(base + "/token")},
                        {"jwks_uri", Value(base + "/jwks")},
                        {"userinfo_endpoint", Value(base + "/userinfo")},
                        {"introspection_endpoint", Value(base + "/introspect")},
                        {"revocation_endpoint", Value(base + "/revoke")},
                        {"response_types_supported", Value(texts({"code"}))},
                        {"response_modes_supported", Value(texts({"query"}))},
                        {"grant_types_supported", Value(std::move(grants))},
                        {"subject_types_supported", Value(texts({"public"}))},
                        {"id_token_signing_alg_values_supported", Value(Array{Value(to_string(settings_.algorithm))})},
                        {"scopes_supported", Value(texts({"openid", "profile", "email", "offline_access"}))},
                        {"claims_supported", Value(texts({"sub", "iss", "aud", "exp", "iat", "auth_time", "nonce"}))},
                        {"token_endpoint_auth_methods_supported", Value(methods)},
                        {"introspection_endpoint_auth_methods_supported", Value(methods)},
                        {"revocation_endpoint_auth_methods_supported", Value(methods)},
                        {"code_challenge_methods_supported", Value(texts({"S256", "plain"}))},
                        {"authorization_response_iss_parameter_supported", Value(true)}}));
}

contracts::http::Response Issuer::key_set(const Request&, const Conduct&) {
  auto response = json_answer(200, maker_->key_set());
  response.headers.set("Content-Type", "application/jwk-set+json");
  return response;
}

contracts::Result<Value> Issuer::check_for(std::string_view access_token, const std::string& audience) const {
  SQUALL_TRY_ASSIGN(auto claims, check_token(access_token, {maker_->keys(), url(), audience, settings_.now()}));
  const std::string id = text_of(claims, "jti");
  if (grants_.revoked(id.substr(0, id.find('.')), id)) {
    return contracts::fail(contracts::ErrorKind::malformed, "it was revoked");
  }
  return claims;
}

contracts::Result<Value> Issuer::check(std::string_view access_token) const {
  return check_for(access_token, settings_.audience);
}

}  // namespace squall::harness
