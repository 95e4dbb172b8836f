#include "harness/verify/live_verification.h"

#include "contracts/core/units.h"
#include "harness/verify/await_service.h"
#include "harness/verify/replay.h"

namespace squall::harness {

namespace {

using contracts::http::Request;
using contracts::match::RequestCase;
using contracts::openapi::Operation;

constexpr std::size_t most_named = 10;

Send send_to(std::string origin, const VerifySpec& spec, std::stop_token stop) {
  SendOptions options;
  options.ca_file = spec.ca_file;
  options.timeout = std::chrono::seconds(10);
  return [client = std::make_shared<Client>(), origin = std::move(origin), stop = std::move(stop),
          options](const Request& request) { return client->send(origin, request, options, stop); };
}

// Header values that came from the environment are printed as ${env.NAME}.
contracts::http::Headers shown_headers(const contracts::http::Headers& headers,
                                       const std::map<std::string, std::string>& names) {
  contracts::http::Headers shown;
  for (const auto& header : headers) {
    std::string text = header.value;
    for (const auto& [value, name] : names) {
      for (auto at = text.find(value); !value.empty() && at != std::string::npos;
           at = text.find(value, at + name.size())) {
        text.replace(at, value.size(), name);
      }
    }
    if (text != header.value) shown.set(header.name, text);
  }
  return shown;
}

// A token url of the contract may be relative to where the service runs.
std::shared_ptr<TokenSource> token_source(AuthSpec client, const std::string& origin, std::string ca_file,
                                          Secrets& secrets, std::stop_token stop) {
  if (client.token_url.find("://") == std::string::npos)
    client.token_url = origin + (client.token_url.front() == '/' ? "" : "/") + client.token_url;
  const auto post = [stop = std::move(stop), ca_file = std::move(ca_file)](const std::string& url,
                                                                           const Request& request) {
    SendOptions options;
    options.timeout = std::chrono::seconds(10);
    options.ca_file = ca_file;
    const std::size_t authority = url.find("://");
    const std::size_t path = authority == std::string::npos ? authority : url.find('/', authority + 3);
    Request sent = request;
    sent.target = path == std::string::npos ? "/" : url.substr(path);
    return Client().send(url.substr(0, path), sent, options, stop);
  };
  return std::make_shared<TokenSource>(std::move(client), post, real_clock(), secrets);
}

std::string left_out_fact(const Prepared& prepared) {
  std::string names;
  std::size_t named = 0;
  for (const Operation& operation : prepared.router->contract().operations) {
    if (!prepared.left_out.contains(&operation) || ++named > most_named) continue;
    names += (names.empty() ? "" : ", ") + operation.name();
  }
  if (named > most_named) names += " and " + std::to_string(named - most_named) + " more";
  return "left out, as asked: " + names;
}

}  // namespace

LiveVerification::LiveVerification(const Prepared& prepared, const Surroundings& around)
    : prepared_(prepared),
      around_(around),
      breakdown_(around.stop),
      pace_({.rate = prepared.spec.rate}, real_clock(), breakdown_.token()) {}

contracts::Status LiveVerification::start() {
  const VerifySpec& spec = prepared_.spec;
  if (spec.wait) {
    Request question;
    question.target = around_.url.base_path.value_or("") + "/";
    const Send ask = send_to(around_.url.origin, spec, breakdown_.token());
    SQUALL_TRY(await_service([&] { return ask(question); }, *spec.wait, real_clock(), breakdown_.token()));
  }
  SQUALL_TRY_ASSIGN(
      credentials_, Credentials::make(spec.auth, prepared_.router->contract(), [this](const AuthSpec& client) {
        return token_source(client, around_.url.origin, prepared_.spec.ca_file, around_.secrets, breakdown_.token());
      }));
  SQUALL_TRY(credentials_.fetch_tokens());
  if (!spec.hook.empty()) {
    HookOptions options;
    options.command = spec.hook;
    options.directory = spec.directory;
    options.service = spec.service;
    options.seed = around_.seed;
    SQUALL_TRY_ASSIGN(hook_, Hook::start(options, around_.secrets, breakdown_.token()));
  }
  deadline_ = std::make_unique<Deadline>(std::stop_token{}, spec.max_time);
  make_plan();
  return {};
}

void LiveVerification::make_plan() {
  const VerifySpec& spec = prepared_.spec;
  plan_.id = "verify/" + spec.service;
  plan_.service = spec.service;
  plan_.router = prepared_.router;
  plan_.connect = [this] {
    return credentials_.wrap(pace_.wrap(send_to(around_.url.origin, prepared_.spec, breakdown_.token())), breakdown_);
  };
  plan_.workers = static_cast<unsigned>(spec.workers.value_or(1));
  plan_.base_url = around_.url.origin;
  plan_.base_path = around_.url.base_path;
  plan_.phases = spec.phases;
  plan_.headers = spec.headers;
  plan_.shown_headers = shown_headers(spec.headers, around_.secret_names);
  plan_.seed = around_.seed;
  plan_.requests_per_operation = spec.requests.value_or(around_.quick ? 10 : 50);
  plan_.coverage_per_operation = around_.quick ? 40 : 200;
  plan_.negatives_per_operation = around_.quick ? 20 : 200;
  plan_.max_examples = spec.max_examples;
  plan_.left_out = prepared_.left_out;
  if (prepared_.given || hook_)
    plan_.given = [this](const Operation& operation, std::uint64_t index) { return given(operation, index); };
  if (prepared_.given || hook_ || !credentials_.empty()) {
    plan_.complete = [this](const RequestCase& request_case, Expected expected, Request& request) {
      return complete(request_case, expected, request);
    };
  }
  if (hook_ || spec.response_time) {
    plan_.observe = [this](const RequestCase& request_case, Expected expected, const Request& sent,
                           const Answer& answer) { return observe(request_case, expected, sent, answer); };
  }
  plan_.replay = around_.replay;
  plan_.stop = breakdown_.token();
  plan_.enough = deadline_->token();
  plan_.stop_after = spec.stop_after.value_or(0);
  plan_.shrink = spec.shrink;
  plan_.progress = around_.progress;
}

contracts::match::KnownValues LiveVerification::given(const Operation& operation, std::uint64_t index) {
  contracts::match::KnownValues known;
  if (prepared_.given) known = prepared_.given->path_values(operation, index);
  if (!hook_ || breakdown_.token().stop_requested()) return known;
  auto more = hook_->path_values(operation, index);
  if (!more) {
    breakdown_.report(contracts::to_string(more.error()));
    return known;
  }
  // What the hook says comes first: it knows what happened meanwhile.
  more->insert(more->end(), known.begin(), known.end());
  return std::move(*more);
}

bool LiveVerification::complete(const RequestCase& request_case, Expected expected, Request& request) {
  if (prepared_.given) prepared_.given->put_into(request_case, request);
  if (const auto put = credentials_.put_into(request_case, request); !put) {
    breakdown_.report(contracts::to_string(put.error()));
    return false;
  }
  if (!hook_) return true;
  const auto sent = hook_->before(request_case, expected, request);
  if (!sent) breakdown_.report(contracts::to_string(sent.error()));
  return sent.value_or(false);
}

std::vector<reports::Finding> LiveVerification::observe(const RequestCase& request_case, Expected expected,
                                                        const Request& sent, const Answer& answer) {
  std::vector<reports::Finding> findings;
  const auto bound = prepared_.spec.response_time;
  if (bound && answer.error == chaos::CallError::none && answer.duration > *bound) {
    const std::string name = request_case.operation->name();
    const auto took = std::chrono::ceil<std::chrono::milliseconds>(answer.duration);
    reports::Finding finding;
    finding.rule = "response.time";
    finding.operation = name;
    finding.location = request_case.operation->location;
    finding.message = name + " took " + contracts::format_duration(took) + " to answer, more than " +
                      contracts::format_duration(*bound);
    findings.push_back(std::move(finding));
  }
  if (!hook_ || breakdown_.token().stop_requested()) return findings;
  auto more = hook_->after(request_case, expected, sent, answer);
  if (!more) {
    breakdown_.report(contracts::to_string(more.error()));
    return findings;
  }
  findings.insert(findings.end(), std::make_move_iterator(more->begin()), std::make_move_iterator(more->end()));
  return findings;
}

void LiveVerification::finish(reports::Check& check) const {
  if (const std::string reason = breakdown_.reason(); !reason.empty()) {
    if (check.outcome != reports::Outcome::failed) {
      check.outcome = reports::Outcome::errored;
      check.reason = reason;
    } else {
      check.facts.push_back("broken off: " + reason);
    }
  }
  if (!prepared_.left_out.empty()) check.facts.push_back(left_out_fact(prepared_));
  if (deadline_ && deadline_->expired())
    check.facts.push_back("ended after " + contracts::format_duration(*prepared_.spec.max_time) + ", as asked");
  for (std::string& fact : pace_.facts()) check.facts.push_back(std::move(fact));
  if (!hook_) return;
  for (std::string& fact : hook_->facts()) check.facts.push_back(std::move(fact));
}

Verification verify(const Prepared& prepared, const Surroundings& around) {
  LiveVerification live(prepared, around);
  if (const auto started = live.start(); !started) {
    Verification verification;
    verification.check.id = "verify/" + prepared.spec.service;
    verification.check.kind = reports::CheckKind::provider;
    verification.check.title = prepared.spec.service + " keeps " + prepared.router->contract().title;
    verification.check.outcome = reports::Outcome::errored;
    verification.check.reason = contracts::to_string(started.error());
    return verification;
  }
  Verification verification =
      around.wanted.empty() ? verify(live.plan()) : Verification{replay(live.plan(), around.wanted, around.from), {}};
  live.finish(verification.check);
  return verification;
}

}  // namespace squall::harness
