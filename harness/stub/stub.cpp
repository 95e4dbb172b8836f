#include "harness/stub/stub.h"

#include <utility>

#include "harness/stub/allowed_methods.h"
#include "harness/stub/cors.h"
#include "harness/stub/refusal.h"

namespace squall::harness {
namespace {

using chaos::http::Reply;
using contracts::http::Request;
using contracts::http::Response;

Response options_answer(const JudgedRequest& judged) {
  Response response;
  response.status = 204;
  response.reason = "No Content";
  response.headers.add("Allow", allowed_methods(judged.route, true));
  return response;
}

class Stub {
 public:
  Stub(std::shared_ptr<const contracts::match::Router> router, StubOptions options)
      : router_(std::move(router)),
        options_(std::move(options)),
        answers_(std::make_shared<const ContractAnswers>(options_.answers, options_.seed)) {}

  Reply operator()(const chaos::http::Incoming& incoming) const {
    JudgedRequest judged = judge(*router_, incoming, options_.errors == StubErrors::reject);
    Reply reply = answer(judged);
    if (judged.and_then) judged.and_then(judged, reply);
    reply.delay += options_.latency;
    for (const ReplyChange& change : options_.changes) change(judged, reply);
    if (options_.cors) allow_origin(judged, reply.response);
    if (options_.observe)
      options_.observe(StubExchange{incoming, judged.operation(), judged.violations, reply, judged.notes});
    return reply;
  }

 private:
  // A preflight, and OPTIONS where the contract does not declare it, depart from nothing: they ask about the server.
  Reply answer(JudgedRequest& judged) const {
    const Request& request = judged.request();
    const bool preflight = options_.cors && is_preflight(request);
    const bool about_server = options_.cors && judged.operation() == nullptr && request.method == "OPTIONS" &&
                              (judged.route.path_known || request.target == "*");
    if (preflight || about_server) {
      judged.violations.clear();
      judged.refused = false;
    }
    if (preflight) return Reply{preflight_answer(judged), {}};
    for (const Responder& responder : options_.responders) {
      if (auto reply = responder(judged)) return std::move(*reply);
    }
    if (about_server) return Reply{options_answer(judged), {}};
    if (judged.operation() == nullptr) return Reply{no_operation(judged, options_.cors), {}};
    if (judged.refused) return Reply{refused(judged, *answers_), {}};
    return Reply{answers_->answer(judged), {}};
  }

  std::shared_ptr<const contracts::match::Router> router_;
  StubOptions options_;
  std::shared_ptr<const ContractAnswers> answers_;
};

}  // namespace

chaos::http::Handler make_stub(std::shared_ptr<const contracts::match::Router> router, StubOptions options) {
  return Stub(std::move(router), std::move(options));
}

}  // namespace squall::harness
