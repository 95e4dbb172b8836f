#pragma once
// What the library holds, in memory, with a few books, members and loans from the start.

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tests/verify/library/rules.h"

namespace library {

struct Book {
  Json fields;  // as in the draft, `copies` always there
  std::string added_at;
  std::int64_t version = 1;
  std::int64_t lent = 0;
};

struct MemberRecord {
  Json fields;  // as in the draft, the password included
  std::string joined;
};

struct Loan {
  std::string book;
  std::int64_t member = 0;
  std::int64_t days = 0;
  std::int64_t lent_at = 0;  // seconds since 1970
  std::optional<std::int64_t> returned_at;
  Json extra;  // note and reference, when given
};

// Handlers hold the mutex while they work.
struct State {
  State();
  std::mutex mutex;
  std::map<std::string, Book> books;  // by uuid in lower case
  std::vector<std::string> shelf;     // their ids, oldest entry first
  std::map<std::int64_t, MemberRecord> members;
  std::map<std::string, Loan> loans;  // ids ascend
  std::vector<std::string> deleted_books;
  std::int64_t last_member = 1000;
  std::int64_t last_loan = 100000;
  std::int64_t last_uuid = 0;
  std::int64_t last_payment = 0;

  std::string draw_uuid();
  std::string add_book(Json fields, std::string id = {});
  std::int64_t add_member(Json fields);
  std::string add_loan(Loan loan);
};

std::int64_t now_seconds();

}  // namespace library
