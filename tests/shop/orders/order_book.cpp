#include "tests/shop/orders/order_book.h"

#include <random>

namespace shop {

namespace {

Json to_order(const Row& row) {
  Json order = {{"id", row.text("id")},
                {"customer", row.text("customer")},
                {"items", Json::parse(row.text("items"))},
                {"status", row.text("status")},
                {"total", row.null("total") ? Json(nullptr) : Json(row.integer("total"))},
                {"currency", "EUR"},
                {"gift", row.integer("gift") != 0},
                {"charge_id", row.null("charge_id") ? Json(nullptr) : Json(row.text("charge_id"))},
                {"created_at", row.text("created_at")}};
  if (!row.null("note")) order["note"] = row.text("note");
  return order;
}

std::string draw_id() {
  static thread_local std::mt19937_64 engine{std::random_device{}()};
  const std::string digits = std::to_string(engine() % 1'000'000'000'000);
  return "ord-" + std::string(12 - digits.size(), '0') + digits;
}

}  // namespace

OrderBook::OrderBook(Store& store) : store_(store) {
  store_.run(
      "CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, customer TEXT, items TEXT, status TEXT, total INTEGER,"
      " gift INTEGER, charge_id TEXT, created_at TEXT, note TEXT)");
  store_.run(
      "CREATE TABLE IF NOT EXISTS keys (key TEXT PRIMARY KEY, request TEXT, status INTEGER, location TEXT,"
      " media_type TEXT, body TEXT)");
  store_.run("CREATE TABLE IF NOT EXISTS tasks (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT, order_id TEXT)");
  store_.run(
      R"(INSERT OR IGNORE INTO orders VALUES ('ord-1001', 'cus_ada', '[{"sku":"abc","quantity":1}]', 'confirmed', 1250,)"
      " 0, 'chg-1001', ?, NULL)",
      {now_rfc3339()});
}

std::string OrderBook::begin(const Draft& draft) {
  std::string id = draw_id();
  store_.run("INSERT INTO orders VALUES (?, ?, ?, 'pending', NULL, ?, NULL, ?, ?)",
             {id, draft.customer, draft.items.dump(), std::int64_t{draft.gift}, now_rfc3339(),
              draft.note ? Cell(*draft.note) : Cell(nullptr)});
  return id;
}

void OrderBook::reserved(const std::string& id, std::int64_t total) {
  store_.run("UPDATE orders SET total = ? WHERE id = ?", {total, id});
}

void OrderBook::finish(const std::string& id, const std::string& status, const std::optional<std::string>& charge) {
  store_.run("UPDATE orders SET status = ?, charge_id = ? WHERE id = ?",
             {status, charge ? Cell(*charge) : Cell(nullptr), id});
}

std::vector<std::string> OrderBook::pending() {
  std::vector<std::string> ids;
  for (const Row& row : store_.run("SELECT id FROM orders WHERE status = 'pending'")) ids.push_back(row.text("id"));
  return ids;
}

std::optional<Json> OrderBook::find(const std::string& id) {
  const auto rows = store_.run("SELECT * FROM orders WHERE id = ?", {id});
  return rows.empty() ? std::nullopt : std::optional<Json>(to_order(rows.front()));
}

OrderBook::Page OrderBook::list(const std::optional<std::string>& status, std::int64_t limit) {
  const std::string where = " FROM orders WHERE (?1 = '' OR status = ?1)";
  Page page;
  store_.transaction([&] {
    page.total = store_.run("SELECT count(*) AS n" + where, {status.value_or("")}).front().integer("n");
    for (const Row& row :
         store_.run("SELECT *" + where + " ORDER BY rowid DESC LIMIT ?2", {status.value_or(""), limit})) {
      page.items.push_back(to_order(row));
    }
  });
  return page;
}

OrderBook::Known OrderBook::claim_key(const std::string& key, const Json& request) {
  Known known;
  store_.transaction([&] {
    const auto rows = store_.run("SELECT * FROM keys WHERE key = ?", {key});
    if (rows.empty()) {
      store_.run("INSERT INTO keys (key, request) VALUES (?, ?)", {key, request.dump()});
      return;
    }
    const Row& row = rows.front();
    if (row.text("request") != request.dump()) {
      known.kind = Known::Kind::different;
    } else if (row.null("status")) {
      known.kind = Known::Kind::busy;
    } else {
      known.kind = Known::Kind::answered;
      known.response.status = static_cast<int>(row.integer("status"));
      known.response.media_type = row.text("media_type");
      known.response.body = row.text("body");
      if (!row.text("location").empty()) set_header(known.response.headers, "Location", row.text("location"));
    }
  });
  return known;
}

void OrderBook::answer_key(const std::string& key, const Response& response) {
  if (response.status >= 500) {
    store_.run("DELETE FROM keys WHERE key = ?", {key});
    return;
  }
  store_.run(
      "UPDATE keys SET status = ?, location = ?, media_type = ?, body = ? WHERE key = ?",
      {std::int64_t{response.status}, header(response.headers, "Location"), response.media_type, response.body, key});
}

void OrderBook::add_task(const std::string& kind, const std::string& order) {
  store_.run("INSERT INTO tasks (kind, order_id) VALUES (?, ?)", {kind, order});
}

std::vector<Task> OrderBook::tasks() {
  std::vector<Task> tasks;
  for (const Row& row : store_.run("SELECT * FROM tasks ORDER BY id")) {
    tasks.push_back(Task{row.integer("id"), row.text("kind"), row.text("order_id")});
  }
  return tasks;
}

void OrderBook::remove_task(std::int64_t id) {
  store_.run("DELETE FROM tasks WHERE id = ?", {id});
}

}  // namespace shop
