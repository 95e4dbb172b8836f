#include <algorithm>

#include "tests/verify/library/bugs.h"
#include "tests/verify/library/forms.h"
#include "tests/verify/library/operations.h"
#include "tests/verify/library/parameters.h"

namespace library {

namespace {

bool is_any(std::string_view) {
  return true;
}

Rule days() {
  Rule rule = integer(planted("days-0-accepted") ? 0 : 1, 60);
  if (!planted("days-as-text-accepted")) return rule;
  return [rule](const Json& value, const std::string& pointer, Found& found) {
    rule(value.is_string() ? typed(value.get<std::string>(), As::integer) : value, pointer, found);
  };
}

Rule loan_draft() {
  return object({{"book_id", true, shaped(is_uuid)},
                 {"member_id", true, integer(1, INT64_MAX)},
                 {"days", true, days()},
                 {"note", false, text(0, 200)},
                 {"reference", false, integer(INT64_MIN, INT64_MAX)}});
}

std::string status_of(const Loan& loan) {
  if (loan.returned_at) return "returned";
  return loan.lent_at + loan.days * 86400 < now_seconds() ? "overdue" : "open";
}

std::string printed(std::int64_t seconds) {
  const std::string text = date_time_of(seconds);
  return planted("date-time-without-zone") ? text.substr(0, 19) : text;
}

Json shown_loan(State& state, const std::string& id, const Loan& loan) {
  const Book& book = state.books.at(loan.book);
  Json json = {{"id", id},
               {"book", {{"id", loan.book}, {"title", book.fields["title"]}}},
               {"member_id", loan.member},
               {"days", loan.days},
               {"status", status_of(loan)},
               {"lent_at", printed(loan.lent_at)},
               {"due", date_of(loan.lent_at + loan.days * 86400)}};
  json.update(loan.extra);
  if (loan.days > 30) json["deposit_cents"] = loan.days * 5;
  if (planted("deposit-fraction") && loan.days > 30)
    json["deposit_cents"] = static_cast<double>(loan.days) * 2.5 + 0.25;
  if (loan.returned_at)
    json["returned_at"] = printed(*loan.returned_at);
  else if (planted("returned-at-null"))
    json["returned_at"] = nullptr;
  if (planted("returned-in-capitals") && loan.returned_at) json["status"] = "Returned";
  return json;
}

Rule status_rule() {
  return planted("unknown-status-accepted") ? text(0, 1000) : choice({"open", "overdue", "returned"});
}

Response list_loans(State& state, const Request& request) {
  Found found;
  const auto status = query_value(request, "status", As::text, status_rule(), found);
  const auto member = query_integer(request, "member_id", 1, INT64_MAX, found);
  const auto since = query_value(request, "since", As::text, shaped(is_date_time), found);
  const std::int64_t limit = query_integer(request, "limit", 1, 100, found).value_or(20);
  if (found) return bad_request(*found);
  const std::string from = since ? since->get<std::string>() : std::string();
  if (planted("time-zone-500") && !from.empty() && from.back() != 'Z') return crash("unconverted data remains");
  Json items = Json::array();
  std::size_t total = 0;
  for (const auto& [id, loan] : state.loans) {
    if (member && *member != loan.member) continue;
    if (status && status->get<std::string>() != status_of(loan)) continue;
    if (!from.empty() && loan.lent_at < seconds_of(from)) continue;
    ++total;
    if (items.size() < static_cast<std::size_t>(limit)) items.push_back(shown_loan(state, id, loan));
  }
  return answer(200, {{"items", items}}, {{"X-Total-Count", std::to_string(total)}});
}

bool has_four_byte_character(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return (c & 0xF8) == 0xF0; });
}

Response create_loan(State& state, const Request& request) {
  Found found = check(loan_draft(), request);
  header_value(request, "X-Request-Id", planted("request-id-unchecked") ? is_any : is_request_id, found);
  if (found) return bad_request(*found);
  const Json& draft = request.json;
  const std::string note = draft.value("note", std::string("-"));
  if (planted("note-empty-500") && note.empty()) return crash("string index out of range");
  if (planted("emoji-500") && has_four_byte_character(note)) return crash("Incorrect string value for column note");
  const std::string book_id = lower_case(draft["book_id"]);
  const auto book = state.books.find(book_id);
  if (planted("unknown-book-500") && book == state.books.end()) return crash("foreign key");
  if (book == state.books.end()) return problem(422, "Unprocessable", "there is no such book", "/book_id");
  const std::int64_t member = *whole(draft["member_id"]);
  const int unknown_member = planted("unknown-member-404") ? 404 : 422;
  if (!state.members.contains(member))
    return problem(unknown_member, "Unprocessable", "there is no such member", "/member_id");
  const std::int64_t copies = *whole(book->second.fields["copies"]);
  if (copies <= book->second.lent) return problem(409, "Conflict", "all copies are lent");
  Json extra = Json::object();
  for (const char* name : {"note", "reference"}) {
    if (draft.contains(name)) extra[name] = draft[name];
  }
  const std::int64_t lent_for =
      draft["days"].is_string() ? *read_integer(draft["days"].get<std::string>()) : *whole(draft["days"]);
  const std::string id = state.add_loan({book_id, member, lent_for, now_seconds(), std::nullopt, std::move(extra)});
  return answer(201, shown_loan(state, id, state.loans.at(id)), {{"Location", "/loans/" + id}});
}

