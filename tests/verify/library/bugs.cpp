#include "tests/verify/library/bugs.h"

#include <algorithm>

namespace library {

namespace {

std::string& chosen() {
  static std::string name;
  return name;
}

}  // namespace

const std::vector<Bug>& bugs() {
  static const std::vector<Bug> table = {
      {"pages-20001-accepted", "the maximum of pages is compared with > after adding one",
       "POST /books "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\",\"pages\":"
       "20001}"},
      {"pages-20000-refused", "the maximum of pages is refused, as if it were exclusive",
       "POST /books "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\",\"pages\":"
       "20000}"},
      {"isbn-unanchored", "the isbn's pattern is searched for, so text may follow it",
       "POST /books "
       "{\"title\":\"ab\",\"isbn\":\"97800000000001\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"}"},
      {"shortest-title-in-bytes", "minLength counts bytes: one accented letter passes for two characters",
       "POST /books "
       "{\"title\":\"\\u00e9\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"}"},
      {"longest-name-in-bytes", "maxLength counts bytes: forty accented letters are refused",
       "POST /members "
       "{\"name\":"
       "\"\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u0"
       "0e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u"
       "00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\",\"email\":\"a@b.c\",\"password\":\"12345678\","
       "\"contact\":{\"kind\":\"mail\",\"newsletter\":true}}"},
      {"genre-any-case", "the enumeration is compared without case",
       "POST /books {\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"POETRY\"}"},
      {"author-unknown-member-accepted", "a nested object's unknown members are let in and kept",
       "POST /books "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\",\"x\":1}],\"genre\":\"poetry\"}"},
      {"price-without-currency-accepted", "a required member of an optional nested object is not asked for",
       "POST /books "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\",\"price\":{"
       "\"amount_cents\":1}}"},
      {"tag-twice-accepted", "uniqueItems is not checked",
       "POST /books "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\",\"tags\":["
       "\"a\",\"a\"]}"},
      {"copies-wrap", "a count beyond int32 is let in and wraps to a negative one",
       "POST /books "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\",\"copies\":"
       "2147483648}"},
      {"tags-empty-500", "an empty array crashes",
       "POST /books "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\",\"tags\":[]}"},
      {"subtitle-null-500", "null where null is allowed crashes; absent does not",
       "POST /books "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\",\"subtitle\":"
       "null}"},
      {"nul-character-500", "U+0000 in a text crashes the database",
       "POST /books "
       "{\"title\":\"a\\u0000\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"}"},
      {"impossible-date-500", "a day that its month does not have crashes",
       "POST /books "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\",\"published\":"
       "\"2023-02-30\"}"},
      {"same-isbn-500", "the second book of an isbn crashes instead of being a conflict",
       "POST /books {\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"} "
       "; POST /books "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"}"},
      {"conflict-without-title", "the body of a 409 is another one than that of the other problems",
       "POST /books {\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"} "
       "; POST /books "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"}"},
      {"content-type-ignored", "the Content-Type of a body is not looked at",
       "POST /books Content-Type: text/plain | "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"}"},
      {"missing-body-500", "a PUT without a body crashes", "PUT /books/3f2504e0-4f89-41d3-9a0c-0305e82c3301"},
      {"malformed-json-500", "a body that is not JSON crashes", "POST /loans {"},
      {"etag-unquoted", "an entity tag without its quotes",
       "POST /books {\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"}"},
      {"title-cut-in-mid-character", "a long title is cut after 101 bytes, perhaps inside a character",
       "POST /books "
       "{\"title\":"
       "\"a\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u"
       "00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\"
       "u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9"
       "\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\",\"isbn\":"
       "\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"}"},
      {"limit-101-accepted", "one more than the maximum of a query parameter is let in", "GET /books?limit=101"},
      {"limit-twice-500", "a query parameter given twice crashes", "GET /books?limit=1&limit=2"},
      {"title-empty-500", "an empty query parameter crashes", "GET /books?title="},
      {"four-genres-accepted", "a query array may have one item more than its maximum",
       "GET /books?genre=fiction&genre=poetry&genre=science&genre=history"},
      {"available-as-number-accepted", "1 and 0 pass for a boolean", "GET /books?available=1"},
      {"cursor-repeats", "the cursor of the second page leads to the second page",
       "GET /books?limit=1&cursor=c1 ; GET /books?limit=1&cursor=c1"},
      {"empty-page-null", "an empty list is null", "GET /books?cursor=c999"},
      {"total-count-in-words", "a header that should be a number is text", "GET /books"},
      {"rate-limit-missing", "a required header is missing in one branch", "GET /books?available=true"},
      {"trailing-debug-line", "a line of text follows the JSON", "GET /books"},
      {"long-list-cut", "the connection closes in the middle of a long body", "GET /books"},
      {"latin-1", "JSON in ISO-8859-1", "GET /books"},
      {"weak-tag-500", "a weak entity tag crashes",
       "GET /books/3f2504e0-4f89-41d3-9a0c-0305e82c3301 If-None-Match: W/\"a\" |"},
      {"not-found-as-page", "what is not found is an HTML page", "GET /books/00000000-0000-0000-0000-000000000000"},
      {"read-after-delete", "a deleted book can still be read",
       "POST /books {\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"} "
       "; DELETE /books/$id ; GET /books/$id"},
      {"delete-twice-500", "deleting what is deleted crashes",
       "POST /books {\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"} "
       "; DELETE /books/$id ; DELETE /books/$id"},
      {"replacement-lost", "a PUT answers with the new state and keeps the old one",
       "PUT /books/3f2504e0-4f89-41d3-9a0c-0305e82c3301 "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"} ; GET "
       "/books/3f2504e0-4f89-41d3-9a0c-0305e82c3301"},
      {"if-match-unchecked", "a header parameter's pattern is not checked",
       "PUT /books/3f2504e0-4f89-41d3-9a0c-0305e82c3301 If-Match: a | "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"}"},
      {"head-without-etag", "HEAD lacks a header that GET has", "HEAD /books/3f2504e0-4f89-41d3-9a0c-0305e82c3301"},
      {"null-title-accepted", "null is let in where only absence is meant",
       "PATCH /books/3f2504e0-4f89-41d3-9a0c-0305e82c3301 {\"title\":null}"},
      {"empty-patch-accepted", "minProperties is not checked", "PATCH /books/3f2504e0-4f89-41d3-9a0c-0305e82c3301 {}"},
      {"removed-pages-null", "what was removed is null in the answer instead of absent",
       "PATCH /books/3f2504e0-4f89-41d3-9a0c-0305e82c3301 {\"pages\":null}"},
      {"file-missing-500", "an upload without its file crashes",
       "POST /books/3f2504e0-4f89-41d3-9a0c-0305e82c3301/files caption=a"},
      {"caption-41-accepted", "the maximum length of a form part is off by one",
       "POST /books/3f2504e0-4f89-41d3-9a0c-0305e82c3301/files "
       "file=a&caption=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
      {"file-page-as-text", "a number of a form part comes back as text",
       "POST /books/3f2504e0-4f89-41d3-9a0c-0305e82c3301/files file=a&page=1"},
      {"another-member", "every id gives the first member", "GET /members/1002"},
      {"member-id-as-int32", "an id beyond int32 crashes", "GET /members/2147483648"},
      {"members-limit-ignored", "limit is validated and then ignored", "GET /members?limit=1"},
      {"offset-past-end-500", "an offset beyond the end crashes", "GET /members?offset=100"},
      {"password-echoed", "a writeOnly member is in the answer", "GET /members/1001"},
      {"level-in-capitals", "an enumerated value is in capitals, for some members",
       "POST /members "
       "{\"name\":\"a\",\"email\":\"a@b.c\",\"password\":\"12345678\",\"contact\":{\"kind\":\"mail\",\"newsletter\":"
       "true},\"nickname\":\"a\"}"},
      {"birth-date-american", "a date is written MM/DD/YYYY", "GET /members/1001"},
      {"latitude-as-text", "a number in an optional object of an optional object is text",
       "POST /members "
       "{\"name\":\"a\",\"email\":\"a@b.c\",\"password\":\"12345678\",\"contact\":{\"kind\":\"mail\",\"newsletter\":"
       "true},\"address\":{\"street\":\"a\",\"city\":\"a\",\"geo\":{\"lat\":0,\"lon\":0}}}"},
      {"contact-with-row-id", "one alternative of a oneOf has a member too many", "GET /members/1002"},
      {"contact-kind-unknown-500", "an unknown discriminator value crashes",
       "POST /members {\"name\":\"a\",\"email\":\"a@b.c\",\"password\":\"12345678\",\"contact\":{\"kind\":\"x\"}}"},
      {"phone-number-unchecked", "the second alternative of a oneOf is not validated",
       "POST /members "
       "{\"name\":\"a\",\"email\":\"a@b.c\",\"password\":\"12345678\",\"contact\":{\"kind\":\"phone\",\"number\":\"1\"}"
       "}"},
      {"member-without-location", "a 201 lacks its Location",
       "POST /members "
       "{\"name\":\"a\",\"email\":\"a@b.c\",\"password\":\"12345678\",\"contact\":{\"kind\":\"mail\",\"newsletter\":"
       "true}}"},
      {"location-leads-nowhere", "the Location of a 201 is not found",
       "POST /members "
       "{\"name\":\"a\",\"email\":\"a@b.c\",\"password\":\"12345678\",\"contact\":{\"kind\":\"mail\",\"newsletter\":"
       "true}} ; GET /member/$id"},
      {"days-0-accepted", "the minimum is not checked",
       "POST /loans {\"book_id\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\",\"member_id\":1001,\"days\":0}"},
      {"days-as-text-accepted", "a number may come as text",
       "POST /loans {\"book_id\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\",\"member_id\":1001,\"days\":\"1\"}"},
      {"request-id-unchecked", "the pattern of an optional header is not checked",
       "POST /loans X-Request-Id: a | "
       "{\"book_id\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\",\"member_id\":1001,\"days\":1}"},
      {"note-empty-500", "an empty text crashes",
       "POST /loans "
       "{\"book_id\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\",\"member_id\":1001,\"days\":1,\"note\":\"\"}"},
      {"emoji-500", "a character of four bytes crashes",
       "POST /loans "
       "{\"book_id\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\",\"member_id\":1001,\"days\":1,\"note\":"
       "\"\\ud83d\\udcda\"}"},
      {"unknown-book-500", "a reference to what is not there crashes",
       "POST /loans {\"book_id\":\"00000000-0000-0000-0000-000000000000\",\"member_id\":1001,\"days\":1}"},
      {"unknown-member-404", "a reference to what is not there gives a status that is not declared",
       "POST /loans {\"book_id\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\",\"member_id\":1,\"days\":1}"},
      {"returned-at-null", "an absent date is null", "GET /loans/loan-100001"},
      {"date-time-without-zone", "a date-time has no offset", "GET /loans/loan-100001"},
      {"deposit-fraction", "an integer has a fraction, for loans of more than 30 days",
       "POST /loans {\"book_id\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\",\"member_id\":1001,\"days\":31}"},
      {"returned-in-capitals", "an enumerated value changes its case in one state", "GET /loans/loan-100002"},
      {"unknown-status-accepted", "an enumeration in the query is not checked", "GET /loans?status=x"},
      {"time-zone-500", "a date-time with an offset other than Z crashes",
       "GET /loans?since=2024-01-01T00:00:00%2B01:00"},
      {"return-answers-202", "a status that is not declared", "POST /loans/loan-100001/return"},
      {"return-twice-500", "doing twice what can be done once crashes", "POST /loans/loan-100002/return"},
      {"holder-country-500", "an optional member of an optional object of one alternative crashes",
       "POST /loans/loan-100001/payments "
       "{\"method\":\"card\",\"number\":\"0000000000000000\",\"amount_cents\":1,\"holder\":{\"name\":\"a\",\"country\":"
       "\"AA\"}}"},
      {"cash-by-the-cent-accepted", "multipleOf is not checked",
       "POST /loans/loan-100001/payments {\"method\":\"cash\",\"amount_cents\":6}"},
      {"voucher-any-code-accepted", "a pattern in the last alternative is not checked",
       "POST /loans/loan-100001/payments {\"method\":\"voucher\",\"code\":\"a\"}"},
      {"card-number-echoed", "a writeOnly member inside an alternative is in the answer",
       "POST /loans/loan-100001/payments {\"method\":\"card\",\"number\":\"0000000000000000\",\"amount_cents\":1}"},
      {"voucher-in-small-letters", "one alternative of a oneOf in the answer breaks its pattern",
       "POST /loans/loan-100001/payments {\"method\":\"voucher\",\"code\":\"AAAA-0000\"}"},
      {"cash-payment-without-time", "a required member is missing for one alternative",
       "POST /loans/loan-100001/payments {\"method\":\"cash\",\"amount_cents\":5}"},
      {"search-for-nothing-accepted", "a required form field is not asked for", "POST /search genre=poetry"},
      {"no-results-500", "zero where one is the minimum divides by zero", "POST /search q=a&max_results=0"},
      {"long-query-slow", "time grows with the square of a text's length",
       "POST /search "
       "q="
       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
      {"last-year-500", "the maximum of a path parameter crashes", "GET /statistics/2100"},
      {"average-not-a-number", "NaN where null is meant", "GET /statistics/2000"},
      {"gzip-cut", "a gzip body ends too early", "GET /statistics/2000 Accept-Encoding: gzip |"},
      {"csv-labelled-json", "another media type than the one that is labelled",
       "GET /statistics/2000 Accept: text/csv |"},
      {"accept-ignored", "an Accept header that nothing fits is ignored", "GET /statistics/2000 Accept: image/png |"},
      {"delete-without-token", "one method of a path forgot to ask for credentials",
       "DELETE /members/1001 Authorization: |"},
      {"any-token", "any bearer token opens what is only read", "GET /members Authorization: Bearer x |"},
      {"any-key", "any api key will do",
       "POST /books X-Api-Key: x | "
       "{\"title\":\"ab\",\"isbn\":\"9780000000000\",\"authors\":[{\"name\":\"a\"}],\"genre\":\"poetry\"}"},
      {"token-malformed-500", "a bearer header without a token crashes", "GET /members Authorization: Bearer |"},
      {"no-challenge", "a 401 lacks WWW-Authenticate", "GET /members Authorization: |"},
      {"wrong-method-500", "a method that the path does not have crashes", "PATCH /loans"},
      {"wrong-method-without-allow", "a 405 lacks Allow", "PATCH /health"},
      {"options-500", "OPTIONS crashes", "OPTIONS /books"},
  };
  return table;
}

bool plant(std::string_view name) {
  const auto& table = bugs();
  const bool known = std::any_of(table.begin(), table.end(), [&](const Bug& bug) { return bug.name == name; });
  if (known) chosen() = name;
  return known;
}

bool planted(std::string_view name) {
  return chosen() == name;
}

}  // namespace library
