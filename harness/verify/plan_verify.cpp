#include "harness/verify/plan_verify.h"

#include "harness/verify/live_verification.h"

namespace squall::harness {
namespace {

using Errors = std::vector<contracts::Error>;

reports::Check errored(std::string reason) {
  reports::Check check;
  check.outcome = reports::Outcome::errored;
  check.reason = std::move(reason);
  return check;
}

reports::Check run(const Prepared& prepared, const std::string& id, RunContext& context) {
  const std::string& service = prepared.spec.service;
  const auto url = context.service_urls.find(service);
  if (url == context.service_urls.end()) return errored("service '" + service + "' has no url");
  const auto address = parse_provider_url(url->second);
  if (!address) return errored(to_string(address.error()));
  Secrets unshared;
  Surroundings around{*address,
                      context.seed,
                      context.replay ? context.replay(id) : "",
                      context.system.secret_names,
                      context.secrets == nullptr ? unshared : *context.secrets,
                      context.stop,
                      {},
                      context.quick};
  around.progress = [&](const std::string& text, double done) {
    if (context.events) context.events(reports::CheckProgress{id, text, done});
  };
  Verification verification = verify(prepared, around);
  if (verification.check.outcome == reports::Outcome::errored && context.service_log) {
    const std::string log = context.service_log(service);
    if (!log.empty()) verification.check.facts.push_back("the service's last output: " + log);
  }
  context.coverage.insert(context.coverage.end(), verification.coverage.begin(), verification.coverage.end());
  return std::move(verification.check);
}

PlannedCheck check_of(Prepared prepared) {
  const std::string& service = prepared.spec.service;
  PlannedCheck check;
  check.id = "verify/" + service;
  check.kind = reports::CheckKind::provider;
  check.title = service + " keeps its contract";
  const std::string scope = prepared.scope();
  check.blast_radius = "requests to " + service + (scope.empty() ? "" : " (" + scope + ")") +
                       ", which may create, change and delete its data";
  check.expected = prepared.spec.max_time.value_or(std::chrono::seconds(2));
  check.run = [prepared = std::move(prepared), id = check.id](RunContext& context) {
    return run(prepared, id, context);
  };
  return check;
}

}  // namespace

tl::expected<std::vector<PlannedCheck>, Errors> plan_verify(
    const System& system, const std::map<std::string, std::shared_ptr<const contracts::match::Router>>& contracts) {
  std::vector<PlannedCheck> checks;
  Errors errors;
  for (const VerifySpec& spec : system.verify) {
    const auto router = contracts.find(spec.service);
    if (router == contracts.end()) continue;  // refused by the system file's reader
    auto prepared = prepare(spec, router->second);
    if (prepared) {
      checks.push_back(check_of(std::move(*prepared)));
    } else {
      errors.insert(errors.end(), prepared.error().begin(), prepared.error().end());
    }
  }
  if (!errors.empty()) return tl::unexpected<Errors>(std::move(errors));
  return checks;
}

}  // namespace squall::harness
