#include "harness/pact/verify_pact.h"

#include <algorithm>
#include <chrono>

#include "contracts/core/base64.h"
#include "contracts/http/content_coding.h"
#include "contracts/match/message_generator.h"
#include "contracts/match/violations.h"
#include "contracts/pact/example.h"
#include "harness/check/finding_builder.h"
#include "harness/check/recorded.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

using contracts::Object;
using contracts::Value;
using contracts::Violation;
using contracts::http::Request;
using contracts::pact::Interaction;
using contracts::pact::InteractionKind;

using SteadyTime = std::chrono::steady_clock::time_point;

double milliseconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

struct Asked {
  Request request;
  std::string base_url;
  Answer answer;
  double started_ms = 0;
};

class PactRun {
 public:
  PactRun(const contracts::pact::Pact& pact, const PactVerification& plan, Client& client)
      : pact_(pact), plan_(plan), client_(client), begin_(std::chrono::steady_clock::now()) {}

  reports::Check run() {
    std::vector<const Interaction*> wanted;
    for (const Interaction& interaction : pact_.interactions) {
      if (!plan_.wanted || plan_.wanted(interaction)) wanted.push_back(&interaction);
    }
    for (std::size_t i = 0; i < wanted.size() && !ended(); ++i) {
      if (plan_.progress)
        plan_.progress(title_of(*wanted[i]), static_cast<double>(i) / static_cast<double>(wanted.size()));
      verify(*wanted[i], i);
    }
    return check(wanted.size());
  }

 private:
  bool ended() const { return plan_.stop.stop_requested() || !unreachable_.empty(); }

  void verify(const Interaction& interaction, std::size_t index) {
    contracts::pact::GeneratorInput input{contracts::Random(plan_.seed, "pact.request", interaction.description, index),
                                          plan_.now, Value(Object{}), plan_.base_url};
    if (!set_up(interaction, input.state_values)) return;
    if (interaction.kind == InteractionKind::http) {
      http(interaction, input);
    } else {
      messages(interaction, input);
    }
    tear_down(interaction);
  }

  bool set_up(const Interaction& interaction, Value& values) {
    if (plan_.states == nullptr) {
      without_states_ += interaction.states.empty() ? 0 : 1;
      return true;
    }
    for (const auto& state : interaction.states) {
      const auto brought = plan_.states->change({pact_.consumer, state, false}, plan_.stop);
      if (!brought) {
        not_asked_.push_back(title_of(interaction) + ": " + brought.error().message);
        return false;
      }
      for (const auto& [name, value] : brought->members()) values.set(name, value);
    }
    return true;
  }

  void tear_down(const Interaction& interaction) {
    if (plan_.states == nullptr || !plan_.teardown) return;
    for (const auto& state : interaction.states) {
      const auto done = plan_.states->change({pact_.consumer, state, true}, plan_.stop);
      if (!done) not_asked_.push_back(title_of(interaction) + ": " + done.error().message);
    }
  }

  Asked ask(Request request, std::string base_url) {
    for (const auto& header : plan_.headers) request.headers.remove(header.name);
    for (const auto& header : plan_.headers) request.headers.add(header.name, header.value);
    Asked asked{std::move(request), std::move(base_url), {}, milliseconds(std::chrono::steady_clock::now() - begin_)};
    asked.answer = client_.send(asked.base_url, asked.request, plan_.send, plan_.stop);
    return asked;
  }

  // True: there is an answer to be judged. Who was never there is no finding but a reason not to have run.
  bool is_answered(const Interaction& interaction, const Asked& asked) {
    const Answer& answer = asked.answer;
    if (answer.error == chaos::CallError::none && !answer.truncated) {
      ++answered_;
      return true;
    }
    if (plan_.stop.stop_requested()) return false;
    if (answer.unsendable) {
      not_asked_.push_back(title_of(interaction) + ": " + answer.error_text);
      return false;
    }
    if (answered_ == 0 && (answer.error == chaos::CallError::refused || answer.error == chaos::CallError::other)) {
      unreachable_ = answer.error_text;
      return false;
    }
    Violation violation;
    violation.rule = "pact.response.none";
    violation.message = answer.truncated ? "the answer is too long to be judged" : "no answer: " + answer.error_text;
    violation.contract = interaction.location;
    tell(interaction, {violation}, asked);
    return false;
  }

  // Without its content codings; as it came where they cannot be undone.
  static contracts::http::Response decoded(const contracts::http::Response& response) {
    if (!contracts::http::is_encoded(response.headers)) return response;
    contracts::http::Response plain = response;
    plain.body = contracts::http::decode_body(response.headers, response.body).text;
    return plain;
  }

