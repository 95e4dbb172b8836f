#include "tests/shop/payments/mutants.h"

namespace shop {

std::vector<Mutant> payments_mutants() {
  const Json charge = {{"id", "chg-9001"},      {"order_id", "ord-9001"}, {"amount", 1250},
                       {"currency", "EUR"},     {"status", "captured"},   {"created_at", "2026-01-31T12:00:00Z"},
                       {"refunded_at", nullptr}};
  return {
      {"charge-status-in-capitals", "GET", "/charges/{id}", 200, set_body("/status", "Captured")},
      {"charge-amount-as-fraction", "POST", "/charges", 201, set_body("/amount", 12.5)},
      {"charge-amount-null", "GET", "/charges/{id}", 200, set_body("/amount", nullptr)},
      {"charge-with-card-number", "GET", "/charges/{id}", 200, add_body("/card", "4111111111111111")},
      {"charge-as-text", "POST", "/charges", 201,
       [](const Request&, Response& response) { response.media_type = "text/plain"; }},
      {"charge-id-malformed", "POST", "/charges", 201, set_body("/id", "9")},
      {"charge-accepts-missing-key", "POST", "/charges", 400,
       [charge](const Request& request, Response& response) {
         if (find_header(request.headers, "Idempotency-Key") != nullptr) return;
         response = json_response(201, charge, {{"Location", "/charges/chg-9001"}});
       }},
      {"charges-total-missing", "GET", "/charges", 200, remove_body("/total")},
      {"ledger-balance-as-text", "GET", "/ledger", 200, set_body("/balance", "12.50 EUR")},
      {"refund-answers-202", "POST", "/refunds", 200, set_status(202)},
      {"problem-without-title", "POST", "/charges", 400, remove_body("/title")},
  };
}

}  // namespace shop
