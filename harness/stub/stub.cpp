#include "harness/stub/stub.h"

#include <algorithm>
#include <string_view>

#include "contracts/core/random.h"
#include "contracts/match/message_generator.h"
#include "contracts/match/validate.h"
#include "harness/stub/preference.h"
#include "harness/stub/problem.h"

namespace squall::harness {
namespace {

using contracts::Violation;
using contracts::http::Request;
using contracts::http::Response;
using contracts::match::Route;
using contracts::openapi::Contract;
using contracts::openapi::Operation;

bool starts_with(const std::string& text, std::string_view start) {
  return text.compare(0, start.size(), start) == 0;
}

bool declares(const Operation& operation, const std::string& status) {
  return std::any_of(operation.responses.begin(), operation.responses.end(),
                     [&](const auto& response) { return response.status == status; });
}

// The status a provider would refuse such a request with.
int refusal(const Operation& operation, const std::vector<Violation>& violations) {
  for (const auto& violation : violations) {
    if (starts_with(violation.rule, "request.security")) return 401;
  }
  for (const auto& violation : violations) {
    if (starts_with(violation.rule, "request.media-type")) return 415;
  }
  return !declares(operation, "422") && declares(operation, "400") ? 400 : 422;
}

// RFC 9110, section 11.6.1: a 401 says how to authenticate.
std::string challenges(const Contract& contract) {
  std::string text;
  for (const auto& scheme : contract.security_schemes) {
    std::string one = scheme.type == "http" ? scheme.scheme : scheme.type == "apiKey" ? "ApiKey" : "Bearer";
    if (!one.empty()) one.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(one.front())));
    if (one == "Basic") one += " realm=\"stub\"";
    text += (text.empty() ? "" : ", ") + one;
  }
  return text;
}

Operation without_examples(const Operation& operation) {
  Operation copy = operation;
  for (auto& response : copy.responses) {
    for (auto& media : response.content) media.examples.clear();
    for (auto& header : response.headers) header.examples.clear();
  }
  return copy;
}

// Field content is visible ASCII and spaces (RFC 9110, section 5.5); a request's bytes are not to be trusted with more.
std::string header_text(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

class Stub {
 public:
  Stub(std::shared_ptr<const contracts::match::Router> router, StubOptions options)
      : router_(std::move(router)), options_(std::move(options)) {}

  chaos::http::Reply operator()(const chaos::http::Incoming& incoming) const {
    std::vector<Violation> violations;
    const Operation* operation = nullptr;
    chaos::http::Reply reply;
    reply.response = answer(incoming.request, operation, violations);
    reply.delay = options_.latency;
    if (options_.observe) options_.observe(StubExchange{incoming, operation, violations, reply});
    return reply;
  }

 private:
  Response answer(const Request& request, const Operation*& operation, std::vector<Violation>& violations) const {
    Route route = router_->route(request.method, request.target);
    Request judged = request;
    if (route.operation == nullptr && request.method == "HEAD") {
      judged.method = "GET";
      if (Route get = router_->route("GET", request.target); get.operation != nullptr) route = std::move(get);
    }
    operation = route.operation;
    if (operation == nullptr && request.method == "OPTIONS" && (route.path_known || request.target == "*")) {
      return options_answer(route);
    }
    violations =
        contracts::match::validate_request(router_->contract(), route, operation != nullptr ? judged : request);
    if (operation == nullptr) return no_operation(request, route, violations);
    if (!violations.empty() && options_.errors == StubErrors::reject) return refused(*operation, request, violations);
    return made(*operation, request);
  }

  static std::string allowed(const Route& route) {
    std::vector<std::string> methods = route.allowed_methods;
    const auto has = [&](const char* method) {
      return std::find(methods.begin(), methods.end(), method) != methods.end();
    };
    if (has("GET") && !has("HEAD")) methods.push_back("HEAD");
    if (!has("OPTIONS")) methods.push_back("OPTIONS");
    std::string text;
    for (const auto& method : methods) text += (text.empty() ? "" : ", ") + method;
    return text;
  }

  static Response options_answer(const Route& route) {
    Response response;
    response.status = 204;
    response.reason = "No Content";
    response.headers.add("Allow", allowed(route));
    return response;
  }

  Response no_operation(const Request& request, const Route& route, const std::vector<Violation>& violations) const {
    const std::string& file = router_->contract().file;
    if (!route.path_known) return problem(404, "no path of " + file + " matches " + request.target, violations);
    Response response = problem(405, request.method + " is not declared for this path in " + file, violations);
    response.headers.add("Allow", allowed(route));
    return response;
  }

  // The problem document where the contract leaves room for it. Where it declares another error body, a provider would
  // answer with that one: so does the stub, and says the reason in a header.
  Response refused(const Operation& operation, const Request& request, const std::vector<Violation>& violations) const {
    const int status = refusal(operation, violations);
    const auto& first = violations.front();
    const std::string detail = "the request is not what " + operation.name() +
                               " declares: " + (first.where.empty() ? "" : first.where + first.pointer + ": ") +
                               first.message;
    Response response =
        problem(status, detail + (violations.size() > 1 ? " (and more, see violations)" : ""), violations);
    if (operation.response_for(status) != nullptr && !in_contract(operation, request.method, response)) {
      auto declared = contracts::match::make_response(router_->contract(), operation, status, drawn_for(request));
      if (declared) {
        response = std::move(*declared);
        response.headers.set("Squall-Violation", header_text(detail));
      }
    }
    if (status == 401) response.headers.add("WWW-Authenticate", challenges(router_->contract()));
    return response;
  }

  bool in_contract(const Operation& operation, const std::string& method, const Response& response) const {
    return contracts::match::validate_response(router_->contract(), operation, method, response).empty();
  }

  contracts::Random drawn_for(const Request& request) const {
    return contracts::Random(options_.seed, "stub.response",
                             request.method + " " + request.target + "\n" + request.body);
  }

  Response made(const Operation& operation, const Request& request) const {
    const auto preference = read_preference(request.headers);
    if (!preference) return problem(400, preference.error().message);
    if (preference->code != 0 && operation.response_for(preference->code) == nullptr) {
      return problem(404, "Prefer: status " + std::to_string(preference->code) + " is not declared for " +
                              operation.name() + " at " + contracts::to_string(operation.location));
    }
    const contracts::Random random = drawn_for(request);
    const std::string_view accept = request.headers.get("Accept");
    const auto make = [&](const Operation& from) {
      return contracts::match::make_response(router_->contract(), from, preference->code, random, accept,
                                             preference->example);
    };
    auto response = preference->dynamic ? make(without_examples(operation)) : make(operation);
    if (response) {
      response->headers.set("Server", "squall-stub");  // so that nobody expects a memory of it
      return std::move(*response);
    }
    const bool unacceptable = !accept.empty() && response.error().kind == contracts::ErrorKind::usage;
    return problem(unacceptable ? 406 : 500, contracts::to_string(response.error()));
  }

  std::shared_ptr<const contracts::match::Router> router_;
  StubOptions options_;
};

}  // namespace

chaos::http::Handler make_stub(std::shared_ptr<const contracts::match::Router> router, StubOptions options) {
  return Stub(std::move(router), std::move(options));
}

}  // namespace squall::harness
