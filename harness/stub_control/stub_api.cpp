#include "harness/stub_control/stub_api.h"

#include <algorithm>
#include <optional>

#include "contracts/core/number.h"
#include "contracts/core/utf8.h"
#include "contracts/http/percent.h"
#include "contracts/match/wire_text.h"
#include "harness/stub_control/journal_json.h"
#include "harness/stub_control/sent_json.h"

namespace squall::harness {
namespace {

using chaos::toxiproxy::ApiRequest;
using chaos::toxiproxy::ApiResponse;
using contracts::Value;
using Verdict = CallAssertion::Verdict;

constexpr std::size_t most_shown = 5;  // calls that were like the expected ones
constexpr std::size_t most_snapshots = 16;

ApiResponse json(int status, const Value& value) {
  // A client may have sent any bytes; JSON is UTF-8 (RFC 8259, section 8.1).
  return {status, "application/json", contracts::valid_utf8(contracts::to_json(value)), ""};
}

ApiResponse done() {
  return {204, "", "", ""};
}

ApiResponse refused(int status, const std::string& why) {
  Value value{contracts::Object{}};
  value.set("error", why);
  return json(status, value);
}

Value texts(const std::vector<std::string>& all) {
  contracts::Array items;
  for (const auto& text : all) items.emplace_back(text);
  return Value(std::move(items));
}

std::optional<std::string> query_value(const ApiRequest& request, std::string_view name) {
  for (const auto& pair : contracts::match::query_pairs(request.query)) {
    if (pair.name == name) return contracts::match::decode_query(pair.raw);
  }
  return std::nullopt;
}

bool is_of(const JournalEntry& entry, const std::string& operation) {
  return entry.operation != nullptr &&
         (entry.operation->name() == operation || entry.operation->operation_id == operation);
}

// The same requests without what was expected of their parts, to see what differs.
Journal::Entries nearest(RuleRequest wanted, const Journal::Entries& entries) {
  wanted.query.clear();
  wanted.headers.clear();
  wanted.body.clear();
  auto others = calls_of(wanted, entries).found;
  if (others.size() > most_shown) others.erase(others.begin(), others.end() - most_shown);
  return others;
}

std::string why_unknown(std::size_t untold, std::uint64_t forgotten) {
  std::string text = "it cannot be told: ";
  if (forgotten != 0)
    text += "the journal has forgotten " + std::to_string(forgotten) + " calls that may be among them";
  if (untold != 0) {
    text += std::string(forgotten != 0 ? ", and " : "") + "of " + std::to_string(untold) +
            " calls that may be among them it keeps the beginning of the body only";
  }
  return text;
}

}  // namespace

struct StubApi::Call {
  const ApiRequest& request;
  std::string name;  // of the path, decoded
};

struct StubApi::Route {
  std::string_view method;
  std::string_view path;  // a * at its end stands for a name
  ApiResponse (StubApi::*handle)(const Call&);
};

const StubApi::Route StubApi::kRoutes[] = {
    {"GET", "/journal", &StubApi::journal},
    {"DELETE", "/journal", &StubApi::clear_journal},
    {"POST", "/assert", &StubApi::assert_calls},
    {"GET", "/state", &StubApi::show_state},
    {"DELETE", "/state", &StubApi::reset_state},
    {"GET", "/scenarios", &StubApi::show_scenarios},
    {"DELETE", "/scenarios", &StubApi::reset_scenarios},
    {"PUT", "/scenarios/*", &StubApi::set_scenario},
    {"GET", "/snapshots", &StubApi::show_snapshots},
    {"PUT", "/snapshots/*", &StubApi::keep},
    {"POST", "/snapshots/*", &StubApi::bring_back},
    {"DELETE", "/snapshots/*", &StubApi::forget},
    {"GET", "/sent", &StubApi::show_sent},
    {"DELETE", "/sent", &StubApi::clear_sent},
    {"GET", "/webhooks", &StubApi::show_webhooks},
    {"POST", "/webhooks/*", &StubApi::send_webhook},
    {"POST", "/reset", &StubApi::reset},
};

StubApi::StubApi(std::shared_ptr<const contracts::match::Router> router, std::shared_ptr<Journal> journal,
                 std::shared_ptr<StateAnswers> state, std::shared_ptr<RuleAnswers> rules,
                 std::shared_ptr<const StubCalls> calls)
    : router_(std::move(router)),
      journal_(std::move(journal)),
      state_(std::move(state)),
      rules_(std::move(rules)),
      calls_(std::move(calls)) {}

ApiResponse StubApi::answer(const ApiRequest& request) {
  if (request.from_a_page) return refused(403, "not from a browser");
  std::string allow;
  for (const Route& route : kRoutes) {
    Call call{request, ""};
    if (route.path.ends_with('*')) {
      const auto prefix = route.path.substr(0, route.path.size() - 1);
      if (!request.path.starts_with(prefix) || request.path.size() == prefix.size()) continue;
      call.name = contracts::http::percent_decode(request.path.substr(prefix.size()));
    } else if (request.path != route.path) {
      continue;
    }
    if (route.method == request.method) return (this->*route.handle)(call);
    allow += (allow.empty() ? "" : ", ") + std::string(route.method);
  }
  if (allow.empty()) return refused(404, "there is nothing at " + request.path);
  ApiResponse response = refused(405, request.method + " is not for " + request.path);
  response.allow = allow;
  return response;
}

ApiResponse StubApi::journal(const Call& call) {
  auto [entries, forgotten] = journal_->view();
  if (const auto operation = query_value(call.request, "operation"))
    std::erase_if(entries, [&](const auto& entry) { return !is_of(*entry, *operation); });
  if (const auto status = query_value(call.request, "status"))
    std::erase_if(entries, [&](const auto& entry) { return std::to_string(entry->response.status) != *status; });
  if (query_value(call.request, "violating") == "true")
    std::erase_if(entries, [](const auto& entry) { return entry->violations.empty(); });
  if (const auto last = query_value(call.request, "last")) {
    const auto parsed = contracts::Document::parse_json(*last);
    const auto most = parsed && parsed->root().is_number() ? contracts::to_int64(parsed->root().text()) : std::nullopt;
    if (!most || *most < 0) return refused(400, "last: expected a whole number, found '" + *last + "'");
    const auto count = static_cast<std::size_t>(*most);
    if (entries.size() > count) entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(count));
  }
  Value body{contracts::Object{}};
  body.set("forgotten", Value(forgotten));
  body.set("entries", to_value(entries));
  return json(200, body);
}

