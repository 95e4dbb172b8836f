#include "tests/harness/verify/orders_provider.h"

#include "contracts/core/document.h"
#include "contracts/core/number.h"
#include "contracts/match/wire_text.h"

namespace squall::tests {

using contracts::Document;
using contracts::Node;
using contracts::http::Request;
using contracts::http::Response;

const char* const orders_contract = R"(openapi: 3.0.3
info: {title: Orders, version: '1'}
paths:
  /orders:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 50}}
        - {name: state, in: query, schema: {type: string, enum: [open, closed]}}
      responses:
        '200':
          description: ok
          headers: {X-Total: {required: true, schema: {type: integer, minimum: 0}}}
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Order'}}}}
        '400': {$ref: '#/components/responses/Bad'}
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [sku, quantity]
              additionalProperties: false
              properties:
                sku: {type: string, pattern: '^[a-z]{3,8}$'}
                quantity: {type: integer, minimum: 1, maximum: 20}
                note: {type: string, maxLength: 40}
            example: {sku: lamp, quantity: 2}
      responses:
        '201':
          description: made
          headers: {Location: {required: true, schema: {type: string, pattern: '^/orders/ord-[0-9]+$'}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
        '400': {$ref: '#/components/responses/Bad'}
        '415': {$ref: '#/components/responses/Bad'}
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string, pattern: '^ord-[0-9]{4,6}$'}}]
    get:
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
        '400': {$ref: '#/components/responses/Bad'}
        '404': {$ref: '#/components/responses/Bad'}
    delete:
      responses:
        '204': {description: gone}
        '400': {$ref: '#/components/responses/Bad'}
        '404': {$ref: '#/components/responses/Bad'}
components:
  responses:
    Bad: {description: bad, content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}}
  schemas:
    Order:
      type: object
      required: [id, sku, quantity, state, total]
      additionalProperties: false
      properties:
        id: {type: string, pattern: '^ord-[0-9]{4,6}$'}
        sku: {type: string}
        quantity: {type: integer, minimum: 1, maximum: 20}
        state: {type: string, enum: [open, closed]}
        total: {type: number, minimum: 0}
        note: {type: string}
        at: {type: string, format: date-time}
    Problem:
      type: object
      required: [title]
      properties: {title: {type: string}}
)";

namespace {

Response json(int status, std::string body) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", status >= 400 ? "application/problem+json" : "application/json");
  response.body = std::move(body);
  return response;
}

bool is_number_in(const Node* node, const char* low, const char* high) {
  return node != nullptr && node->is_number() && contracts::is_integer(node->text()) &&
         contracts::compare(node->text(), low) >= 0 && contracts::compare(node->text(), high) <= 0;
}

bool is_sku(const Node* node) {
  if (node == nullptr || !node->is_string() || node->size() < 3 || node->size() > 8) return false;
  return node->text().find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

bool is_id(const std::string& id) {
  return id.size() >= 8 && id.size() <= 10 && id.rfind("ord-", 0) == 0 &&
         id.find_first_not_of("0123456789", 4) == std::string::npos;
}

}  // namespace

Response OrdersProvider::answer(const Request& request) {
  ++requests_;
  Response response = route(request);
  const bool refusal = response.status >= 400;
  if (refusal && is("problem-as-text")) {
    response.headers.set("Content-Type", "text/plain");
    response.body = "bad";
  }
  if (refusal && is("problem-without-title")) response.body = "{}";
  if (refusal && is("crashes-on-invalid")) response = json(500, R"({"title":"oops"})");
  return response;
}

Response OrdersProvider::route(const Request& request) {
  const std::string path(contracts::http::path_of(request.target));
  const std::string allowed = path == "/orders" ? "GET, HEAD, OPTIONS, POST" : "DELETE, GET, HEAD, OPTIONS";
  if (request.method == "OPTIONS" || ("," + allowed + ",").find(request.method) == std::string::npos) {
    Response response = request.method == "OPTIONS" ? Response{204, {}, {}, {}} : json(405, R"({"title":"method"})");
    if (is("wrong-method-crashes") && request.method != "OPTIONS") response = json(500, R"({"title":"oops"})");
    if (!is("no-allow")) response.headers.set("Allow", allowed);
    return response;
  }
  if (path == "/orders") return request.method == "POST" ? create(request) : list(request);
  if (path.rfind("/orders/", 0) != 0) return json(404, R"({"title":"no such path"})");
  const std::string id = path.substr(8);
  if (!is_id(id) && !is("accepts-any-id")) return json(400, R"({"title":"no id"})");
  if (orders_.count(id) == 0) {
    if (is("unknown-is-200")) return json(200, R"({"title":"unknown"})");
    if (is("unknown-is-undeclared")) return json(410, R"({"title":"unknown"})");
    return json(404, R"({"title":"unknown"})");
  }
  return request.method == "DELETE" ? remove(id) : read(id);
}

