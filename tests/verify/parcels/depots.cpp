#include <algorithm>
#include <climits>

#include "tests/verify/library/forms.h"
#include "tests/verify/library/parameters.h"
#include "tests/verify/parcels/parcels.h"

namespace parcels {

namespace {

using namespace library;

const std::vector<std::string> kinds = {"hub", "locker", "shop"};

bool is_code(std::string_view text) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return text.size() == 4 && upper(text[0]) && upper(text[1]) && digit(text[2]) && digit(text[3]);
}

bool is_name(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' '; };
  return !text.empty() && text.size() <= 30 && std::all_of(text.begin(), text.end(), fits);
}

Rule depot_draft() {
  return object({{"name", true, shaped(is_name)},
                 {"kind", true, choice(kinds)},
                 {"zone", false, integer(1, 99)},
                 {"opened", false, shaped(is_date)},
                 {"lockers", false, nullable(integer(0, 500))}},
                {.closed = false});
}

// "a|b" or "1,2" of a parameter that is sent once; empty when it is not sent.
Json separated(const Request& request, const std::string& name, char by, As as, const Rule& item, Found& found) {
  const auto text = query_value(
      request, name, As::text, [](const Json&, const std::string&, Found&) {}, found);
  Json list = Json::array();
  if (!text) return list;
  const std::string whole_text = text->get<std::string>();
  for (std::size_t start = 0; start <= whole_text.size() && !whole_text.empty();) {
    const std::size_t end = std::min(whole_text.find(by, start), whole_text.size());
    list.push_back(typed(whole_text.substr(start, end - start), as));
    item(list.back(), "query." + name, found);
    start = end + 1;
  }
  return list;
}

Response unauthorized() {
  Response response = problem(401, "Unauthorized", "clerks only");
  shop::set_header(response.headers, "WWW-Authenticate", "Basic realm=\"parcels\"");
  return response;
}

bool is_clerk(const Request& request) {
  return shop::header(request.headers, "Authorization") == "Basic Y2xlcms6c3RhbXA=";  // clerk:stamp
}

bool contains(const Json& list, const Json& value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

Response ping(State&, const Request&) {
  Response response;
  response.media_type = "text/plain; charset=utf-8";
  response.body = "pong";
  return response;
}

Response list_depots(State& state, const Request& request) {
  Found found;
  const std::int64_t page = query_integer(request, "page", 1, INT64_MAX, found).value_or(1);
  const std::int64_t size = std::min<std::int64_t>(query_integer(request, "pageSize", 1, 500, found).value_or(3), 3);
  const Json wanted = separated(request, "kinds", '|', As::text, choice(kinds), found);
  const Json zones = separated(request, "zones", ',', As::integer, integer(1, 99), found);
  if (zones.size() > 4 && !found) found = Mistake{"query.zones", "are too many"};
  query_integer(request, "withLockers", 0, 1, found);
  if (found) return bad_request(*found);
  std::vector<Json> all;
  for (const auto& [code, depot] : state.depots) {
    if (contains(wanted, depot["kind"]) && (zones.empty() || contains(zones, depot.value("zone", Json()))))
      all.push_back(depot);
  }
  Json list = Json::array();
  const auto count = static_cast<std::int64_t>(all.size());
  for (std::int64_t i = 0; i < size && page <= count && (page - 1) * size + i < count; ++i) {
    list.push_back(all[static_cast<std::size_t>((page - 1) * size + i)]);
  }
  return answer(200, list, {{"X-Pages", std::to_string((count + size - 1) / size)}});
}

Response put_depot(State& state, const Request& request) {
  if (!is_clerk(request)) return unauthorized();
  const std::string& code = request.params.at("code");
  if (!is_code(code)) return bad_request({"code", "is not a code"});
  Found found;
  depot_draft()(request.json, "", found);
  if (found) return bad_request(*found);
  Json depot = {{"code", code}};
  for (const char* name : {"name", "kind", "zone", "opened", "lockers"}) {
    if (request.json.contains(name)) depot[name] = request.json[name];
  }
  std::string name = depot["name"];
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
  depot["name"] = name;
  const bool there = state.depots.contains(code);
  state.depots[code] = depot;
  return answer(there ? 200 : 201, depot);
}

Response get_depot(State& state, const Request& request) {
  const auto found = state.depots.find(request.params.at("code"));
  return found == state.depots.end() ? not_found("such depot") : answer(200, found->second);
}

Response delete_depot(State& state, const Request& request) {
  if (!is_clerk(request)) return unauthorized();
  if (!is_code(request.params.at("code"))) return bad_request({"code", "is not a code"});
  state.depots.erase(request.params.at("code"));
  return nothing();
}

}  // namespace parcels
