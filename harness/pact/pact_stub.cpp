#include "harness/pact/pact_stub.h"

#include <algorithm>

#include "contracts/pact/example.h"
#include "harness/stub/problem.h"

namespace squall::harness {
namespace {

using contracts::Violation;
using contracts::http::Request;
using contracts::http::Response;
using contracts::pact::Interaction;
using contracts::pact::InteractionKind;

constexpr const char* kStateHeader = "Pact-Provider-State";

bool is_about_the_place(const Violation& violation) {
  return violation.where == "path" || violation.where == "method";
}

// How far a request is from an interaction: another path or method counts more than anything else.
std::size_t distance(const std::vector<Violation>& violations) {
  std::size_t sum = violations.size();
  for (const Violation& violation : violations)
    sum += violation.where == "path" ? 2'000 : violation.where == "method" ? 1'000 : 0;
  return sum;
}

std::string fix_of(const Violation& violation) {
  return "send " + violation.where + violation.pointer + " as the interaction says at " +
         contracts::to_string(violation.contract) + ", or let the interaction match what is sent";
}

class PactStub {
 public:
  PactStub(std::shared_ptr<const contracts::pact::Pact> pact, PactStubOptions options)
      : pact_(std::move(pact)), options_(std::move(options)) {}

  chaos::http::Reply operator()(const chaos::http::Incoming& incoming) const {
    std::vector<Violation> violations;
    const Interaction* interaction = nullptr;
    chaos::http::Reply reply;
    reply.response = answer(incoming.request, interaction, violations);
    reply.delay = options_.latency;
    if (options_.observe) options_.observe(PactStubExchange{incoming, interaction, violations, reply});
    return reply;
  }

 private:
  static bool is_given(const Interaction& interaction, std::string_view state) {
    return state.empty() || std::any_of(interaction.states.begin(), interaction.states.end(),
                                        [state](const auto& one) { return one.name == state; });
  }

  Response answer(const Request& request, const Interaction*& answering, std::vector<Violation>& closest) const {
    const std::string_view state = request.headers.get(kStateHeader);
    const Interaction* nearest = nullptr;
    for (const Interaction& interaction : pact_->interactions) {
      if (interaction.kind != InteractionKind::http || !is_given(interaction, state)) continue;
      auto violations = contracts::pact::match_request(*pact_, interaction.request, request);
      if (violations.empty()) {
        answering = &interaction;
        closest.clear();
        return made(interaction, request);
      }
      if (nearest == nullptr || distance(violations) < distance(closest)) {
        nearest = &interaction;
        closest = std::move(violations);
      }
    }
    if (nearest == nullptr)
      return problem(404, "the pact of " + pact_->consumer + " with " + pact_->provider + " has no such interaction");
    const bool elsewhere = std::any_of(closest.begin(), closest.end(), is_about_the_place);
    return problem(elsewhere ? 404 : 422,
                   "no interaction asks for " + request.method + " " + request.target + "; the closest is '" +
                       title_of(*nearest) + "' at " + to_string(nearest->location),
                   closest, fix_of);
  }

  Response made(const Interaction& interaction, const Request& request) const {
    const std::string_view host = request.headers.get("Host");
    contracts::pact::GeneratorInput input{
        contracts::Random(options_.seed, "pact.response", request.method + " " + request.target + "\n" + request.body),
        options_.now ? options_.now() : contracts::pact::Moment{}, contracts::Value(contracts::Object{}),
        host.empty() ? std::string{} : (options_.tls ? "https://" : "http://") + std::string(host)};
    Response response = contracts::pact::example_response(interaction.response, input);
    if (response.status < 200 || response.status > 599) {
      return problem(500, "the interaction '" + title_of(interaction) + "' at " + to_string(interaction.location) +
                              " has the status " + std::to_string(response.status) + ", which is no final answer");
    }
    response.reason = std::string(contracts::http::reason_phrase(response.status));
    for (const char* name : {"Content-Length", "Transfer-Encoding", "Connection", "Date"})
      response.headers.remove(name);
    return response;
  }

  std::shared_ptr<const contracts::pact::Pact> pact_;
  const PactStubOptions options_;
};

}  // namespace

chaos::http::Handler make_pact_stub(std::shared_ptr<const contracts::pact::Pact> pact, PactStubOptions options) {
  return PactStub(std::move(pact), std::move(options));
}

}  // namespace squall::harness
