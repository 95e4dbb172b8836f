#include "harness/stub_callbacks/stub_calls.h"

#include <algorithm>
#include <utility>

#include "chaos/http/page.h"
#include "contracts/match/validate.h"
#include "harness/stub/preference.h"
#include "harness/stub/problem.h"
#include "harness/stub_callbacks/outgoing_request.h"
#include "harness/watch/masked.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::Violation;
using contracts::http::Request;
using contracts::openapi::Operation;

// A request's own preferences are few and small; most have none, and are not looked at any further.
std::vector<std::string> wished_callbacks(const Request& request, bool in_query) {
  const bool perhaps = request.headers.contains("Prefer") || request.target.find("__callback") != std::string::npos;
  if (!perhaps) return {};
  auto preference = read_preference(request, in_query);
  return preference ? std::move(preference->callbacks) : std::vector<std::string>{};
}

const contracts::Error kTooMany{ErrorKind::unavailable, "too many callbacks and webhooks wait already", {}, ""};

std::string names_of(const Operation& operation) {
  std::string names;
  for (const auto& callback : operation.callbacks) names += (names.empty() ? "" : ", ") + callback->name;
  return names;
}

bool declares(const Operation& operation, const std::string& name) {
  return std::any_of(operation.callbacks.begin(), operation.callbacks.end(),
                     [&](const auto& callback) { return name.empty() || callback->name == name; });
}

// What was ordered comes before what the contract says.
void apply(const WebhookOrder& order, Request& request) {
  if (order.body) {
    request.body = contracts::to_json(*order.body);
    request.headers.set("Content-Type", "application/json");
  }
  for (const auto& header : order.headers) request.headers.remove(header.name);
  for (const auto& header : order.headers) request.headers.add(header.name, header.value);
}

std::string in_words(const Violation& violation) {
  std::string text = violation.where + violation.pointer + (violation.where.empty() ? "" : ": ") + violation.message;
  if (!violation.contract.file.empty()) text += " (" + contracts::to_string(violation.contract) + ")";
  return text;
}

std::string with_hint(const contracts::Error& error) {
  return error.message + (error.hint.empty() ? "" : "; " + error.hint);
}

}  // namespace

// What becomes of one, after whoever ordered it has gone on.
struct StubCalls::Sending {
  std::shared_ptr<const contracts::match::Router> router;  // keeps the operation
  const Operation* operation = nullptr;
  std::shared_ptr<SentLog> log;
  std::function<void(const std::string&)> tell;
  SentCall call;
  Request request;        // as it is sent
  chaos::Exchange cause;  // of a callback: what it followed. Its secrets may be in what is sent

  void done(Answer answer) {
    const auto& contract = router->contract();
    chaos::Exchange exchange;
    exchange.request = std::move(request);
    exchange.response = std::move(answer.response);
    const bool complete = answer.error == chaos::CallError::none && !answer.truncated;
    if (complete) {
      auto own = contracts::match::validate_response(contract, *operation, exchange.request.method, exchange.response);
      call.violations.insert(call.violations.end(), own.begin(), own.end());
    }
    const SecretPlaces places(contract);
    for (auto& violation : call.violations) violation = masked(exchange, violation, places, &cause).violation;
    Masked shown = masked(exchange, {}, places, &cause);
    call.request = std::move(shown.request);
    call.response = std::move(shown.response);
    call.cut = answer.truncated;
    call.error = std::move(answer.error_text);
    if (answer.truncated && call.error.empty()) call.error = "the answer is too long to be judged";
    call.duration = answer.duration;
    if (answer.error != chaos::CallError::cancelled) say(complete);
    log->add(std::move(call));
  }

  void say(bool complete) const {
    if (!tell) return;
    const std::string line = call.what + ": " + call.request.method + " " + call.base_url + call.request.target;
    if (!complete && !call.error.empty()) tell(line + ": " + call.error + "\n");
    for (const auto& violation : call.violations) {
      tell(line + " -> " + std::to_string(call.response.status) + ": " + in_words(violation) + "\n");
    }
  }
};

StubCalls::StubCalls(std::shared_ptr<const contracts::match::Router> router, CallSettings settings)
    : router_(std::move(router)), settings_(std::move(settings)) {}

std::optional<chaos::http::Reply> StubCalls::refuse_wish(const JudgedRequest& judged) const {
  if (settings_.callbacks == CallbackUse::off || judged.operation() == nullptr || judged.refused) return std::nullopt;
  const auto wished = wished_callbacks(judged.request(), settings_.answers.preference_in_query);
  if (wished.empty()) return std::nullopt;
  if (settings_.callbacks == CallbackUse::asked && chaos::http::sent_by_a_page(judged.request().headers)) {
    return chaos::http::Reply{problem(403, "a page may not ask for callbacks, unless all are sent (--callbacks all)"),
                              {}};
  }
  const Operation& operation = *judged.operation();
  for (const std::string& name : wished) {
    if (declares(operation, name)) continue;
    const std::string declared = names_of(operation);
    return chaos::http::Reply{
        problem(404, operation.name() + " declares no callback" + (name.empty() ? "" : " '" + name + "'") +
                         (declared.empty() ? "" : "; it has " + declared)),
        {}};
  }
  return std::nullopt;
}

