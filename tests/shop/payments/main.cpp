// payments: charges, refunds and their sum. Contract: tests/shop/contracts/payments.yaml.
// With BANK_URL every charge is authorised by the bank first.

#include <optional>

#include "tests/shop/lib/fields.h"
#include "tests/shop/lib/options.h"
#include "tests/shop/lib/router.h"
#include "tests/shop/lib/server.h"
#include "tests/shop/lib/upstream.h"
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

// Short enough for orders, which gives a charge 300 ms: two attempts and the pause between them. With `one-tier` in
// SHOP_WITH it is left to orders to try again.
UpstreamSettings bank_settings(const std::string& url, bool patient) {
  UpstreamSettings settings;
  settings.name = "bank";
  settings.base_url = url;
  settings.retries = environment("SHOP_WITH", "").find("one-tier") == std::string::npos ? 1 : 0;
  if (!patient) settings.timeout = std::chrono::milliseconds(110);
  settings.first_backoff = std::chrono::milliseconds(40);
  return settings;
}

struct Payments {
  Ledger ledger;
  std::optional<Upstream> bank;
};

Response charge(Payments& payments, const Request& request) {
  Ledger& ledger = payments.ledger;
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
  if (payments.bank) {
    const Json body = {{"amount", order.amount}, {"currency", order.currency}, {"method", order.method}};
    const Outcome authorised = payments.bank->call({"POST", "/authorisations", {}, body.dump()},
                                                   traceparent_of(request), "authorise-" + order.key);
    if (authorised.kind != Outcome::Kind::answered || authorised.status != 201)
      return unavailable("the bank did not authorise the charge");
  }
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

Response get_charge(Payments& payments, const Request& request) {
  Ledger& ledger = payments.ledger;
  const std::string& id = request.params.at("id");
  if (!is_id(id, "chg")) return problem(400, "Bad request", "the path is not as declared", "path");
  const auto found = ledger.find(id);
  return found ? json_response(200, *found) : problem(404, "Not found", "there is no charge " + id);
}

Response list_charges(Payments& payments, const Request& request) {
  Ledger& ledger = payments.ledger;
  std::optional<Mistake> mistake;
  const auto order = query_text(request, "order_id", is_order, mistake);
  const auto status = query_text(request, "status", is_status, mistake);
  const std::int64_t limit = query_integer(request, "limit", 20, 1, 100, mistake);
  if (mistake) return bad_request(*mistake);
  const Ledger::Page page = ledger.list(order, status, limit);
  return json_response(200, {{"items", page.items}, {"total", page.total}});
}

Response refund(Payments& payments, const Request& request) {
  Ledger& ledger = payments.ledger;
  std::optional<Mistake> mistake;
  idempotency_key(request, true, mistake);
  Fields fields(request.json, "", mistake);
  const std::string order = fields.text("order_id", is_order);
  fields.end();
  return mistake ? bad_request(*mistake) : json_response(200, ledger.refund(order));
}

Response get_ledger(Payments& payments, const Request&) {
  return json_response(200, payments.ledger.balance());
}

}  // namespace

}  // namespace shop

int main(int argc, char** argv) {
  using namespace shop;
  block_signals();
  const Options options = read_options(argc, argv, {"payments", {"patient-bank"}, mutant_names(payments_mutants())});
  Store store(options.db);
  Payments payments{Ledger(store), std::nullopt};
  if (const std::string bank = environment("BANK_URL", ""); !bank.empty())
    payments.bank.emplace(bank_settings(bank, options.has_flaw("patient-bank")));
  Router router;
  const auto with_ledger = [&payments](Response (*handler)(Payments&, const Request&)) {
    return [&payments, handler](const Request& request) { return handler(payments, request); };
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
