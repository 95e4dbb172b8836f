#include "tests/shop/payments/ledger.h"

namespace shop {

namespace {

Json to_charge(const Row& row) {
  Json charge = {{"id", "chg-" + std::to_string(row.integer("id"))},
                 {"order_id", row.text("order_id")},
                 {"amount", row.integer("amount")},
                 {"currency", row.text("currency")},
                 {"status", row.text("status")},
                 {"created_at", row.text("created_at")}};
  charge["refunded_at"] = row.null("refunded_at") ? Json(nullptr) : Json(row.text("refunded_at"));
  return charge;
}

}  // namespace

Ledger::Ledger(Store& store) : store_(store) {
  store_.run(
      "CREATE TABLE IF NOT EXISTS charges (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE, order_id TEXT,"
      " amount INTEGER, currency TEXT, method TEXT, status TEXT, created_at TEXT, refunded_at TEXT)");
  store_.run("CREATE TABLE IF NOT EXISTS refunds (order_id TEXT PRIMARY KEY)");
  store_.run(
      "INSERT OR IGNORE INTO charges VALUES (1001, 'key-1001', 'ord-1001', 1250, 'EUR', 'tok_visa', 'captured', ?, "
      "NULL)",
      {now_rfc3339()});
  store_.run(
      "INSERT OR IGNORE INTO charges VALUES (1002, 'key-1002', 'ord-1002', 4900, 'EUR', 'tok_visa', 'refunded', ?1, "
      "?1)",
      {now_rfc3339()});
  store_.run("INSERT OR IGNORE INTO refunds VALUES ('ord-1002')");
}

Ledger::Charged Ledger::charge(const ChargeOrder& order) {
  Charged result;
  store_.transaction([&] {
    const auto known = store_.run("SELECT * FROM charges WHERE key = ?", {order.key});
    if (!known.empty()) {
      const Row& row = known.front();
      const bool same = row.text("order_id") == order.order && row.integer("amount") == order.amount &&
                        row.text("currency") == order.currency && row.text("method") == order.method;
      result.kind = same ? Charged::Kind::done : Charged::Kind::key_reused;
      result.charge = to_charge(row);
    } else if (!store_.run("SELECT 1 AS one FROM refunds WHERE order_id = ?", {order.order}).empty()) {
      result.kind = Charged::Kind::refunded;
    } else if (order.method == "tok_declined") {
      result.kind = Charged::Kind::declined;
    } else {
      store_.run(
          "INSERT INTO charges (key, order_id, amount, currency, method, status, created_at)"
          " VALUES (?, ?, ?, ?, ?, 'captured', ?)",
          {order.key, order.order, order.amount, order.currency, order.method, now_rfc3339()});
      result.charge = to_charge(store_.run("SELECT * FROM charges WHERE key = ?", {order.key}).front());
    }
  });
  return result;
}

std::optional<Json> Ledger::find(const std::string& id) {
  const auto rows = store_.run("SELECT * FROM charges WHERE 'chg-' || id = ?", {id});
  return rows.empty() ? std::nullopt : std::optional<Json>(to_charge(rows.front()));
}

Ledger::Page Ledger::list(const std::optional<std::string>& order, const std::optional<std::string>& status,
                          std::int64_t limit) {
  const std::string where = " FROM charges WHERE (?1 = '' OR order_id = ?1) AND (?2 = '' OR status = ?2)";
  Page page;
  store_.transaction([&] {
    const std::vector<Cell> values = {order.value_or(""), status.value_or("")};
    page.total = store_.run("SELECT count(*) AS n" + where, values).front().integer("n");
    for (const Row& row :
         store_.run("SELECT *" + where + " ORDER BY id DESC LIMIT ?3", {values[0], values[1], limit})) {
      page.items.push_back(to_charge(row));
    }
  });
  return page;
}

Json Ledger::refund(const std::string& order) {
  Json refund;
  store_.transaction([&] {
    store_.run("INSERT OR IGNORE INTO refunds VALUES (?)", {order});
    store_.run("UPDATE charges SET status = 'refunded', refunded_at = ? WHERE order_id = ? AND status = 'captured'",
               {now_rfc3339(), order});
    const Row row =
        store_.run("SELECT count(*) AS n, coalesce(sum(amount), 0) AS sum FROM charges WHERE order_id = ?", {order})
            .front();
    refund = {{"order_id", order}, {"charges", row.integer("n")}, {"refunded", row.integer("sum")}};
  });
  return refund;
}

Json Ledger::balance() {
  const Row row = store_
                      .run(
                          "SELECT coalesce(sum(amount), 0) AS captured, coalesce(sum(CASE WHEN status = 'refunded' THEN"
                          " amount ELSE 0 END), 0) AS refunded FROM charges")
                      .front();
  const std::int64_t captured = row.integer("captured");
  const std::int64_t refunded = row.integer("refunded");
  return {{"captured", captured}, {"refunded", refunded}, {"balance", captured - refunded}};
}

}  // namespace shop
