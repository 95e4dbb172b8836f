#include "tests/shop/orders/saga.h"

#include <cstdio>

#include "tests/shop/orders/outbox.h"

namespace shop {

namespace {

bool answered(const Outcome& outcome, int status) {
  return outcome.kind == Outcome::Kind::answered && outcome.status == status;
}

// A member of an answer, when it has the type the contract promises.
std::optional<std::int64_t> positive(const Json& body, const char* name) {
  if (!body.is_object() || !body.contains(name) || !body[name].is_number_integer()) return std::nullopt;
  const auto value = body[name].get<std::int64_t>();
  return value > 0 && value <= 1'000'000 ? std::optional(value) : std::nullopt;
}

std::optional<std::string> charge_id(const Json& body) {
  if (!body.is_object() || !body.contains("id") || !body["id"].is_string()) return std::nullopt;
  const auto id = body["id"].get<std::string>();
  const bool digits = id.size() >= 8 && id.size() <= 16 && id.find_first_not_of("0123456789", 4) == std::string::npos;
  return id.starts_with("chg-") && digits ? std::optional(id) : std::nullopt;
}

}  // namespace

void Saga::later(const std::string& kind, const std::string& order) {
  if (!flaws_.no_compensation || kind == "confirm") book_.add_task(kind, order);
}

Response Saga::give_up(const std::string& order, const std::string& why, bool stumbles) {
  book_.finish(order, "failed");
  std::fprintf(stderr, "orders: %s failed: %s\n", order.c_str(), why.c_str());
  if (flaws_.undeclared_500 || stumbles) {
    Response response;
    response.status = 500;
    response.media_type = "text/plain";
    response.body = "internal error: " + why;
    return response;
  }
  Response response = unavailable("the order could not be placed; nothing was charged");
  if (flaws_.error_off_contract) response.body = R"({"error": "the order could not be placed"})";
  return response;
}

Response Saga::reject(const std::string& order, int status, const std::string& title, const std::string& detail) {
  book_.finish(order, "rejected");
  return problem(status, title, detail);
}

void Saga::release(const std::string& order, const std::string& traceparent, bool once) {
  if (flaws_.no_compensation) return;
  const bool done = Outbox::done("release", inventory_.call(Outbox::release(order), traceparent));
  if (!done && !once) later("release", order);
}

void Saga::confirm(const std::string& order, const std::string& traceparent) {
  if (!Outbox::done("confirm", inventory_.call(Outbox::confirm(order), traceparent))) later("confirm", order);
}

Response Saga::place(const Draft& draft, const std::string& traceparent) {
  const std::string order = book_.begin(draft);
  const Json body = {{"order_id", order}, {"items", draft.items}};
  const Outcome outcome = inventory_.call({"POST", "/reservations", {}, body.dump()}, traceparent, "reserve-" + order);
  if (outcome.kind == Outcome::Kind::failed) return give_up(order, outcome.why);
  if (answered(outcome, 409)) return reject(order, 409, "Conflict", "the items are not in stock");
  const auto total = answered(outcome, 201) ? positive(outcome.body, "total") : std::nullopt;
  if (!total) {  // it may hold stock all the same
    later("release", order);
    return give_up(order, outcome.why);
  }
  book_.reserved(order, *total);
  return charge(draft, order, *total, outcome.attempts > 1, traceparent);
}

Response Saga::charge(const Draft& draft, const std::string& order, std::int64_t total, bool retried,
                      const std::string& traceparent) {
  const Json body = {{"order_id", order}, {"amount", total}, {"currency", "EUR"}, {"method", draft.method}};
  const Outcome outcome = payments_.call({"POST", "/charges", {}, body.dump()}, traceparent, "charge-" + order);
  const auto id = answered(outcome, 201) ? charge_id(outcome.body) : std::nullopt;
  if (!id) {
    const bool failed = !answered(outcome, 402);
    release(order, traceparent, failed && flaws_.drops_failed_release);
    if (answered(outcome, 402)) return reject(order, 402, "Declined", "the payment was declined");
    if (outcome.kind != Outcome::Kind::failed && !flaws_.forgets_refund) later("refund", order);  // perhaps charged
    return give_up(order, outcome.why, retried && flaws_.stumbles_after_retry);
  }
  book_.finish(order, "confirmed", id);
  confirm(order, traceparent);
  return json_response(201, *book_.find(order), {{"Location", "/orders/" + order}});
}

void Saga::recover() {
  for (const std::string& order : book_.pending()) {
    later("release", order);
    later("refund", order);
    book_.finish(order, "failed");
  }
}

}  // namespace shop