struct Chosen {
  std::string id;
  Loan* loan = nullptr;
  Response refusal;  // when there is no such loan
};

Chosen choose(State& state, const Request& request) {
  Chosen chosen{request.params.at("loan_id"), nullptr, {}};
  if (!is_loan_id(chosen.id)) {
    chosen.refusal = bad_request({"path.loan_id", "does not have its form"});
    return chosen;
  }
  const auto found = state.loans.find(chosen.id);
  if (found == state.loans.end())
    chosen.refusal = not_found("loan " + chosen.id);
  else
    chosen.loan = &found->second;
  return chosen;
}

Response get_loan(State& state, const Request& request) {
  Chosen chosen = choose(state, request);
  if (chosen.loan == nullptr) return chosen.refusal;
  return answer(200, shown_loan(state, chosen.id, *chosen.loan));
}

Response return_loan(State& state, const Request& request) {
  Chosen chosen = choose(state, request);
  if (chosen.loan == nullptr) return chosen.refusal;
  if (chosen.loan->returned_at)
    return planted("return-twice-500") ? crash("already closed") : problem(409, "Conflict", "it is back already");
  chosen.loan->returned_at = now_seconds();
  --state.books.at(chosen.loan->book).lent;
  return answer(planted("return-answers-202") ? 202 : 200, shown_loan(state, chosen.id, *chosen.loan));
}

Rule payment_draft() {
  const Rule holder = object({{"name", true, text(1, 40)}, {"country", false, shaped(is_country)}});
  const Rule card = object({{"method", true, choice({"card"})},
                            {"number", true, shaped(is_card)},
                            {"amount_cents", true, integer(1, 1'000'000)},
                            {"holder", false, holder}});
  const std::int64_t step = planted("cash-by-the-cent-accepted") ? 1 : 5;
  const Rule cash = object({{"method", true, choice({"cash"})}, {"amount_cents", true, integer(5, 100'000, step)}});
  const Rule code = planted("voucher-any-code-accepted") ? text(0, 1000) : shaped(is_voucher);
  const Rule voucher = object({{"method", true, choice({"voucher"})}, {"code", true, code}});
  return alternative("method", {{"card", card}, {"cash", cash}, {"voucher", voucher}});
}

Response pay_loan(State& state, const Request& request) {
  const Found found = check(payment_draft(), request);
  Chosen chosen = choose(state, request);
  if (chosen.loan == nullptr && chosen.refusal.status == 400) return chosen.refusal;
  if (found) return bad_request(*found);
  if (chosen.loan == nullptr) return chosen.refusal;
  Json payment = request.json;
  const bool has_country = payment.contains("holder") && payment["holder"].contains("country");
  if (planted("holder-country-500") && has_country) return crash("no such column: country");
  if (!planted("card-number-echoed")) payment.erase("number");
  if (planted("voucher-in-small-letters") && payment.contains("code")) payment["code"] = lower_case(payment["code"]);
  Json paid = {{"id", ++state.last_payment}, {"paid_at", printed(now_seconds())}, {"payment", payment}};
  if (planted("cash-payment-without-time") && payment["method"] == "cash") paid.erase("paid_at");
  return answer(201, paid);
}

}  // namespace

void add_loans(Router& router, State& state) {
  router.add({"GET", "/loans", Security::reader, with(state, list_loans)});
  router.add({"POST", "/loans", Security::reader, with(state, create_loan), {"application/json"}});
  router.add({"GET", "/loans/{loan_id}", Security::reader, with(state, get_loan)});
  router.add({"POST", "/loans/{loan_id}/return", Security::reader, with(state, return_loan)});
  router.add({"POST", "/loans/{loan_id}/payments", Security::reader, with(state, pay_loan), {"application/json"}});
}

}  // namespace library