  void http(const Interaction& interaction, contracts::pact::GeneratorInput& input) {
    const Asked asked = ask(contracts::pact::example_request(interaction.request, input), plan_.base_url);
    if (!is_answered(interaction, asked)) return;
    auto violations = contracts::pact::match_response(pact_, interaction.response, decoded(asked.answer.response));
    // With another status it is another answer: what it lacks of the expected one is no cause of its own.
    const bool other =
        std::any_of(violations.begin(), violations.end(), [](const Violation& one) { return one.where == "status"; });
    if (other) std::erase_if(violations, [](const Violation& one) { return one.where != "status"; });
    // To HEAD the same head is answered, without what it describes (RFC 9110, section 9.3.2).
    if (asked.request.method == "HEAD") {
      std::erase_if(violations, [](const Violation& one) { return one.where == "body"; });
    }
    tell(interaction, violations, asked);
  }

  Request bridge_question(const Interaction& interaction, contracts::pact::GeneratorInput& input) const {
    Object question{{"description", Value(interaction.description)}};
    contracts::Array states;
    for (const auto& state : interaction.states)
      states.emplace_back(Object{{"name", Value(state.name)}, {"params", state.params}});
    question.emplace_back("providerStates", Value(std::move(states)));
    if (interaction.kind == InteractionKind::synchronous_message) {
      const auto message = contracts::pact::example_message(interaction.messages.front(), input);
      const auto document = contracts::Document::parse_json(message.contents);
      question.emplace_back("request",
                            Value(Object{{"contents", document ? Value(document->root()) : Value(message.contents)},
                                         {"contentType", Value(message.content_type)},
                                         {"metadata", message.metadata}}));
    }
    Request request;
    request.method = "POST";
    request.headers.add("Content-Type", "application/json");
    request.body = to_json(Value(std::move(question)));
    return request;
  }

  static contracts::pact::Message message_of(const contracts::http::Response& response) {
    contracts::pact::Message message{response.body, std::string(response.headers.get("content-type")), Value(Object{})};
    for (const char* name : {"Pact-Message-Metadata", "PACT_MESSAGE_METADATA", "PACT-MESSAGE-METADATA"}) {
      const auto bytes = contracts::base64_decode(response.headers.get(name));
      const auto document = contracts::Document::parse_json(bytes.value_or(""));
      if (document && document->root().is_object()) message.metadata = Value(document->root());
    }
    if (message.metadata.find("contentType") == nullptr && !message.content_type.empty())
      message.metadata.set("contentType", Value(message.content_type));
    return message;
  }

  void messages(const Interaction& interaction, contracts::pact::GeneratorInput& input) {
    const bool synchronous = interaction.kind == InteractionKind::synchronous_message;
    if (interaction.messages.size() < (synchronous ? 2u : 1u)) return;  // it asks for nothing back
    const auto slash = plan_.messages_url.find('/', plan_.messages_url.find("://") + 3);
    Request request = bridge_question(interaction, input);
    request.target = slash == std::string::npos ? "/" : plan_.messages_url.substr(slash);
    const Asked asked = ask(std::move(request), plan_.messages_url.substr(0, slash));
    if (!is_answered(interaction, asked)) return;
    const int status = asked.answer.response.status;
    if (status < 200 || status > 299) {
      Violation violation;
      violation.rule = "pact.message.none";
      violation.message = "the bridge has no such message: it answers " + std::to_string(status);
      violation.contract = interaction.location;
      tell(interaction, {violation}, asked);
      return;
    }
    const contracts::pact::Message made = message_of(decoded(asked.answer.response));
    // One answer of the bridge is one message: each of several expected ones is held against it until one fits.
    std::vector<Violation> fewest;
    for (std::size_t i = synchronous ? 1 : 0; i < interaction.messages.size(); ++i) {
      auto violations = contracts::pact::match_message(pact_, interaction.messages[i], made);
      if (violations.empty()) {
        fewest.clear();
        break;
      }
      if (fewest.empty() || violations.size() < fewest.size()) fewest = std::move(violations);
    }
    tell(interaction, fewest, asked);
  }

