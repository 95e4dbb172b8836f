#include "tests/shop/inventory/stock.h"

namespace shop {

namespace {

Json to_level(const Row& row) {
  const std::int64_t on_hand = row.integer("on_hand");
  const std::int64_t reserved = row.integer("reserved");
  return {{"sku", row.text("sku")},        {"on_hand", on_hand},
          {"reserved", reserved},          {"available", on_hand - reserved},
          {"price", row.integer("price")}, {"updated_at", row.text("updated_at")}};
}

Json to_reservation(const Row& row) {
  return {{"id", row.text("id")},          {"order_id", row.text("order_id")},
          {"status", row.text("status")},  {"items", Json::parse(row.text("items"))},
          {"total", row.integer("total")}, {"created_at", row.text("created_at")}};
}

Json merged(const std::vector<Item>& items) {
  std::map<std::string, std::int64_t> quantities;
  for (const Item& item : items) quantities[item.sku] += item.quantity;
  Json list = Json::array();
  for (const auto& [sku, quantity] : quantities) list.push_back({{"sku", sku}, {"quantity", quantity}});
  return list;
}

std::vector<Json> convert(const std::vector<Row>& rows, Json (*to_json)(const Row&)) {
  std::vector<Json> list;
  list.reserve(rows.size());
  for (const Row& row : rows) list.push_back(to_json(row));
  return list;
}

}  // namespace

std::string reservation_id(const std::string& order) {
  return "res-" + order.substr(4);
}

Stock::Stock(Store& store) : store_(store) {
  store_.run(
      "CREATE TABLE IF NOT EXISTS stock (sku TEXT PRIMARY KEY, on_hand INTEGER, reserved INTEGER, price INTEGER,"
      " updated_at TEXT)");
  store_.run(
      "CREATE TABLE IF NOT EXISTS reservations (id TEXT PRIMARY KEY, order_id TEXT, status TEXT, items TEXT,"
      " total INTEGER, created_at TEXT)");
  const std::string now = now_rfc3339();
  for (const auto& [sku, on_hand, price] :
       {std::tuple("abc", 1'000'000, 1250), {"lamp", 500'000, 4900}, {"sold", 0, 300}}) {
    store_.run("INSERT OR IGNORE INTO stock VALUES (?, ?, 0, ?, ?)",
               {sku, std::int64_t{on_hand}, std::int64_t{price}, now});
  }
  const std::string items = R"([{"sku":"abc","quantity":1}])";
  for (const auto& [id, order, status] :
       {std::tuple("res-1001", "ord-1001", "confirmed"), {"res-1002", "ord-1002", "released"}}) {
    store_.run("INSERT OR IGNORE INTO reservations VALUES (?, ?, ?, ?, 1250, ?)", {id, order, status, items, now});
  }
}

std::optional<Json> Stock::level(const std::string& sku) {
  const auto rows = store_.run("SELECT * FROM stock WHERE sku = ?", {sku});
  return rows.empty() ? std::nullopt : std::optional<Json>(to_level(rows.front()));
}

std::vector<Json> Stock::levels(std::int64_t limit) {
  return convert(store_.run("SELECT * FROM stock ORDER BY sku LIMIT ?", {limit}), to_level);
}

std::optional<Json> Stock::reservation(const std::string& id) {
  const auto rows = store_.run("SELECT * FROM reservations WHERE id = ?", {id});
  return rows.empty() ? std::nullopt : std::optional<Json>(to_reservation(rows.front()));
}

std::vector<Json> Stock::reservations(const std::optional<std::string>& order, const std::optional<std::string>& status,
                                      std::int64_t limit) {
  return convert(store_.run("SELECT * FROM reservations WHERE (?1 = '' OR order_id = ?1) AND (?2 = '' OR status = ?2)"
                            " ORDER BY rowid LIMIT ?3",
                            {order.value_or(""), status.value_or(""), limit}),
                 to_reservation);
}

bool Stock::enough(const Json& items) {
  for (const Json& item : items) {
    const auto level = this->level(item["sku"].get<std::string>());
    if (!level || (*level)["available"].get<std::int64_t>() < item["quantity"].get<std::int64_t>()) return false;
  }
  return true;
}

void Stock::move(const Json& items, std::int64_t reserved_sign, std::int64_t on_hand_sign) {
  for (const Json& item : items) {
    const auto quantity = item["quantity"].get<std::int64_t>();
    store_.run("UPDATE stock SET reserved = reserved + ?, on_hand = on_hand + ?, updated_at = ? WHERE sku = ?",
               {reserved_sign * quantity, on_hand_sign * quantity, now_rfc3339(), item["sku"].get<std::string>()});
  }
}

Stock::Reserved Stock::reserve(const std::string& order, const std::vector<Item>& items) {
  const Json wanted = merged(items);
  const std::string id = reservation_id(order);
  Reserved result = Reserved::made;
  store_.transaction([&] {
    if (const auto known = reservation(id)) {
      result = (*known)["status"] == "released" ? Reserved::released
               : (*known)["items"] == wanted    ? Reserved::repeated
                                                : Reserved::different;
      return;
    }
    if (!enough(wanted)) {
      result = Reserved::not_enough;
      return;
    }
    std::int64_t total = 0;
    for (const Json& item : wanted) {
      total +=
          (*level(item["sku"].get<std::string>()))["price"].get<std::int64_t>() * item["quantity"].get<std::int64_t>();
    }
    store_.run("INSERT INTO reservations VALUES (?, ?, 'held', ?, ?, ?)",
               {id, order, wanted.dump(), total, now_rfc3339()});
    move(wanted, 1, 0);
  });
  return result;
}

bool Stock::release(const std::string& id) {
  bool released = true;
  store_.transaction([&] {
    const auto known = reservation(id);
    if (!known) {
      store_.run("INSERT INTO reservations VALUES (?, ?, 'released', '[]', 0, ?)",
                 {id, "ord-" + id.substr(4), now_rfc3339()});
    } else if ((*known)["status"] == "confirmed") {
      released = false;
    } else if ((*known)["status"] == "held") {
      store_.run("UPDATE reservations SET status = 'released' WHERE id = ?", {id});
      move((*known)["items"], -1, 0);
    }
  });
  return released;
}

Stock::Confirmed Stock::confirm(const std::string& id) {
  Confirmed result = Confirmed::done;
  store_.transaction([&] {
    const auto known = reservation(id);
    if (!known) {
      result = Confirmed::unknown;
    } else if ((*known)["status"] == "released") {
      result = Confirmed::released;
    } else if ((*known)["status"] == "held") {
      store_.run("UPDATE reservations SET status = 'confirmed' WHERE id = ?", {id});
      move((*known)["items"], -1, -1);
    }
  });
  return result;
}

}  // namespace shop
