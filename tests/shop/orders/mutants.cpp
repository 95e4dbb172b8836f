#include "tests/shop/orders/mutants.h"

namespace shop {

std::vector<Mutant> orders_mutants() {
  return {
      {"order-items-as-object", "GET", "/orders/{id}", 200, set_body("/items", Json::object())},
      {"order-not-found-is-200", "GET", "/orders/{id}", 404, replace_answer(200, nullptr)},
      {"orders-without-total-count", "GET", "/orders", 200,
       [](const Request&, Response& response) { remove_header(response.headers, "X-Total-Count"); }},
      {"orders-total-count-as-text", "GET", "/orders", 200,
       [](const Request&, Response& response) { set_header(response.headers, "X-Total-Count", "many"); }},
      {"availability-in-capitals", "GET", "/products/{sku}/availability", 200, set_body("/availability", "IN_STOCK")},
      {"orders-limit-ignored", "GET", "/orders", 400,
       [](const Request&, Response& response) {
         response = json_response(200, {{"items", Json::array()}, {"total", 0}}, {{"X-Total-Count", "0"}});
       }},
  };
}

}  // namespace shop
