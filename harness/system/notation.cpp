#include "harness/system/notation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "contracts/core/units.h"
#include "harness/system/auth_spec.h"

namespace squall::harness {

namespace {

bool any(std::string_view) {
  return true;
}

template <class Integer>
std::optional<Integer> whole(std::string_view text) {
  Integer value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

bool is_edge(std::string_view text) {
  const std::size_t dot = text.find('.');
  return is_name(text.substr(0, dot)) && (dot == std::string_view::npos || is_name(text.substr(dot + 1)));
}

bool is_integer_text(std::string_view text) {
  return whole<std::uint64_t>(text).has_value();
}

bool in_range(std::string_view text, std::uint64_t low, std::uint64_t high) {
  const auto value = whole<std::uint64_t>(text);
  return value && *value >= low && *value <= high;
}

std::string_view without_calls(std::string_view text) {
  for (const std::string_view suffix : {" calls", " call"}) {
    if (text.size() > suffix.size() && text.substr(text.size() - suffix.size()) == suffix) {
      return text.substr(0, text.size() - suffix.size());
    }
  }
  return text;
}

bool is_bandwidth(std::string_view text) {
  return text.size() > 2 && text.substr(text.size() - 2) == "/s" &&
         contracts::parse_size(text.substr(0, text.size() - 2)).has_value();
}

bool is_request(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos || space == 0 || space + 1 >= text.size() || text[space + 1] != '/') return false;
  const std::string_view method = text.substr(0, space);
  return std::all_of(method.begin(), method.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) &&
         text.find_first_of(" \t\r\n", space + 1) == std::string_view::npos;
}

// Either end is in the notation of what ramps, which the fault's own reader knows.
bool is_ramp(std::string_view text) {
  const auto to = text.find(" -> "), over = text.find(" over ");
  return to != std::string_view::npos && to > 0 && over != std::string_view::npos && over > to + 4 &&
         contracts::parse_duration(text.substr(over + 6)).has_value();
}

bool is_path(std::string_view text) {
  return !text.empty() && text[0] == '/' && text.find_first_of(" \t\r\n") == std::string_view::npos;
}

bool is_pointer(std::string_view text) {
  if (!text.empty() && text[0] != '/') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1'))) return false;
  }
  return true;
}

// A day of the proleptic Gregorian calendar (RFC 3339, full-date).
bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = whole<unsigned>(text.substr(0, 4));
  const auto month = whole<unsigned>(text.substr(5, 2));
  const auto day = whole<unsigned>(text.substr(8, 2));
  return year && month && day &&
         std::chrono::year_month_day(std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                     std::chrono::day(*day))
             .ok();
}

struct Split {
  Comparison::Op op;
  std::string_view operand;
};

