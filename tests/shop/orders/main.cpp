// orders: places orders with inventory and payments. Contract: tests/shop/contracts/orders.yaml.
// PAYMENTS_URL and INVENTORY_URL say where the other two are.

#include <thread>

#include "tests/shop/lib/fields.h"
#include "tests/shop/lib/options.h"
#include "tests/shop/lib/router.h"
#include "tests/shop/lib/server.h"
#include "tests/shop/orders/equipment.h"
#include "tests/shop/orders/mutants.h"
#include "tests/shop/orders/order_book.h"
#include "tests/shop/orders/outbox.h"
#include "tests/shop/orders/saga.h"
#include "tests/shop/orders/settings.h"

namespace shop {

namespace {

struct Orders {
  OrderBook& book;
  Upstream& inventory;
  Upstream& payments;
  Saga& saga;
  Equipment& equipment;
  const Options& options;
};

Draft read_draft(const Json& body, std::optional<Mistake>& mistake) {
  Draft draft;
  Fields fields(body, "", mistake);
  draft.customer = fields.text("customer", is_customer);
  draft.method = fields.text("payment_method", is_method);
  draft.note = fields.optional_text("note", 140);
  draft.gift = fields.optional_flag("gift");
  const Json* items = fields.array("items", 1, 5);
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    Fields item((*items)[i], fields.pointer("items") + "/" + std::to_string(i), mistake);
    item.text("sku", is_sku);
    item.integer("quantity", 1, 20);
    item.end();
  }
  fields.end();
  if (items != nullptr) draft.items = *items;
  return draft;
}

Response place(Orders& orders, const Request& request) {
  std::optional<Mistake> mistake;
  const std::string key = idempotency_key(request, false, mistake);
  const Draft draft = read_draft(request.json, mistake);
  if (mistake) return bad_request(*mistake);
  const bool forgets = orders.options.has_flaw("forgets-keys");
  if (key.empty() || forgets) return orders.saga.place(draft, traceparent_of(request));
  const OrderBook::Known known = orders.book.claim_key(key, request.json);
  switch (known.kind) {
    case OrderBook::Known::Kind::answered:
      return known.response;
    case OrderBook::Known::Kind::busy:
      if (orders.options.has_flaw("forgets-unfinished")) return orders.saga.place(draft, traceparent_of(request));
      return problem(409, "Conflict", "an order with this idempotency key is being placed");
    case OrderBook::Known::Kind::different:
      return problem(409, "Conflict", "the idempotency key was used for another order");
    default:
      Response response = orders.saga.place(draft, traceparent_of(request));
      orders.book.answer_key(key, response);
      return response;
  }
}

Response get_order(Orders& orders, const Request& request) {
  const std::string& id = request.params.at("id");
  if (!is_id(id, "ord")) return problem(400, "Bad request", "the path is not as declared", "path");
  const auto order = orders.book.find(id);
  return order ? json_response(200, *order) : problem(404, "Not found", "there is no order " + id);
}

bool is_status(std::string_view text) {
  return text == "pending" || text == "confirmed" || text == "rejected" || text == "failed";
}

Response list_orders(Orders& orders, const Request& request) {
  std::optional<Mistake> mistake;
  const auto status = query_text(request, "status", is_status, mistake);
  const std::int64_t limit = query_integer(request, "limit", 20, 1, 100, mistake);
  if (mistake) return bad_request(*mistake);
  const OrderBook::Page page = orders.book.list(status, limit);
  return json_response(200, {{"items", page.items}, {"total", page.total}},
                       {{"X-Total-Count", std::to_string(page.total)}});
}

Response availability(Orders& orders, const Request& request) {
  const std::string& sku = request.params.at("sku");
  if (!is_sku(sku)) return problem(400, "Bad request", "the path is not as declared", "path");
  const Visit visit(orders.equipment.inventory_gate());
  if (!visit) return unavailable("too many ask for the stock");
  CallRequest stock{"GET", "/stock/" + sku, {}, {}};
  stock.until = orders.equipment.deadline_of(request);
  stock.retries_past_deadline = orders.equipment.retries_past_deadline();
  const Outcome outcome = orders.inventory.call(stock, traceparent_of(request));
  if (outcome.kind == Outcome::Kind::answered && outcome.status == 404) {
    return problem(404, "Not found", "there is no product " + sku);
  }
  const bool known = outcome.kind == Outcome::Kind::answered && outcome.status == 200 && outcome.body.is_object() &&
                     outcome.body.contains("available") && outcome.body["available"].is_number_unsigned();
  if (known) {
    const auto available = outcome.body["available"].get<std::uint64_t>();
    return json_response(
        200, {{"sku", sku}, {"availability", available > 0 ? "in_stock" : "out_of_stock"}, {"available", available}});
  }
  const bool answered = outcome.status > 0;
  if (orders.options.has_flaw("no-fallback") || (orders.options.has_flaw("fallback-on-answers-only") && !answered))
    return unavailable("the stock is not known");
  if (orders.options.has_flaw("fallback-off-contract"))
    return json_response(200, {{"sku", sku}, {"availability", "n/a"}, {"available", -1}});
  return json_response(200, {{"sku", sku}, {"availability", "unknown"}, {"available", nullptr}});
}

bool dependencies_well(const Orders& orders) {
  return orders.inventory.breaker_state() == "closed" && orders.payments.breaker_state() == "closed";
}

Response health(Orders& orders, const Request&) {
  if (orders.equipment.liveness_follows() && !dependencies_well(orders)) return unavailable("a dependency is broken");
  return json_response(200, {{"status", "ok"}});
}

Response ready(Orders& orders, const Request&) {
  if (orders.equipment.readiness_follows() && !dependencies_well(orders)) return unavailable("a dependency is broken");
  return json_response(
      200,
      {{"status", "ok"},
       {"breakers", {{"inventory", orders.inventory.breaker_state()}, {"payments", orders.payments.breaker_state()}}}});
}

Router routes(Orders& orders) {
  const auto with_orders = [&orders](Response (*handler)(Orders&, const Request&)) {
    return [&orders, handler](const Request& request) { return handler(orders, request); };
  };
  Router router;
  router.add("GET", "/health", with_orders(health));
  router.add("GET", "/ready", with_orders(ready));
  router.add("POST", "/orders", with_orders(place));
  router.add("GET", "/orders", with_orders(list_orders));
  router.add("GET", "/orders/{id}", with_orders(get_order));
  router.add("GET", "/products/{sku}/availability", with_orders(availability));
  return router;
}

}  // namespace

}  // namespace shop

int main(int argc, char** argv) {
  using namespace shop;
  block_signals();
  const Options options = read_options(argc, argv, {"orders", orders_flaws(), mutant_names(orders_mutants())});
  Equipment equipment(environment("SHOP_WITH", ""));
  Upstream inventory(inventory_settings(equipment));
  Upstream payments(payments_settings(options, equipment));
  Store store(options.db);
  OrderBook book(store);
  Saga saga(book, inventory, payments, saga_flaws(options));
  saga.recover();
  Outbox outbox(book, inventory, payments, options.has_flaw("refunds-once"));
  std::thread([&outbox] { outbox.run(); }).detach();
  Orders orders{book, inventory, payments, saga, equipment, options};
  const Router router = routes(orders);
  const auto handler = [&](Request request) {
    return equipment.admit(request, [&router](const Request& admitted) { return router.route(admitted); });
  };
  return serve({"orders", "127.0.0.1", options.port}, with_mutant(handler, orders_mutants(), options.mutant));
}