ApiResponse StubApi::clear_journal(const Call&) {
  journal_->clear();
  return done();
}

ApiResponse StubApi::assert_calls(const Call& call) {
  const auto assertion = parse_assertion(call.request.body, router_->contract());
  if (!assertion) return refused(400, contracts::to_string(assertion.error().front()));
  const auto [entries, forgotten] = journal_->view();
  const auto [found, untold] = calls_of(assertion->request, entries);
  const std::uint64_t count = found.size();
  const Verdict verdict = assertion->judge(count, count + untold.size() + forgotten);
  Value body{contracts::Object{}};
  body.set("holds", verdict == Verdict::unknown ? Value(nullptr) : Value(verdict == Verdict::holds));
  body.set("expected", assertion->expected());
  body.set("count", Value(count));
  if (forgotten != 0) body.set("forgotten", Value(forgotten));
  if (!untold.empty()) body.set("cut", Value(static_cast<std::uint64_t>(untold.size())));
  if (verdict == Verdict::holds) return json(200, body);
  if (verdict == Verdict::unknown) body.set("reason", why_unknown(untold.size(), forgotten));
  body.set("nearest", to_value(nearest(assertion->request, entries)));
  return json(409, body);
}

ApiResponse StubApi::show_state(const Call&) {
  return state_ ? json(200, state_->contents()) : refused(404, "the stub remembers nothing: start it with --stateful");
}