  void add_evidence(const Interaction& interaction, const Asked& asked, reports::Finding& finding) const {
    const auto line = [&finding](std::string text) { finding.evidence.push_back({std::nullopt, std::move(text)}); };
    line("interaction: " + title_of(interaction) + ", at " + to_string(interaction.location));
    line("sent " + asked.request.method + " " + asked.request.target);
    if (!asked.request.body.empty()) line("with " + contracts::match::excerpt(asked.request.body));
    const auto& response = asked.answer.response;
    if (asked.answer.error != chaos::CallError::none) {
      line("no answer: " + asked.answer.error_text);
    } else {
      line("answered " + std::to_string(response.status) + ", " + std::string(response.headers.get("Content-Type")) +
           ", " + (response.body.empty() ? "no body" : contracts::match::excerpt(response.body)));
    }
    reports::Exchange exchange;
    exchange.request = recorded(asked.request, asked.base_url);
    for (auto& header : exchange.request.headers) {
      if (const std::string* shown = plan_.shown_headers.find(header.name)) header.value = *shown;
    }
    exchange.response = recorded(response);
    exchange.response.error = asked.answer.error_text;
    exchange.started_ms = asked.started_ms;
    exchange.duration_ms = milliseconds(asked.answer.duration);
    finding.exchanges.push_back(std::move(exchange));
    finding.replay.command = plan_.replay + " --include " + quoted(interaction.description);
    finding.replay.curl = contracts::match::to_curl(asked.request, asked.base_url, plan_.shown_headers);
  }

  static std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string{c};
    return out + "'";
  }

  void tell(const Interaction& interaction, const std::vector<Violation>& violations, const Asked& asked) {
    ++(violations.empty() ? kept_ : interaction.pending ? pending_ : broken_);
    const bool http = interaction.kind == InteractionKind::http;
    const std::string operation =
        http ? interaction.request.method + " " + interaction.request.path : interaction.description;
    for (const Violation& violation : violations) {
      reports::Finding finding = finding_of(violation, operation, "'" + interaction.description + "'");
      finding.id = finding_id(violation.rule, title_of(interaction), violation.contract,
                              violation.where + without_indices(violation.pointer) + "\n" + violation.keyword);
      if (interaction.pending) finding.severity = reports::Severity::warning;
      if (!findings_.again(finding.id)) {
        add_evidence(interaction, asked, finding);
        findings_.add(std::move(finding));
      }
    }
  }

  reports::Check check(std::size_t wanted) {
    reports::Check check;
    check.id = plan_.id;
    check.kind = reports::CheckKind::provider;
    check.title = pact_.provider + " keeps the pact with " + pact_.consumer;
    check.duration_ms = milliseconds(std::chrono::steady_clock::now() - begin_);
    check.findings = findings_.take();
    check.facts.push_back(reports::counted(wanted, "interaction") + ": " + std::to_string(kept_) + " kept, " +
                          std::to_string(broken_) + " broken" +
                          (pending_ > 0 ? ", " + std::to_string(pending_) + " pending and not kept" : ""));
    if (without_states_ > 0) {
      check.facts.push_back(
          reports::counted(without_states_, "interaction") +
          " with provider states that nobody set up: see --provider-states-url and --provider-states");
    }
    for (const std::string& error : not_asked_) check.facts.push_back(error);
    decide(check, wanted);
    return check;
  }

  void decide(reports::Check& check, std::size_t wanted) {
    check.outcome = reports::Outcome::passed;
    if (has_error(check.findings)) {
      check.outcome = reports::Outcome::failed;
    } else if (!unreachable_.empty()) {
      check.outcome = reports::Outcome::errored;
      check.reason = "the provider is not there: " + unreachable_;
    } else if (!not_asked_.empty()) {
      check.outcome = reports::Outcome::errored;
      check.reason = not_asked_.front();
    } else if (plan_.stop.stop_requested()) {
      check.outcome = reports::Outcome::inconclusive;
      check.reason = "interrupted";
    } else if (kept_ + broken_ + pending_ == 0) {
      check.outcome = reports::Outcome::inconclusive;
      check.reason = wanted == 0 ? "there is no interaction to verify" : "no interaction asks for an answer";
    }
  }

  const contracts::pact::Pact& pact_;
  const PactVerification& plan_;
  Client& client_;
  const SteadyTime begin_;
  FindingSet findings_;
  std::vector<std::string> not_asked_;
  std::string unreachable_;
  std::size_t answered_ = 0, kept_ = 0, broken_ = 0, pending_ = 0, without_states_ = 0;
};

}  // namespace

reports::Check verify_pact(const contracts::pact::Pact& pact, const PactVerification& verification, Client& client) {
  return PactRun(pact, verification, client).run();
}

}  // namespace squall::harness
