#include "tests/shop/lib/store.h"

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace shop {

namespace {

[[noreturn]] void give_up(sqlite3* db, std::string_view what) {
  std::fprintf(stderr, "database: %s: %.*s\n", sqlite3_errmsg(db), static_cast<int>(what.size()), what.data());
  std::_Exit(1);
}

Cell read_cell(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return nullptr;
    case SQLITE_INTEGER:
      return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
    default: {
      const auto* text = static_cast<const char*>(sqlite3_column_blob(statement, column));
      return std::string(text == nullptr ? "" : text,
                         static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    }
  }
}

void bind(sqlite3_stmt* statement, int index, const Cell& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    sqlite3_bind_int64(statement, index, *number);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    sqlite3_bind_text(statement, index, text->data(), static_cast<int>(text->size()), nullptr);
  } else {
    sqlite3_bind_null(statement, index);
  }
}

}  // namespace

std::int64_t Row::integer(const std::string& name) const {
  return std::get<std::int64_t>(cells.at(name));
}
std::string Row::text(const std::string& name) const {
  return std::get<std::string>(cells.at(name));
}
bool Row::null(const std::string& name) const {
  return std::holds_alternative<std::nullptr_t>(cells.at(name));
}

Store::Store(const std::string& file) {
  if (sqlite3_open(file.c_str(), &db_) != SQLITE_OK) give_up(db_, "cannot open " + file);
  sqlite3_busy_timeout(db_, 2000);
  run("PRAGMA journal_mode = WAL");
  run("PRAGMA synchronous = OFF");
}

Store::~Store() {
  sqlite3_close(db_);
}

std::vector<Row> Store::run(std::string_view sql, const std::vector<Cell>& values) {
  std::lock_guard lock(mutex_);
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(db_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr) != SQLITE_OK)
    give_up(db_, sql);
  for (std::size_t i = 0; i < values.size(); ++i) bind(statement, static_cast<int>(i) + 1, values[i]);
  std::vector<Row> rows;
  int step = 0;
  while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
    Row row;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      row.cells[sqlite3_column_name(statement, i)] = read_cell(statement, i);
    }
    rows.push_back(std::move(row));
  }
  if (step != SQLITE_DONE) give_up(db_, sql);
  sqlite3_finalize(statement);
  return rows;
}

void Store::transaction(const std::function<void()>& work) {
  std::lock_guard lock(mutex_);
  run("BEGIN IMMEDIATE");
  work();
  run("COMMIT");
}

std::string now_rfc3339() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace shop