Response OrdersProvider::create(const Request& request) {
  if (request.headers.get("Content-Type").rfind("application/json", 0) != 0)
    return json(415, R"({"title":"JSON, please"})");
  const auto body = Document::parse_json(request.body);
  if (!body || !body->root().is_object()) {
    return is("accepts-broken-json") ? json(201, body_of("ord-1000", Order{"lamp", "1", ""}))
                                     : json(400, R"({"title":"not JSON"})");
  }
  const Node& root = body->root();
  for (const auto& member : root.members()) {
    const bool known = member.key == "sku" || member.key == "quantity" || member.key == "note";
    if (!known && !is("accepts-more-properties")) return json(400, R"({"title":"unknown property"})");
  }
  if (!is_sku(root.find("sku")) && !is("accepts-any-sku")) return json(400, R"({"title":"sku"})");
  if (!is_number_in(root.find("quantity"), "1", is("accepts-any-quantity") ? "100000000000000000000" : "20")) {
    if (!is("accepts-missing-quantity") || root.find("quantity") != nullptr)
      return json(400, R"({"title":"quantity"})");
  }
  const Node* note = root.find("note");
  if (note != nullptr && (!note->is_string() || characters(note->text()) > 40)) return json(400, R"({"title":"note"})");
  const std::string id = "ord-" + std::to_string(next_++);
  Order order;
  order.sku = root.find("sku") != nullptr ? std::string(root.find("sku")->text()) : "none";
  const Node* quantity = root.find("quantity");
  order.quantity = quantity != nullptr && is_number_in(quantity, "1", "20") ? std::string(quantity->text()) : "1";
  if (note != nullptr) order.note = to_json(*note);
  if (!is("forgets-what-is-created")) orders_[id] = order;
  if (is("loses-the-quantity")) orders_[id].quantity = "20";
  Response response = json(is("created-is-200") ? 200 : 201, body_of(id, order));
  if (!is("no-location"))
    response.headers.add("Location", (is("location-is-absolute") ? "http://host/orders/" : "/orders/") + id);
  if (is("html")) response.headers.set("Content-Type", "text/html");
  if (is("no-content-type")) response.headers.remove("Content-Type");
  if (is("truncated-json")) response.body.resize(response.body.size() / 2);
  return response;
}

Response OrdersProvider::list(const Request& request) {
  std::string limit = "20";
  for (const auto& pair : contracts::match::query_pairs(contracts::http::query_of(request.target))) {
    const bool state = pair.raw == "open" || pair.raw == "closed";
    if (pair.name == "state" && !state && !is("accepts-any-state")) return json(400, R"({"title":"state"})");
    if (pair.name == "limit") limit = contracts::match::decode_query(pair.raw);
  }
  const auto number = contracts::is_json_number(limit) ? contracts::to_int64(limit) : std::nullopt;
  if ((!number || *number < 1 || *number > 50) && !is("accepts-any-limit")) return json(400, R"({"title":"limit"})");
  if (orders_.empty() && is("500-when-empty")) return json(500, R"({"title":"no orders"})");
  std::string body;
  std::int64_t left = number && !is("ignores-limit") ? *number : 1'000'000;
  for (const auto& [id, order] : orders_) {
    if (left-- == 0) break;
    body += (body.empty() ? "" : ",") + body_of(id, order);
  }
  Response response = json(200, is("list-in-an-object") ? "{\"items\":[" + body + "]}" : "[" + body + "]");
  if (!is("no-total")) response.headers.add("X-Total", is("total-as-text") ? "many" : std::to_string(orders_.size()));
  return response;
}

Response OrdersProvider::read(const std::string& id) {
  if (is("crashes-on-read")) return json(500, R"({"title":"oops"})");
  if (is("confuses-ids")) return json(200, body_of(orders_.begin()->first, orders_.begin()->second));
  return json(200, body_of(id, orders_[id]));
}

Response OrdersProvider::remove(const std::string& id) {
  if (!is("reads-what-is-deleted")) orders_.erase(id);
  if (is("delete-is-200")) return json(200, "{}");
  Response response;
  response.status = 204;
  return response;
}

std::string OrdersProvider::body_of(const std::string& id, const Order& order) const {
  const std::string quantity = is("quantity-as-text")       ? "\"" + order.quantity + "\""
                               : is("quantity-as-fraction") ? "1.5"
                               : is("quantity-null")        ? "null"
                               : is("quantity-zero")        ? "0"
                                                            : order.quantity;
  std::string body = "{\"id\":\"" + (is("id-off-pattern") ? "order-1" : id) + "\",\"sku\":\"" + order.sku +
                     "\",\"quantity\":" + quantity;
  if (!is("without-state")) body += std::string(",\"state\":\"") + (is("state-in-capitals") ? "OPEN" : "open") + "\"";
  body += std::string(",\"total\":") + (is("total-negative") ? "-1" : "9.5");
  if (!order.note.empty()) body += ",\"note\":" + order.note;
  if (is("date-without-time")) body += ",\"at\":\"2024-01-01\"";
  if (is("more-properties")) body += ",\"card\":\"4111\"";
  return body + "}";
}

}  // namespace squall::tests