ApiResponse StubApi::reset_state(const Call& call) {
  if (!state_) return show_state(call);
  state_->reset();
  return done();
}

ApiResponse StubApi::show_scenarios(const Call&) {
  Value body{contracts::Object{}};
  if (rules_) {
    for (const auto& [name, state] : rules_->scenarios().states()) body.set(name, state);
  }
  return json(200, body);
}

ApiResponse StubApi::reset_scenarios(const Call&) {
  if (rules_) rules_->scenarios().reset();
  return done();
}

ApiResponse StubApi::set_scenario(const Call& call) {
  const auto body = contracts::Document::parse_json(call.request.body);
  const auto* state = body ? body->root().find("state") : nullptr;
  if (state == nullptr || !state->is_string()) return refused(400, R"(expected {"state": NAME})");
  if (!rules_ || !rules_->scenarios().set(call.name, std::string(state->text())))
    return refused(404, "there is no scenario '" + call.name + "'");
  return done();
}

ApiResponse StubApi::show_snapshots(const Call&) {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [name, snapshot] : snapshots_) names.push_back(name);
  return json(200, texts(names));
}

ApiResponse StubApi::keep(const Call& call) {
  const std::scoped_lock lock(mutex_);
  if (!snapshots_.contains(call.name) && snapshots_.size() >= most_snapshots)
    return refused(409, "there are " + std::to_string(most_snapshots) + " snapshots already; remove one first");
  if (state_) {
    if (const auto kept = state_->keep(call.name); !kept) return refused(409, contracts::to_string(kept.error()));
  }
  snapshots_.insert_or_assign(call.name, rules_ ? rules_->scenarios().snapshot() : Scenarios::Snapshot{});
  return done();
}

ApiResponse StubApi::bring_back(const Call& call) {
  const std::scoped_lock lock(mutex_);
  const auto found = snapshots_.find(call.name);
  if (found == snapshots_.end()) return refused(404, "there is no snapshot '" + call.name + "'");
  if (state_) (void)state_->bring_back(call.name);
  if (rules_) rules_->scenarios().bring_back(found->second);
  return done();
}

ApiResponse StubApi::forget(const Call& call) {
  const std::scoped_lock lock(mutex_);
  if (snapshots_.erase(call.name) == 0) return refused(404, "there is no snapshot '" + call.name + "'");
  if (state_) state_->forget(call.name);
  return done();
}

ApiResponse StubApi::show_sent(const Call&) {
  Value body{contracts::Object{}};
  body.set("open", Value(static_cast<std::uint64_t>(calls_ ? calls_->open() : 0)));
  body.set("sent", calls_ ? to_value(calls_->log().calls()) : Value(contracts::Array{}));
  return json(200, body);
}

ApiResponse StubApi::clear_sent(const Call&) {
  if (calls_) calls_->log().clear();
  return done();
}

ApiResponse StubApi::show_webhooks(const Call&) {
  return json(200, texts(calls_ ? calls_->webhooks() : std::vector<std::string>{}));
}

ApiResponse StubApi::send_webhook(const Call& call) {
  const auto known = calls_ ? calls_->webhooks() : std::vector<std::string>{};
  if (std::find(known.begin(), known.end(), call.name) == known.end())
    return refused(404, "the contract has no webhook '" + call.name + "'");
  const auto order = parse_webhook_order(call.request.body);
  if (!order) return refused(400, contracts::to_string(order.error()));
  const auto numbers = calls_->send_webhook(call.name, *order);
  if (!numbers) {
    const bool full = numbers.error().kind == contracts::ErrorKind::unavailable;
    return refused(full ? 503 : 422, contracts::to_string(numbers.error()));
  }
  contracts::Array all;
  for (const std::uint64_t number : *numbers) all.emplace_back(number);
  Value body{contracts::Object{}};
  body.set("sent_as", Value(std::move(all)));
  return json(202, body);
}

ApiResponse StubApi::reset(const Call& call) {
  journal_->clear();
  clear_sent(call);
  if (state_) state_->reset();
  return reset_scenarios(call);
}

}  // namespace squall::harness
