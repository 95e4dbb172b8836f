#include "tests/verify/library/state.h"

#include <chrono>
#include <cstdio>

#include "tests/verify/library/forms.h"

namespace library {

std::int64_t now_seconds() {
  using namespace std::chrono;
  return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

State::State() {
  const std::string memorial = add_book({{"title", "Memorial do Convento"},
                                         {"isbn", "9780151997657"},
                                         {"authors", {{{"name", "Jos\u00e9 Saramago"}, {"born", 1922}}}},
                                         {"genre", "fiction"},
                                         {"pages", 352},
                                         {"copies", 100000},
                                         {"published", "1982-10-01"},
                                         {"tags", {"baroque", "flight"}},
                                         {"language", "pt-PT"}},
                                        "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
  add_book({{"title", "On Growth and Form"},
            {"subtitle", "The complete revised edition"},
            {"isbn", "9780486671352"},
            {"authors", {{{"name", "D'Arcy Wentworth Thompson"}}}},
            {"genre", "science"},
            {"copies", 2},
            {"price", {{"amount_cents", 2995}, {"currency", "USD"}}}});
  add_book({{"title", "Momo"},
            {"isbn", "9783522202107"},
            {"authors", {{{"name", "Michael Ende"}, {"born", 1929}}}},
            {"genre", "children"},
            {"copies", 7},
            {"published", "1973-01-01"}});
  const std::int64_t ada = add_member({{"name", "Ada"},
                                       {"email", "ada@example.org"},
                                       {"password", "analytical"},
                                       {"birth_date", "1915-12-10"},
                                       {"address", {{"street", "St. James's Square 12"}, {"city", "London"}}},
                                       {"contact", {{"kind", "mail"}, {"newsletter", true}}}});
  const std::int64_t ben = add_member({{"name", "Ben"},
                                       {"email", "ben@example.org"},
                                       {"password", "correct horse"},
                                       {"contact", {{"kind", "phone"}, {"number", "+4930123456"}}}});
  add_loan({memorial, ada, 14, now_seconds() - 3 * 86400, std::nullopt, Json::object()});
  add_loan({memorial, ben, 21, now_seconds() - 30 * 86400, now_seconds() - 12 * 86400, Json::object()});
}

std::string State::draw_uuid() {
  char text[40];
  const auto n = static_cast<unsigned long long>(++last_uuid);
  std::snprintf(text, sizeof text, "%08llx-7a1c-4b6e-8f00-%012llx", 0x5eed0000ULL + n, n * 2654435761ULL);
  return text;
}

std::string State::add_book(Json fields, std::string id) {
  if (id.empty()) id = draw_uuid();
  if (!fields.contains("copies")) fields["copies"] = 1;
  books[id] = Book{std::move(fields), date_time_of(now_seconds())};
  shelf.push_back(id);
  return id;
}

std::int64_t State::add_member(Json fields) {
  members[++last_member] = MemberRecord{std::move(fields), date_of(now_seconds())};
  return last_member;
}

std::string State::add_loan(Loan loan) {
  const std::string id = "loan-" + std::to_string(++last_loan);
  if (!loan.returned_at) ++books.at(loan.book).lent;
  loans[id] = std::move(loan);
  return id;
}

}  // namespace library
