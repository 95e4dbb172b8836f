"""What squall must say of each bug of the library: one of `rules` (a rule, or how it begins) at one of `operations`.
Findings of the rules in `also` are what the bug brings about besides; any other error is a false alarm."""

ACCEPTED = "request.invalid.accepted"
CRASH = "response.server-error"
INVALID_CRASH = "request.invalid.server-error"
BODY = "response.body.schema"
BROKEN = "response.body.malformed"

BOOKS, BOOK, FILES = "/books", "/books/{book_id}", "/books/{book_id}/files"
MEMBERS, MEMBER = "/members", "/members/{member_id}"
LOANS, LOAN, RETURN, PAY = "/loans", "/loans/{loan_id}", "/loans/{loan_id}/return", "/loans/{loan_id}/payments"
DRAFT = [f"POST {BOOKS}", f"PUT {BOOK}"]  # what takes a whole book
SHOWN_MEMBER = [f"GET {MEMBERS}", f"POST {MEMBERS}", f"GET {MEMBER}", f"PATCH {MEMBER}"]
SHOWN_LOAN = [f"GET {LOANS}", f"POST {LOANS}", f"GET {LOAN}", f"POST {RETURN}"]
YEAR = "GET /statistics/{year}"


class Expectation:
    def __init__(self, rules, operations, also=()):
        self.rules = [rules] if isinstance(rules, str) else list(rules)
        self.operations = [operations] if isinstance(operations, str) else list(operations)
        self.also = list(also)

    def names(self, finding):
        at = finding.get("operations") or [finding["operation"]]
        return finding["rule"].startswith(tuple(self.rules)) and any(operation in self.operations for operation in at)

    def explains(self, finding):
        """What the bug brings about: the same rule elsewhere is still the bug's."""
        crash = [INVALID_CRASH, CRASH] if set(self.rules) & {CRASH, INVALID_CRASH} else []
        return finding["rule"].startswith(tuple(self.rules + self.also + crash))


