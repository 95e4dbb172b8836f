#include "harness/verify/hook.h"

#include <algorithm>
#include <array>

#include "harness/verify/given_values.h"
#include "harness/verify/hook_messages.h"

namespace squall::harness {

namespace {

using contracts::Document;
using contracts::ErrorKind;
using contracts::Node;
using contracts::Object;
using contracts::Value;
using contracts::match::RequestCase;
using contracts::openapi::Operation;

constexpr std::array<std::string_view, 3> questions = {"values", "before_request", "after_response"};
constexpr std::size_t most_notes = 20;

std::string text_of(const Node& object, std::string_view key) {
  const Node* node = object.find(key);
  return node == nullptr || !node->is_string() ? "" : std::string(node->text());
}

// Headers that say nothing about who asks: their values may be printed.
bool is_plain_header(std::string_view name) {
  for (const std::string_view plain : {"accept", "accept-encoding", "accept-language", "content-type", "user-agent"}) {
    if (contracts::http::equal_ignoring_case(name, plain)) return true;
  }
  return false;
}

std::optional<reports::Severity> severity_of(const std::string& name) {
  if (name.empty() || name == "error") return reports::Severity::error;
  if (name == "warning") return reports::Severity::warning;
  if (name == "info") return reports::Severity::info;
  return std::nullopt;
}

}  // namespace

contracts::Result<std::unique_ptr<Hook>> Hook::start(const HookOptions& options, Secrets& secrets,
                                                     std::stop_token stop) {
  SQUALL_TRY_ASSIGN(auto process, HookProcess::start(options.command, options.directory));
  std::unique_ptr<Hook> hook(new Hook(options, std::move(process), secrets, std::move(stop)));
  SQUALL_TRY(hook->greet());
  return hook;
}

contracts::Error Hook::wrong(const std::string& what, const std::string& line) const {
  std::string text = "the hook '" + options_.command + "' " + what;
  if (!line.empty()) text += ": " + line.substr(0, 200);
  return {ErrorKind::malformed, std::move(text), {}, "its protocol is described in harness/README.md"};
}

contracts::Result<Document> Hook::ask(const char* type, Object message) {
  const std::lock_guard lock(mutex_);
  const std::int64_t id = ++asked_;
  message.insert(message.begin(), {{"id", Value(id)}, {"type", Value(type)}});
  SQUALL_TRY_ASSIGN(const std::string line,
                    process_->exchange(contracts::to_json(Value(std::move(message))), options_.timeout, stop_));
  auto answer = Document::parse_json(line);
  if (!answer || !answer->root().is_object())
    return contracts::fail(wrong("wrote a line that is no JSON object", line));
  const Node* answered = answer->root().find("id");
  if (answered == nullptr || answered->text() != std::to_string(id)) {
    return contracts::fail(wrong("answered another question than number " + std::to_string(id), line));
  }
  return std::move(*answer);
}

contracts::Status Hook::greet() {
  SQUALL_TRY_ASSIGN(const Document answer,
                    ask("hello", {{"version", 1}, {"service", options_.service}, {"seed", options_.seed}}));
  const Node* version = answer.root().find("version");
  if (version == nullptr || version->text() != "1")
    return contracts::fail(wrong("does not say that it speaks version 1 of the protocol"));
  const Node* wanted = answer.root().find("wants");
  if (wanted == nullptr) {
    wanted_.insert(questions.begin(), questions.end());
    return {};
  }
  for (const Node& item : wanted->items()) {
    if (std::find(questions.begin(), questions.end(), item.text()) == questions.end())
      return contracts::fail(
          wrong("wants '" + std::string(item.text()) + "', and there are values, before_request and after_response"));
    wanted_.emplace(item.text());
  }
  return {};
}

contracts::Result<contracts::match::KnownValues> Hook::path_values(const Operation& operation, std::uint64_t index) {
  contracts::match::KnownValues known;
  contracts::Array asked;
  for (const auto& parameter : operation.parameters) {
    if (parameter.in == contracts::openapi::ParameterIn::path) asked.emplace_back("path." + parameter.name);
  }
  if (!wants("values") || asked.empty()) return known;
  Object message = operation_members(operation);
  message.emplace_back("index", index);
  message.emplace_back("for", Value(std::move(asked)));
  SQUALL_TRY_ASSIGN(const Document answer, ask("values", std::move(message)));
  const Node* values = answer.root().find("values");
  if (values == nullptr) return known;
  for (const contracts::Member& member : values->members()) {
    if (member.key.substr(0, 5) == "path.") known.emplace_back(std::string(member.key.substr(5)), Value(member.value));
  }
  return known;
}

contracts::Status Hook::put_values(const RequestCase& request_case, contracts::http::Request& request) {
  contracts::Array asked;
  for (const std::string& parameter : request_case.parameters) {
    if (parameter.compare(0, 5, "path.") != 0) asked.emplace_back(parameter);
  }
  if (!request.body.empty()) asked.emplace_back("body");
  if (!wants("values") || asked.empty()) return {};
  Object message = operation_members(*request_case.operation);
  message.emplace_back("for", Value(std::move(asked)));
  SQUALL_TRY_ASSIGN(const Document answer, ask("values", std::move(message)));
  const Node* values = answer.root().find("values");
  if (values == nullptr) return {};
  for (const contracts::Member& member : values->members()) {
    const std::string key(member.key);
    const std::size_t dot = key.find('.');
    if (key.compare(0, 5, "body/") == 0) {
      put_body_member(request_case, request, key.substr(4), Value(member.value));
    } else if (dot != std::string::npos) {
      put_parameter(request_case, request, key.substr(0, dot), key.substr(dot + 1), Value(member.value));
    }
  }
  return {};
}

contracts::Status Hook::change(const Node& change, contracts::http::Request& request) {
  if (!change.is_object()) return contracts::fail(wrong("answered a 'request' that is no object"));
  if (const std::string target = text_of(change, "target"); !target.empty()) request.target = target;
  if (const Node* headers = change.find("headers")) {
    for (const contracts::Member& member : headers->members()) {
      const std::string name(member.key), value(member.value.text());
      if (member.value.is_null()) {
        request.headers.remove(name);
      } else {
        if (!is_plain_header(name) && request.headers.get(name) != value) secrets_.add(value);
        request.headers.set(name, value);
      }
    }
  }
  if (const Node* body = change.find("body"))
    request.body = body->is_string() ? std::string(body->text()) : contracts::to_json(*body);
  return {};
}

contracts::Result<bool> Hook::before(const RequestCase& request_case, Expected expected,
                                     contracts::http::Request& request) {
  SQUALL_TRY(put_values(request_case, request));
  if (!wants("before_request")) return true;
  SQUALL_TRY_ASSIGN(const Document answer, ask("before_request", request_members(request_case, expected, request)));
  if (const Node* skip = answer.root().find("skip"); skip != nullptr && !skip->is_null()) {
    const std::lock_guard lock(mutex_);
    ++skipped_;
    return false;
  }
  if (const Node* changed = answer.root().find("request")) SQUALL_TRY(change(*changed, request));
  return true;
}

contracts::Result<std::vector<reports::Finding>> Hook::after(const RequestCase& request_case, Expected expected,
                                                             const contracts::http::Request& sent,
                                                             const Answer& answer) {
  std::vector<reports::Finding> findings;
  if (!wants("after_response")) return findings;
  Object message = request_members(request_case, expected, sent);
  message.emplace_back("response", answer_value(answer));
  SQUALL_TRY_ASSIGN(const Document said, ask("after_response", std::move(message)));
  if (const Node* notes = said.root().find("notes")) {
    for (const Node& item : notes->items()) note(std::string(item.text()));
  }
  const Node* list = said.root().find("findings");
  if (list == nullptr) return findings;
  for (const Node& item : list->items()) {
    reports::Finding finding;
    const std::string rule = text_of(item, "rule");
    finding.message = text_of(item, "message");
    const auto severity = severity_of(text_of(item, "severity"));
    if (rule.empty() || finding.message.empty() || !severity)
      return contracts::fail(wrong("reports a finding without a rule, a message, or with an unknown severity"));
    finding.rule = "hook." + rule;
    finding.severity = *severity;
    finding.operation = request_case.operation->name();
    finding.location = request_case.operation->location;
    findings.push_back(std::move(finding));
  }
  return findings;
}

void Hook::note(std::string text) {
  const std::lock_guard lock(mutex_);
  if (notes_.size() < most_notes && std::find(notes_.begin(), notes_.end(), text) == notes_.end())
    notes_.push_back(std::move(text));
}

std::vector<std::string> Hook::facts() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> facts;
  for (const std::string& text : notes_) facts.push_back("the hook notes: " + text);
  if (skipped_ > 0)
    facts.push_back("the hook skipped " + std::to_string(skipped_) + (skipped_ == 1 ? " request" : " requests"));
  return facts;
}

}  // namespace squall::harness
