// payments: charges, refunds and their sum. Contract: tests/shop/contracts/payments.yaml.

#include "tests/shop/lib/fields.h"
#include "tests/shop/lib/options.h"
#include "tests/shop/lib/router.h"
#include "tests/shop/lib/server.h"
#include "tests/shop/payments/ledger.h"
#include "tests/shop/payments/mutants.h"

namespace shop {

namespace {

bool is_order(std::string_view text) {
  return is_id(text, "ord");
}
bool is_status(std::string_view text) {
  return text == "captured" || text == "refunded";
}

Response charge(Ledger& ledger, const Request& request) {
  std::optional<Mistake> mistake;
  ChargeOrder order;
  order.key = idempotency_key(request, true, mistake);
  Fields fields(request.json, "", mistake);
  order.order = fields.text("order_id", is_order);
  order.amount = fields.integer("amount", 1, 1'000'000);
  order.currency = fields.choice("currency", {"EUR", "USD"});
  order.method = fields.text("method", is_method);
  fields.end();
  if (mistake) return bad_request(*mistake);
  const Ledger::Charged charged = ledger.charge(order);
  switch (charged.kind) {
    case Ledger::Charged::Kind::declined:
      return problem(402, "Declined", "the card was declined");
    case Ledger::Charged::Kind::key_reused:
      return problem(409, "Conflict", "the idempotency key was used for another charge");
    case Ledger::Charged::Kind::refunded:
      return problem(409, "Conflict", "the order was refunded");
    default:
      return json_response(201, charged.charge, {{"Location", "/charges/" + charged.charge["id"].get<std::string>()}});
  }
}

Response get_charge(Ledger& ledger, const Request& request) {
  const std::string& id = request.params.at("id");
  if (!is_id(id, "chg")) return problem(400, "Bad request", "the path is not as declared", "path");
  const auto found = ledger.find(id);
  return found ? json_response(200, *found) : problem(404, "Not found", "there is no charge " + id);
}

Response list_charges(Ledger& ledger, const Request& request) {
  std::optional<Mistake> mistake;
  const auto order = query_text(request, "order_id", is_order, mistake);
  const auto status = query_text(request, "status", is_status, mistake);
  const std::int64_t limit = query_integer(request, "limit", 20, 1, 100, mistake);
  if (mistake) return bad_request(*mistake);
  const Ledger::Page page = ledger.list(order, status, limit);
  return json_response(200, {{"items", page.items}, {"total", page.total}});
}

Response refund(Ledger& ledger, const Request& request) {
  std::optional<Mistake> mistake;
  idempotency_key(request, true, mistake);
  Fields fields(request.json, "", mistake);
  const std::string order = fields.text("order_id", is_order);
  fields.end();
  return mistake ? bad_request(*mistake) : json_response(200, ledger.refund(order));
}

Response get_ledger(Ledger& ledger, const Request&) {
  return json_response(200, ledger.balance());
}

}  // namespace

}  // namespace shop

int main(int argc, char** argv) {
  using namespace shop;
  block_signals();
  const Options options = read_options(argc, argv, {"payments", {}, mutant_names(payments_mutants())});
  Store store(options.db);
  Ledger ledger(store);
  Router router;
  const auto with_ledger = [&ledger](Response (*handler)(Ledger&, const Request&)) {
    return [&ledger, handler](const Request& request) { return handler(ledger, request); };
  };
  const auto healthy = [](const Request&) { return json_response(200, {{"status", "ok"}}); };
  router.add("GET", "/health", healthy);
  router.add("GET", "/ready", healthy);
  router.add("POST", "/charges", with_ledger(charge));
  router.add("GET", "/charges", with_ledger(list_charges));
  router.add("GET", "/charges/{id}", with_ledger(get_charge));
  router.add("POST", "/refunds", with_ledger(refund));
  router.add("GET", "/ledger", with_ledger(get_ledger));
  const auto handler = [&router](Request request) { return router.route(std::move(request)); };
  return serve({"payments", "127.0.0.1", options.port}, with_mutant(handler, payments_mutants(), options.mutant));
}
