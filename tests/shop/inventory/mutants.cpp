#include "tests/shop/inventory/mutants.h"

namespace shop {

std::vector<Mutant> inventory_mutants() {
  const Json reservation = {{"id", "res-2001"}, {"order_id", "ord-2001"},
                            {"status", "held"}, {"items", Json::array({{{"sku", "abc"}, {"quantity", 1}}})},
                            {"total", 1250},    {"created_at", "2026-01-31T12:00:00Z"}};
  return {
      {"stock-number-as-text", "GET", "/stock/{sku}", 200, set_body("/on_hand", "17")},
      {"stock-without-available", "GET", "/stock/{sku}", 200, remove_body("/available")},
      {"stock-negative", "GET", "/stock/{sku}", 200, set_body("/reserved", -1)},
      {"stock-date-only", "GET", "/stock/{sku}", 200, set_body("/updated_at", "31.01.2026")},
      {"reservation-created-as-200", "POST", "/reservations", 201, set_status(200)},
      {"reservation-without-location", "POST", "/reservations", 201,
       [](const Request&, Response& response) { remove_header(response.headers, "Location"); }},
      {"reservations-500-when-empty", "GET", "/reservations", 200,
       [](const Request&, Response& response) {
         if (response.body == "[]") response = problem(500, "Internal error", "index out of range");
       }},
      {"release-with-body", "DELETE", "/reservations/{id}", 204, replace_answer(200, {{"released", true}})},
      {"reserve-accepts-anything", "POST", "/reservations", 400,
       [reservation](const Request&, Response& response) {
         response = json_response(201, reservation, {{"Location", "/reservations/res-2001"}});
       }},
  };
}

}  // namespace shop
