// inventory: stock levels and reservations. Contract: tests/shop/contracts/inventory.yaml.
// With WAREHOUSE_URL the list of levels says in X-Incoming how many deliveries are under way.

#include <optional>

#include "tests/shop/inventory/mutants.h"
#include "tests/shop/inventory/stock.h"
#include "tests/shop/lib/fields.h"
#include "tests/shop/lib/options.h"
#include "tests/shop/lib/router.h"
#include "tests/shop/lib/server.h"
#include "tests/shop/lib/upstream.h"

namespace shop {

namespace {

bool is_order(std::string_view text) {
  return is_id(text, "ord");
}
bool is_reservation(std::string_view text) {
  return is_id(text, "res");
}
bool is_status(std::string_view text) {
  return text == "held" || text == "confirmed" || text == "released";
}

Response bad_path() {
  return problem(400, "Bad request", "the path is not as declared", "path");
}

Response get_level(Stock& stock, const Request& request) {
  const std::string& sku = request.params.at("sku");
  if (!is_sku(sku)) return bad_path();
  const auto level = stock.level(sku);
  return level ? json_response(200, *level) : problem(404, "Not found", "there is no stock of " + sku);
}

// Without the warehouse the list goes out without the header.
void add_incoming(Upstream& warehouse, const Request& request, Response& response) {
  const Outcome deliveries = warehouse.call({"GET", "/deliveries", {}, {}}, traceparent_of(request));
  const bool known = deliveries.kind == Outcome::Kind::answered && deliveries.status == 200;
  if (known && deliveries.body.is_array())
    response.headers.emplace_back("X-Incoming", std::to_string(deliveries.body.size()));
}

Response list_levels(Stock& stock, const Request& request) {
  std::optional<Mistake> mistake;
  const std::int64_t limit = query_integer(request, "limit", 20, 1, 100, mistake);
  return mistake ? bad_request(*mistake) : json_response(200, stock.levels(limit));
}

Response list_reservations(Stock& stock, const Request& request) {
  std::optional<Mistake> mistake;
  const auto order = query_text(request, "order_id", is_order, mistake);
  const auto status = query_text(request, "status", is_status, mistake);
  const std::int64_t limit = query_integer(request, "limit", 20, 1, 100, mistake);
  return mistake ? bad_request(*mistake) : json_response(200, stock.reservations(order, status, limit));
}

Response get_reservation(Stock& stock, const Request& request) {
  const std::string& id = request.params.at("id");
  if (!is_reservation(id)) return bad_path();
  const auto reservation = stock.reservation(id);
  return reservation ? json_response(200, *reservation) : problem(404, "Not found", "there is no reservation " + id);
}

std::vector<Item> read_items(const Json* array, const std::string& pointer, std::optional<Mistake>& mistake) {
  std::vector<Item> items;
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    Fields fields((*array)[i], pointer + "/" + std::to_string(i), mistake);
    const std::string sku = fields.text("sku", is_sku);
    items.push_back(Item{sku, fields.integer("quantity", 1, 20)});
    fields.end();
  }
  return items;
}

Response make_reservation(Stock& stock, const Request& request) {
  std::optional<Mistake> mistake;
  idempotency_key(request, true, mistake);
  Fields fields(request.json, "", mistake);
  const std::string order = fields.text("order_id", is_order);
  const std::vector<Item> items = read_items(fields.array("items", 1, 5), fields.pointer("items"), mistake);
  fields.end();
  if (mistake) return bad_request(*mistake);
  switch (stock.reserve(order, items)) {
    case Stock::Reserved::not_enough:
      return problem(409, "Conflict", "there is not enough stock");
    case Stock::Reserved::different:
      return problem(409, "Conflict", "the order has another reservation");
    case Stock::Reserved::released:
      return problem(409, "Conflict", "the order's reservation was released");
    default:
      const std::string id = reservation_id(order);
      return json_response(201, *stock.reservation(id), {{"Location", "/reservations/" + id}});
  }
}

Response release(Stock& stock, const Request& request) {
  const std::string& id = request.params.at("id");
  if (!is_reservation(id)) return bad_path();
  if (!stock.release(id)) return problem(409, "Conflict", "the reservation is confirmed");
  Response response;
  response.status = 204;
  return response;
}

Response confirm(Stock& stock, const Request& request) {
  const std::string& id = request.params.at("id");
  if (!is_reservation(id)) return bad_path();
  switch (stock.confirm(id)) {
    case Stock::Confirmed::unknown:
      return problem(404, "Not found", "there is no reservation " + id);
    case Stock::Confirmed::released:
      return problem(409, "Conflict", "the reservation was released");
    default:
      return json_response(200, *stock.reservation(id));
  }
}

}  // namespace

}  // namespace shop

int main(int argc, char** argv) {
  using namespace shop;
  block_signals();
  const Options options = read_options(argc, argv, {"inventory", {}, mutant_names(inventory_mutants())});
  Store store(options.db);
  Stock stock(store);
  Router router;
  const auto with_stock = [&stock](Response (*handler)(Stock&, const Request&)) {
    return [&stock, handler](const Request& request) { return handler(stock, request); };
  };
  const auto healthy = [](const Request&) { return json_response(200, {{"status", "ok"}}); };
  router.add("GET", "/health", healthy);
  router.add("GET", "/ready", healthy);
  std::optional<Upstream> warehouse;
  if (const std::string url = environment("WAREHOUSE_URL", ""); !url.empty()) {
    UpstreamSettings settings;
    settings.name = "warehouse";
    settings.base_url = url;
    warehouse.emplace(std::move(settings));
  }
  router.add("GET", "/stock", [&](const Request& request) {
    Response response = list_levels(stock, request);
    if (warehouse && response.status == 200) add_incoming(*warehouse, request, response);
    return response;
  });
  router.add("GET", "/stock/{sku}", with_stock(get_level));
  router.add("GET", "/reservations", with_stock(list_reservations));
  router.add("POST", "/reservations", with_stock(make_reservation));
  router.add("GET", "/reservations/{id}", with_stock(get_reservation));
  router.add("DELETE", "/reservations/{id}", with_stock(release));
  router.add("PUT", "/reservations/{id}/confirmation", with_stock(confirm), false);
  const auto handler = [&router](Request request) { return router.route(std::move(request)); };
  return serve({"inventory", "127.0.0.1", options.port}, with_mutant(handler, inventory_mutants(), options.mutant));
}