REFUSED = "request.valid.refused"
EXPECTATIONS = {
    "pages-20001-accepted": Expectation(ACCEPTED, DRAFT, [BODY]),
    "pages-20000-refused": Expectation(REFUSED, DRAFT),
    "isbn-unanchored": Expectation(ACCEPTED, DRAFT, [BODY]),
    "shortest-title-in-bytes": Expectation(ACCEPTED, [*DRAFT, f"PATCH {BOOK}", f"POST {MEMBERS}"], [BODY]),
    "longest-name-in-bytes": Expectation(
        REFUSED, [*DRAFT, f"PATCH {BOOK}", f"POST {MEMBERS}", f"PATCH {MEMBER}", f"POST {LOANS}", "POST /search",
                  f"GET {BOOKS}", f"POST {FILES}", f"POST {PAY}"]),
    "genre-any-case": Expectation(ACCEPTED, DRAFT),
    "author-unknown-member-accepted": Expectation(ACCEPTED, DRAFT, [BODY]),
    "price-without-currency-accepted": Expectation(ACCEPTED, DRAFT, [BODY]),
    "tag-twice-accepted": Expectation(ACCEPTED, DRAFT, [BODY]),
    "copies-wrap": Expectation([BODY, ACCEPTED], DRAFT),
    "tags-empty-500": Expectation(CRASH, f"POST {BOOKS}"),
    "subtitle-null-500": Expectation(CRASH, f"POST {BOOKS}"),
    "nul-character-500": Expectation(CRASH, f"POST {BOOKS}"),
    "impossible-date-500": Expectation([INVALID_CRASH, CRASH], f"POST {BOOKS}"),
    "same-isbn-500": Expectation(CRASH, f"POST {BOOKS}"),
    "conflict-without-title": Expectation(BODY, [*DRAFT, f"DELETE {BOOK}", f"DELETE {MEMBER}", f"POST {MEMBERS}", f"POST {LOANS}", f"POST {RETURN}"]),
    "content-type-ignored": Expectation([ACCEPTED, "protocol."], f"POST {BOOKS}"),
    "missing-body-500": Expectation(INVALID_CRASH, f"PUT {BOOK}"),
    "malformed-json-500": Expectation(INVALID_CRASH, f"POST {LOANS}"),
    "etag-unquoted": Expectation("response.header.schema", f"POST {BOOKS}"),
    "title-cut-in-mid-character": Expectation(BROKEN, f"POST {BOOKS}"),
    "limit-101-accepted": Expectation(ACCEPTED, f"GET {BOOKS}"),
    "limit-twice-500": Expectation([CRASH, INVALID_CRASH], f"GET {BOOKS}"),
    "title-empty-500": Expectation(INVALID_CRASH, f"GET {BOOKS}"),
    "four-genres-accepted": Expectation(ACCEPTED, f"GET {BOOKS}"),
    "available-as-number-accepted": Expectation(ACCEPTED, f"GET {BOOKS}"),
    "cursor-repeats": Expectation("stateful.", f"GET {BOOKS}"),
    "empty-page-null": Expectation(BODY, f"GET {BOOKS}"),
    "total-count-in-words": Expectation("response.header.schema", f"GET {BOOKS}"),
    "rate-limit-missing": Expectation("response.header.required", f"GET {BOOKS}"),
    "trailing-debug-line": Expectation(BROKEN, f"GET {BOOKS}"),
    "long-list-cut": Expectation("response.", [f"GET {BOOKS}", f"GET {MEMBERS}", f"GET {LOANS}"]),
    "latin-1": Expectation(BROKEN, f"GET {BOOKS}"),
    "weak-tag-500": Expectation(CRASH, f"GET {BOOK}"),
    "not-found-as-page": Expectation("response.media-type.undeclared", [
        f"{method} {path}" for method in ("GET", "PUT", "POST", "PATCH", "DELETE")
        for path in (BOOK, FILES, MEMBER, LOAN, RETURN, PAY)]),
    "read-after-delete": Expectation("stateful.", f"GET {BOOK}"),
    "delete-twice-500": Expectation([CRASH, "stateful."], f"DELETE {BOOK}"),
    "replacement-lost": Expectation("stateful.", [f"PUT {BOOK}", f"GET {BOOK}"]),
    "if-match-unchecked": Expectation(ACCEPTED, f"PUT {BOOK}"),
    "head-without-etag": Expectation("response.header.required", f"HEAD {BOOK}"),
    "null-title-accepted": Expectation(ACCEPTED, f"PATCH {BOOK}"),
    "empty-patch-accepted": Expectation(ACCEPTED, f"PATCH {BOOK}"),
    "removed-pages-null": Expectation(BODY, f"PATCH {BOOK}"),
    "file-missing-500": Expectation(INVALID_CRASH, f"POST {FILES}"),
    "caption-41-accepted": Expectation(ACCEPTED, f"POST {FILES}", [BODY]),
    "file-page-as-text": Expectation(BODY, f"POST {FILES}"),
    "another-member": Expectation("stateful.", f"GET {MEMBER}"),
    "member-id-as-int32": Expectation(CRASH, [f"GET {MEMBER}", f"PATCH {MEMBER}", f"DELETE {MEMBER}"]),
    "members-limit-ignored": Expectation(["stateful.", "response."], f"GET {MEMBERS}"),
    "offset-past-end-500": Expectation(CRASH, f"GET {MEMBERS}"),
    "password-echoed": Expectation(BODY, SHOWN_MEMBER),
    "level-in-capitals": Expectation(BODY, SHOWN_MEMBER),
    "birth-date-american": Expectation(BODY, SHOWN_MEMBER),
    "latitude-as-text": Expectation(BODY, SHOWN_MEMBER),
    "contact-with-row-id": Expectation(BODY, SHOWN_MEMBER),
    "contact-kind-unknown-500": Expectation(INVALID_CRASH, f"POST {MEMBERS}"),
    "phone-number-unchecked": Expectation(ACCEPTED, [f"POST {MEMBERS}", f"PATCH {MEMBER}"], [BODY]),
    "member-without-location": Expectation("response.header.required", f"POST {MEMBERS}"),
    "location-leads-nowhere": Expectation("stateful.", f"POST {MEMBERS}"),
    "days-0-accepted": Expectation(ACCEPTED, f"POST {LOANS}", [BODY]),
    "days-as-text-accepted": Expectation(ACCEPTED, f"POST {LOANS}"),
    "request-id-unchecked": Expectation(ACCEPTED, f"POST {LOANS}"),
    "note-empty-500": Expectation(CRASH, f"POST {LOANS}"),
    "emoji-500": Expectation(CRASH, f"POST {LOANS}"),
    "unknown-book-500": Expectation(CRASH, f"POST {LOANS}"),
    "unknown-member-404": Expectation("response.status.undeclared", f"POST {LOANS}"),
    "returned-at-null": Expectation(BODY, SHOWN_LOAN),
    "date-time-without-zone": Expectation(BODY, [*SHOWN_LOAN, f"POST {PAY}"]),
    "deposit-fraction": Expectation(BODY, SHOWN_LOAN),
    "returned-in-capitals": Expectation(BODY, SHOWN_LOAN),
    "unknown-status-accepted": Expectation(ACCEPTED, f"GET {LOANS}"),
    "time-zone-500": Expectation(CRASH, f"GET {LOANS}"),
    "return-answers-202": Expectation("response.status.undeclared", f"POST {RETURN}"),
    "return-twice-500": Expectation([CRASH, "stateful."], f"POST {RETURN}"),
    "holder-country-500": Expectation(CRASH, f"POST {PAY}"),
    "cash-by-the-cent-accepted": Expectation(ACCEPTED, f"POST {PAY}", [BODY]),
    "voucher-any-code-accepted": Expectation(ACCEPTED, f"POST {PAY}", [BODY]),
    "card-number-echoed": Expectation(BODY, f"POST {PAY}"),
    "voucher-in-small-letters": Expectation(BODY, f"POST {PAY}"),
    "cash-payment-without-time": Expectation(BODY, f"POST {PAY}"),
    "search-for-nothing-accepted": Expectation(ACCEPTED, "POST /search"),
    "no-results-500": Expectation(INVALID_CRASH, "POST /search"),
    "long-query-slow": Expectation("response.slow", "POST /search"),
    "last-year-500": Expectation(CRASH, YEAR),
    "average-not-a-number": Expectation(BROKEN, YEAR),
    "gzip-cut": Expectation("response.", YEAR),
    "csv-labelled-json": Expectation([BROKEN, "response.media-type"], YEAR),
    "accept-ignored": Expectation("protocol.", YEAR),
    "delete-without-token": Expectation("security.", f"DELETE {MEMBER}"),
    "any-token": Expectation("security.", [f"GET {MEMBERS}", f"GET {MEMBER}", f"GET {LOANS}", f"GET {LOAN}", YEAR]),
    "any-key": Expectation("security.", [*DRAFT, f"PATCH {BOOK}", f"DELETE {BOOK}", f"POST {FILES}", YEAR]),
    "token-malformed-500": Expectation(["security.", INVALID_CRASH, CRASH], [
        f"{method} {path}" for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        for path in (MEMBERS, MEMBER, LOANS, LOAN, RETURN, PAY, "/statistics/{year}")]),
    "no-challenge": Expectation(["response.header.required", "response.http."], [
        f"{method} {path}" for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        for path in (BOOKS, BOOK, FILES, MEMBERS, MEMBER, LOANS, LOAN, RETURN, PAY, "/statistics/{year}")]),
    "wrong-method-500": Expectation(["protocol.", CRASH, INVALID_CRASH], [f"GET {LOANS}", f"POST {LOANS}", LOANS]),
    "wrong-method-without-allow": Expectation("response.http.allow", [
        f"{method} {path}" for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
        for path in ("/health", "/search", BOOKS, BOOK, FILES, MEMBERS, MEMBER, LOANS, LOAN, RETURN, PAY, "/statistics/{year}")]),
    "options-500": Expectation(["protocol.", CRASH], [f"OPTIONS {BOOKS}", f"GET {BOOKS}"]),
}
