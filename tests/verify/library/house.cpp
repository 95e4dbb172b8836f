#include <zlib.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "tests/verify/library/bugs.h"
#include "tests/verify/library/forms.h"
#include "tests/verify/library/operations.h"
#include "tests/verify/library/parameters.h"

namespace library {

namespace {

Response health(State&, const Request&) {
  return answer(200, {{"status", "up"}});
}

Rule search_form() {
  const Rule genre = choice({"fiction", "poetry", "science", "history", "children"});
  const std::int64_t least = planted("no-results-500") ? 0 : 1;
  return object({{"q", !planted("search-for-nothing-accepted"), text(1, 200)},
                 {"genre", false, genre},
                 {"max_results", false, integer(least, 50)}},
                {.closed = false});
}

Found read_form(const Request& request, Json& form) {
  Found found;
  for (const auto& [name, value] : form_fields(request.body)) {
    if (form.contains(name) && !found) found = Mistake{"/" + name, "is given twice"};
    form[name] = typed(value, name == "max_results" ? As::integer : As::text);
  }
  search_form()(form, "", found);
  return found;
}

Response search(State& state, const Request& request) {
  Json form = Json::object();
  if (const Found found = read_form(request, form)) return bad_request(*found);
  const std::string q = form.value("q", std::string());
  const std::size_t most = form.contains("max_results") ? form["max_results"].get<std::size_t>() : 10;
  if (most == 0) return crash("division by zero");
  if (planted("long-query-slow")) {
    const auto length = static_cast<std::int64_t>(code_points(q));
    std::this_thread::sleep_for(std::chrono::microseconds(35 * length * length));
  }
  const std::lock_guard lock(state.mutex);
  Json matches = Json::array();
  for (const auto& [id, book] : state.books) {
    const std::string title = book.fields["title"];
    if (form.contains("genre") && form["genre"] != book.fields["genre"]) continue;
    if (matches.size() < most && title.find(q) != std::string::npos) matches.push_back({{"id", id}, {"title", title}});
  }
  return answer(200, {{"query", q}, {"matches", matches}});
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct Month {
  std::int64_t loans = 0;
  std::int64_t days = 0;
};

std::vector<std::pair<std::string, Month>> months_of(State& state, std::int64_t year) {
  std::vector<std::pair<std::string, Month>> months;
  for (int i = 1; i <= 12; ++i) {
    char name[24];
    std::snprintf(name, sizeof name, "%04d-%02d", static_cast<int>(year), i);
    Month month;
    for (const auto& [id, loan] : state.loans) {
      if (!date_of(loan.lent_at).starts_with(name)) continue;
      ++month.loans;
      month.days += loan.days;
    }
    months.emplace_back(name, month);
  }
  return months;
}

Response as_csv(const std::vector<std::pair<std::string, Month>>& months) {
  Response response;
  response.media_type = planted("csv-labelled-json") ? "application/json" : "text/csv; charset=utf-8";
  response.body = "month,loans,days\r\n";
  for (const auto& [name, month] : months) {
    response.body += name + "," + std::to_string(month.loans) + "," + std::to_string(month.days) + "\r\n";
  }
  return response;
}

Response as_json(std::int64_t year, const std::vector<std::pair<std::string, Month>>& months) {
  Json list = Json::array();
  for (const auto& [name, month] : months) {
    Json average = nullptr;
    if (month.loans > 0) average = static_cast<double>(month.days) / static_cast<double>(month.loans);
    list.push_back({{"month", name}, {"loans", month.loans}, {"average_days", average}});
  }
  Response response = answer(200, {{"year", year}, {"months", list}});
  if (planted("average-not-a-number")) {
    for (std::size_t at; (at = response.body.find("null")) != std::string::npos;) response.body.replace(at, 4, "NaN");
  }
  return response;
}

Response statistics(State& state, const Request& request) {
  const auto year = read_integer(request.params.at("year"));
  if (!year || *year < 1900 || *year > 2100) return bad_request({"path.year", "must be from 1900 to 2100"});
  if (planted("last-year-500") && *year == 2100) return crash("year 2101 is out of range");
  const auto months = months_of(state, *year);
  const std::string accept = shop::header(request.headers, "Accept");
  const bool csv = !acceptable(accept, "application/json") && acceptable(accept, "text/csv");
  Response response = csv ? as_csv(months) : as_json(*year, months);
  if (shop::header(request.headers, "Accept-Encoding").find("gzip") != std::string::npos) {
    response.body = gzip(response.body);
    if (planted("gzip-cut")) response.body.resize(response.body.size() / 2);
    shop::set_header(response.headers, "Content-Encoding", "gzip");
  }
  shop::set_header(response.headers, "Vary", "Accept, Accept-Encoding");
  return response;
}

}  // namespace

void add_house(Router& router, State& state) {
  router.add({"GET", "/health", Security::open, with(state, health)});
  router.add({"POST",
              "/search",
              Security::open,
              [&state](const Request& request) { return search(state, request); },
              {"application/x-www-form-urlencoded"}});
  router.add(
      {"GET", "/statistics/{year}", Security::either, with(state, statistics), {}, {"application/json", "text/csv"}});
}

}  // namespace library