std::vector<std::string> StubCalls::call_back(const StubExchange& exchange) const {
  std::vector<std::string> notes;
  const Operation* operation = exchange.operation;
  if (settings_.callbacks == CallbackUse::off || operation == nullptr || operation->callbacks.empty()) return notes;
  const Request& request = exchange.incoming.request;
  // What was refused leads to nothing, and a HEAD is not the GET that answered it.
  if (exchange.reply.response.status >= 400 || request.method != operation->method) return notes;
  auto names = wished_callbacks(request, settings_.answers.preference_in_query);
  if (names.empty() && settings_.callbacks == CallbackUse::all) names.emplace_back();
  if (names.empty()) return notes;
  const std::string origin = (settings_.tls ? "https://" : "http://") + std::string(request.headers.get("Host"));
  const JudgedRequest judged = judge(*router_, exchange.incoming, false);
  for (const CalledBack& called : called_back(judged, exchange.reply.response, names, settings_.hosts, origin)) {
    notes.push_back(fire(judged, exchange.reply, called));
  }
  return notes;
}

std::string StubCalls::fire(const JudgedRequest& judged, const chaos::http::Reply& reply,
                            const CalledBack& called) const {
  const std::string what = "callback " + called.callback->name;
  const auto not_sent = [&](const contracts::Error& error) {
    std::string text = what + " is not sent: " + with_hint(error);
    if (settings_.tell) settings_.tell(judged.operation()->name() + ": " + text + "\n");
    return text;
  };
  if (!called.destination) return not_sent(called.destination.error());
  const auto& request = judged.request();
  const contracts::Random random(settings_.seed, "stub.callback",
                                 what + "\n" + request.method + " " + request.target + "\n" + request.body);
  auto made =
      outgoing_request(judged.contract, *called.operation, called.destination->target, settings_.answers, random);
  if (!made) return not_sent(made.error());
  auto sending = std::make_shared<Sending>();
  sending->operation = called.operation;
  sending->call.what = what;
  sending->cause.request = judged.content();
  sending->cause.response = reply.response;
  const std::uint64_t number = sending->call.number = settings_.log->number();
  const auto after = std::max(reply.delay, std::chrono::nanoseconds(0)) + settings_.delay;
  if (!send(std::move(sending), called.destination->base_url, std::move(*made), after)) return not_sent(kTooMany);
  return what + " is sent as " + std::to_string(number);
}

bool StubCalls::send(std::shared_ptr<Sending> sending, const std::string& base_url, Request request,
                     std::chrono::nanoseconds after) const {
  sending->router = router_;
  sending->log = settings_.log;
  sending->tell = settings_.tell;
  sending->request = request;
  auto& call = sending->call;
  call.at = std::chrono::system_clock::now() + std::chrono::duration_cast<std::chrono::microseconds>(after);
  call.operation = sending->operation->name();
  call.base_url = base_url;
  OrderedCall order{base_url, std::move(request), after,
                    [sending = std::move(sending)](Answer answer) { sending->done(std::move(answer)); }};
  return settings_.sender->order(std::move(order));
}

std::vector<std::string> StubCalls::webhooks() const {
  std::vector<std::string> names;
  for (const auto& operation : router_->contract().webhooks) {
    if (std::find(names.begin(), names.end(), operation.path) == names.end()) names.push_back(operation.path);
  }
  return names;
}

contracts::Result<std::vector<std::uint64_t>> StubCalls::send_webhook(const std::string& name,
                                                                      const WebhookOrder& order) const {
  SQUALL_TRY_ASSIGN(const Destination destination, destination_of(order.url, settings_.hosts));
  std::vector<std::uint64_t> numbers;
  for (const auto& operation : router_->contract().webhooks) {
    if (operation.path != name) continue;
    const std::uint64_t number = settings_.log->number();
    const contracts::Random random(settings_.seed, "stub.webhook", name + "\n" + std::to_string(number));
    SQUALL_TRY_ASSIGN(Request request,
                      outgoing_request(router_->contract(), operation, destination.target, settings_.answers, random));
    apply(order, request);
    auto sending = std::make_shared<Sending>();
    sending->operation = &operation;
    sending->call.what = "webhook " + name;
    sending->call.number = number;
    sending->call.violations = departures(router_->contract(), operation, request);
    if (!send(std::move(sending), destination.base_url, std::move(request), {})) return contracts::fail(kTooMany);
    numbers.push_back(number);
  }
  return numbers;
}

}  // namespace squall::harness
