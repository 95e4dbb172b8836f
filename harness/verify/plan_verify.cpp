#include "harness/verify/plan_verify.h"

#include "harness/verify/provider_url.h"

namespace squall::harness {
namespace {

// Header values that came from the environment are printed as ${env.NAME}.
contracts::http::Headers shown_headers(const VerifySpec& spec, const System& system) {
  contracts::http::Headers shown;
  for (const auto& header : spec.headers) {
    std::string text = header.value;
    for (const auto& [value, name] : system.secret_names) {
      for (auto at = text.find(value); !value.empty() && at != std::string::npos;
           at = text.find(value, at + name.size())) {
        text.replace(at, value.size(), name);
      }
    }
    if (text != header.value) shown.set(header.name, text);
  }
  return shown;
}

reports::Check run(const VerifySpec& spec, const std::string& id, RunContext& context) {
  reports::Check check;
  check.id = id;
  check.kind = reports::CheckKind::provider;
  const auto url = context.service_urls.find(spec.service);
  const auto router = context.contracts.find(spec.service);
  if (url == context.service_urls.end() || router == context.contracts.end()) {
    check.outcome = reports::Outcome::errored;
    check.reason = "service '" + spec.service + "' has no " + (url == context.service_urls.end() ? "url" : "contract");
    return check;
  }
  const auto address = parse_provider_url(url->second);
  if (!address) {
    check.outcome = reports::Outcome::errored;
    check.reason = to_string(address.error());
    return check;
  }
  VerifyPlan plan = verify_plan(spec, context.system, router->second, address->origin, context.seed);
  plan.base_path = address->base_path;
  plan.requests_per_operation = context.quick ? 3 : 6;
  plan.negatives_per_operation = context.quick ? 20 : 60;
  plan.replay = context.replay ? context.replay(id) : "";
  plan.stop = context.stop;
  plan.connect = [&] { return send_to(address->origin, context.stop); };
  plan.progress = [&](const std::string& text, double done) {
    if (context.events) context.events(reports::CheckProgress{id, text, done});
  };
  Verification verification = verify(plan);
  if (verification.check.outcome == reports::Outcome::errored && context.service_log) {
    const std::string log = context.service_log(spec.service);
    if (!log.empty()) verification.check.facts.push_back("the service's last output: " + log);
  }
  context.coverage.insert(context.coverage.end(), verification.coverage.begin(), verification.coverage.end());
  return std::move(verification.check);
}

}  // namespace

VerifyPlan verify_plan(const VerifySpec& spec, const System& system,
                       std::shared_ptr<const contracts::match::Router> router, std::string base_url,
                       std::uint64_t seed) {
  VerifyPlan plan;
  plan.id = "verify/" + spec.service;
  plan.service = spec.service;
  plan.router = std::move(router);
  plan.base_url = std::move(base_url);
  plan.phases = spec.phases;
  plan.headers = spec.headers;
  plan.shown_headers = shown_headers(spec, system);
  plan.seed = seed;
  return plan;
}

Send send_to(std::string origin, std::stop_token stop) {
  SendOptions options;
  options.timeout = std::chrono::seconds(10);
  return [client = std::make_shared<Client>(), origin = std::move(origin), stop = std::move(stop),
          options](const contracts::http::Request& request) { return client->send(origin, request, options, stop); };
}

std::vector<PlannedCheck> plan_verify(const System& system) {
  std::vector<PlannedCheck> checks;
  for (const VerifySpec& spec : system.verify) {
    PlannedCheck check;
    check.id = "verify/" + spec.service;
    check.kind = reports::CheckKind::provider;
    check.title = spec.service + " keeps its contract";
    check.blast_radius = "requests to " + spec.service + ", which may create, change and delete its data";
    check.expected = std::chrono::seconds(2);
    check.run = [spec, id = check.id](RunContext& context) { return run(spec, id, context); };
    checks.push_back(std::move(check));
  }
  return checks;
}

}  // namespace squall::harness
