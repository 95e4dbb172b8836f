#include <algorithm>
#include <climits>

#include "tests/verify/library/bugs.h"
#include "tests/verify/library/forms.h"
#include "tests/verify/library/operations.h"
#include "tests/verify/library/parameters.h"

namespace library {

namespace {

const std::vector<std::string> genres = {"fiction", "poetry", "science", "history", "children"};

Rule genre() {
  Rule strict = choice(genres);
  if (!planted("genre-any-case")) return strict;
  return [strict](const Json& value, const std::string& pointer, Found& found) {
    strict(value.is_string() ? Json(lower_case(value.get<std::string>())) : value, pointer, found);
  };
}

Rule author() {
  const Rule name = text(1, 80);
  return object({{"name", true, name}, {"born", false, integer(-800, 2025)}},
                {.closed = !planted("author-unknown-member-accepted")});
}

Rule price() {
  return object({{"amount_cents", true, integer(0, 10'000'000)},
                 {"currency", !planted("price-without-currency-accepted"), choice({"EUR", "USD", "GBP"})}});
}

struct Filter {
  std::string title;
  std::string published_after;
  std::optional<bool> available;
  Json genres;
};

bool fits(const Book& book, const Filter& filter) {
  const Json& fields = book.fields;
  if (!filter.genres.empty() &&
      std::find(filter.genres.begin(), filter.genres.end(), fields["genre"]) == filter.genres.end())
    return false;
  if (!filter.title.empty() && fields["title"].get<std::string>().find(filter.title) == std::string::npos) return false;
  if (!filter.published_after.empty() && fields.value("published", std::string()) <= filter.published_after)
    return false;
  return !filter.available || *filter.available == (fields["copies"].get<std::int64_t>() > book.lent);
}

Rule available_rule() {
  if (!planted("available-as-number-accepted")) return boolean();
  return [](const Json& value, const std::string& pointer, Found& found) {
    if (value != "1" && value != "0") boolean()(value, pointer, found);
  };
}

Filter read_filter(const Request& request, Found& found) {
  Filter filter;
  const std::size_t most = planted("four-genres-accepted") ? 4 : 3;
  filter.genres = query_list(request, "genre", array({.at_most = most, .unique = true}, choice(genres)), found);
  const auto title = query_value(request, "title", As::text, text(1, 60), found);
  if (title) filter.title = title->get<std::string>();
  const auto after = query_value(request, "published_after", As::text, shaped(is_date), found);
  if (after) filter.published_after = after->get<std::string>();
  const auto available = query_value(request, "available", As::boolean, available_rule(), found);
  if (available) filter.available = *available == true || *available == "1";
  return filter;
}

Response page_of(State& state, const Filter& filter, std::size_t first, std::size_t limit) {
  Json items = Json::array();
  std::size_t seen = 0;
  for (const std::string& id : state.shelf) {
    const Book& book = state.books.at(id);
    if (!fits(book, filter)) continue;
    if (seen >= first && items.size() < limit) items.push_back(shown(id, book));
    ++seen;
  }
  const std::size_t next = planted("cursor-repeats") && first > 0 ? first : first + items.size();
  Json page = {{"items", items}, {"next_cursor", nullptr}};
  if (next < seen) page["next_cursor"] = "c" + std::to_string(next);
  if (planted("empty-page-null") && items.empty()) page["items"] = nullptr;
  const std::string total = planted("total-count-in-words") ? "about " + std::to_string(seen) : std::to_string(seen);
  return answer(200, page, {{"X-Total-Count", total}, {"X-RateLimit-Remaining", "999"}});
}

Response list_books(State& state, const Request& request) {
  const auto is_limit = [](const auto& field) { return field.first == "limit"; };
  if (planted("limit-twice-500") && std::count_if(request.query.begin(), request.query.end(), is_limit) > 1)
    return crash("expected a string, got an array");
  const auto is_empty_title = [](const auto& field) { return field.first == "title" && field.second.empty(); };
  if (planted("title-empty-500") && std::any_of(request.query.begin(), request.query.end(), is_empty_title))
    return crash("empty pattern");
  Found found;
  const std::int64_t most = planted("limit-101-accepted") ? 101 : 100;
  const std::int64_t limit = query_integer(request, "limit", 1, most, found).value_or(20);
  const auto cursor = query_value(request, "cursor", As::text, shaped(is_cursor), found);
  const Filter filter = read_filter(request, found);
  if (found) return bad_request(*found);
  const std::size_t first = cursor ? std::stoul(cursor->get<std::string>().substr(1)) : 0;
  Response page = page_of(state, filter, first, static_cast<std::size_t>(limit));
  if (planted("rate-limit-missing") && filter.available) shop::remove_header(page.headers, "X-RateLimit-Remaining");
  if (planted("trailing-debug-line")) page.body += "\n<!-- 3 ms -->";
  if (planted("latin-1")) {
    for (std::size_t at; (at = page.body.find("\u00e9")) != std::string::npos;) page.body.replace(at, 2, "\xe9");
  }
  return page;
}

// The answer's title as a column of 101 bytes would have it.
void cut_title(const Json& fields, Response& response) {
  const std::string whole_title = fields["title"].get<std::string>();
  const auto at = response.body.find(whole_title);
  if (whole_title.size() > 101 && at != std::string::npos)
    response.body.replace(at, whole_title.size(), whole_title.substr(0, 101));
}

Response create_book(State& state, const Request& request) {
  const Json& draft = request.json;
  if (planted("impossible-date-500") && draft.is_object() && draft.contains("published") &&
      draft["published"].is_string()) {
    const std::string date = draft["published"];
    if (date.size() == 10 && std::isdigit(static_cast<unsigned char>(date[9])) != 0 && !is_date(date))
      return crash("day is out of range for month");
  }
  if (const Found found = check(book_draft(), request)) return bad_request(*found);
  if (planted("tags-empty-500") && draft.contains("tags") && draft["tags"].empty()) return crash("pop from empty list");
  if (planted("subtitle-null-500") && draft.contains("subtitle") && draft["subtitle"].is_null())
    return crash("null has no length");
  if (planted("nul-character-500") && request.body.find("\\u0000") != std::string::npos)
    return crash("invalid byte sequence for encoding UTF8: 0x00");
  Json fields = draft;
  for (const auto& [id, book] : state.books) {
    if (book.fields["isbn"] != fields["isbn"]) continue;
    return planted("same-isbn-500") ? crash("duplicate key") : problem(409, "Conflict", "the book is there already");
  }
  fields["genre"] = lower_case(fields["genre"]);
  if (const auto copies = fields.contains("copies") ? whole(fields["copies"]) : std::nullopt)
    fields["copies"] = planted("copies-wrap") ? static_cast<std::int32_t>(*copies) : *copies;
  const std::string id = state.add_book(fields);
  const Book& book = state.books.at(id);
  const std::string tag = planted("etag-unquoted") ? "v1" : entity_tag(book);
  Response response = answer(201, shown(id, book), {{"Location", "/books/" + id}, {"ETag", tag}});
  if (planted("title-cut-in-mid-character")) cut_title(fields, response);
  return response;
}

}  // namespace

Rule book_draft() {
  const std::int64_t most_pages = planted("pages-20001-accepted")  ? 20001
                                  : planted("pages-20000-refused") ? 19999
                                                                   : 20000;
  return object({{"title", true, text(2, 120)},
                 {"subtitle", false, nullable(text(0, 120))},
                 {"isbn", true, shaped(is_isbn)},
                 {"authors", true, array({.at_least = 1, .at_most = 5}, author())},
                 {"genre", true, genre()},
                 {"pages", false, integer(1, most_pages)},
                 {"copies", false, integer(0, planted("copies-wrap") ? INT64_MAX : INT_MAX)},
                 {"published", false, shaped(is_date)},
                 {"tags", false, array({.at_most = 8, .unique = !planted("tag-twice-accepted")}, shaped(is_tag))},
                 {"price", false, price()},
                 {"language", false, shaped(is_language)}});
}

void add_catalogue(Router& router, State& state) {
  router.add({"GET", "/books", Security::open, with(state, list_books)});
  router.add({"POST", "/books", Security::staff, with(state, create_book), {"application/json"}});
}

}  // namespace library