std::optional<Split> split_comparison(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Comparison::Op>, 4> operators = {{
      {"<=", Comparison::Op::less_equal},
      {">=", Comparison::Op::greater_equal},
      {"<", Comparison::Op::less},
      {">", Comparison::Op::greater},
  }};
  for (const auto& [sign, op] : operators) {
    if (text.substr(0, sign.size()) != sign) continue;
    text.remove_prefix(sign.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return Split{op, text};
  }
  return std::nullopt;
}

bool is_share_comparison(std::string_view text) {
  const auto split = split_comparison(text);
  return split && contracts::parse_share(split->operand).has_value();
}

bool is_duration_comparison(std::string_view text) {
  const auto split = split_comparison(text);
  return split && contracts::parse_duration(split->operand).has_value();
}

const std::array table = {
    NotationInfo{Notation::version, "1, the version of this notation", "", false, true, false,
                 [](std::string_view text) { return text == "1"; }},
    NotationInfo{Notation::text, "text", "", true, false, false, any},
    NotationInfo{Notation::scalar, "text, a number or a boolean", "", true, true, true, any},
    NotationInfo{Notation::name, "a name of letters, digits, '-' and '_'", "^[A-Za-z0-9_-]+$", true, false, false,
                 is_name},
    NotationInfo{Notation::edge, "an edge's name, or EDGE.REPLICA", R"(^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)?$)", true,
                 false, false, is_edge},
    NotationInfo{Notation::integer, "a whole number that is not negative", "", false, true, false, is_integer_text},
    NotationInfo{Notation::port, "'auto' or a port from 1 to 65535", "^auto$", true, true, false,
                 [](std::string_view text) { return text == "auto" || in_range(text, 1, 65535); }},
    NotationInfo{Notation::status, "a status from 200 to 599", "", false, true, false,
                 [](std::string_view text) { return in_range(text, 200, 599); }},
    NotationInfo{Notation::boolean, "true or false", "", false, false, true,
                 [](std::string_view text) { return text == "true" || text == "false"; }},
    NotationInfo{Notation::yes, "true", "", false, false, true, [](std::string_view text) { return text == "true"; }},
    NotationInfo{
        Notation::duration, "a duration such as 250ms, 1.5s or 1m30s",
        R"(^(?=[0-9])([0-9]+(\.[0-9]+)?h)?([0-9]+(\.[0-9]+)?m)?([0-9]+(\.[0-9]+)?s)?([0-9]+(\.[0-9]+)?ms)?([0-9]+(\.[0-9]+)?us)?([0-9]+(\.[0-9]+)?ns)?$)",
        true, false, false, [](std::string_view text) { return contracts::parse_duration(text).has_value(); }},
    NotationInfo{Notation::size, "a size such as 64KiB, or a number of bytes",
                 R"(^[0-9]+(\.[0-9]+)?([TGMK]iB|[TGMKk]?B)?$)", true, true, false,
                 [](std::string_view text) { return contracts::parse_size(text).has_value(); }},
    NotationInfo{Notation::share, "a share such as 30% or 0.3", R"(^[0-9]+(\.[0-9]+)?%?$)", true, true, false,
                 [](std::string_view text) { return contracts::parse_share(text).has_value(); }},
    NotationInfo{Notation::rate, "a rate such as 50/s or 3000/min", R"(^[0-9]+(\.[0-9]+)?/(s|sec|m|min|h)$)", true,
                 false, false, [](std::string_view text) { return contracts::parse_rate(text).has_value(); }},
    NotationInfo{Notation::bandwidth, "a bandwidth such as 64KiB/s", R"(^[0-9]+(\.[0-9]+)?([TGMK]iB|[TGMKk]?B)?/s$)",
                 true, false, false, is_bandwidth},
    NotationInfo{Notation::calls, "a number of calls such as 10 or '10 calls'", "^[0-9]+( calls?)?$", true, true, false,
                 [](std::string_view text) { return is_integer_text(without_calls(text)); }},
    NotationInfo{Notation::request, "a request such as 'POST /orders'", R"(^[A-Z]+ /\S*$)", true, false, false,
                 is_request},
    NotationInfo{Notation::path, "a path that begins with '/'", R"(^/\S*$)", true, false, false, is_path},
    NotationInfo{Notation::pointer, "a JSON Pointer such as /items/0/price, or '' for the whole", "^(/([^~]|~[01])*)?$",
                 true, false, false, is_pointer},
    NotationInfo{Notation::address, "an address such as 127.0.0.1:9102", R"(^(\[[0-9A-Fa-f:.]+\]|[^:\s]+):[0-9]{1,5}$)",
                 true, false, false, [](std::string_view text) { return address_of(text).has_value(); }},
    NotationInfo{Notation::ramp, "a change over a time such as '10ms -> 800ms over 30s'", R"(^\S+ -> \S+ over \S+$)",
                 true, false, false, is_ramp},
    NotationInfo{Notation::real, "a number", "", false, true, false, any},
    NotationInfo{Notation::count, "a whole number of 1 or more", "", false, true, false,
                 [](std::string_view text) { return in_range(text, 1, UINT64_MAX); }},
    NotationInfo{Notation::date, "a date such as 2026-12-31", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", true, false, false,
                 is_date},
    NotationInfo{Notation::credentials, "credentials such as bearer:TOKEN, basic:USER:PASSWORD or key:VALUE",
                 "^([^=:]+=)?(basic|bearer|key|oauth2):", true, false, false,
                 [](std::string_view text) { return parse_auth(text).has_value(); }},
    NotationInfo{Notation::share_comparison, "a comparison such as '>= 99%'", R"(^(<=|>=|<|>) *[0-9]+(\.[0-9]+)?%?$)",
                 true, false, false, is_share_comparison},
    NotationInfo{
        Notation::duration_comparison, "a comparison such as '<= 1s'",
        R"(^(<=|>=|<|>) *(?=[0-9])([0-9]+(\.[0-9]+)?h)?([0-9]+(\.[0-9]+)?m)?([0-9]+(\.[0-9]+)?s)?([0-9]+(\.[0-9]+)?ms)?([0-9]+(\.[0-9]+)?us)?([0-9]+(\.[0-9]+)?ns)?$)",
        true, false, false, is_duration_comparison},
    NotationInfo{Notation::choice, "one of the choices", "", true, false, false, any},
};

}  // namespace

const NotationInfo& info(Notation notation) {
  return table[static_cast<std::size_t>(notation)];
}

bool written_in(Notation notation, contracts::Kind kind, std::string_view text, bool expanded) {
  const NotationInfo& rules = info(notation);
  const bool fits = (kind == contracts::Kind::string && (rules.string || expanded)) ||
                    (kind == contracts::Kind::number && rules.number) ||
                    (kind == contracts::Kind::boolean && rules.boolean);
  return fits && rules.holds(text);
}

std::uint64_t integer_of(std::string_view text) {
  return whole<std::uint64_t>(without_calls(text)).value_or(0);
}

std::optional<Comparison> comparison_of(std::string_view text) {
  const auto split = split_comparison(text);
  if (!split) return std::nullopt;
  if (const auto share = contracts::parse_share(split->operand)) return Comparison{split->op, *share};
  if (const auto duration = contracts::parse_duration(split->operand)) {
    return Comparison{split->op, std::chrono::duration<double>(*duration).count()};
  }
  return std::nullopt;
}

std::optional<HostPort> address_of(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const auto port = whole<std::uint16_t>(text.substr(colon + 1));
  if (!port) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  if (host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  if (host.empty() || host.find_first_of(" \t\r\n/") != std::string_view::npos) return std::nullopt;
  return HostPort{std::string(host), *port};
}

}  // namespace squall::harness
