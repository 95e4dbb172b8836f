#include "harness/stub/preference.h"

#include <charconv>
#include <string_view>

#include "contracts/match/wire_text.h"
#include "harness/stub/prefers.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::http::equal_ignoring_case;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view unquoted(std::string_view text) {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

// The end of the first preference: a comma or semicolon outside quotes.
std::size_t end_of_first(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && (text[i] == ',' || text[i] == ';')) return i;
  }
  return text.size();
}

// "__code" -> "code"; "" for others.
std::string_view preference_of(std::string_view query_name) {
  return query_name.substr(0, 2) == "__" ? query_name.substr(2) : std::string_view();
}

contracts::Status apply(std::string_view name, std::string_view value, Preference& preference) {
  if (equal_ignoring_case(name, "code")) {
    int code = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), code);
    if (error != std::errc() || end != value.data() + value.size() || code < 100 || code > 599) {
      return contracts::fail(ErrorKind::usage,
                             "code must be a status from 100 to 599, is '" + std::string(value) + "'");
    }
    preference.code = code;
  }
  if (equal_ignoring_case(name, "example")) preference.example = std::string(value);
  if (equal_ignoring_case(name, "dynamic")) {
    if (!value.empty() && value != "true" && value != "false") {
      return contracts::fail(ErrorKind::usage, "dynamic must be true or false, is '" + std::string(value) + "'");
    }
    preference.dynamic = value != "false";
  }
  return {};
}

}  // namespace

contracts::Result<Preference> read_preference(const contracts::http::Request& request, bool in_query) {
  Preference preference;
  for (std::string_view rest : request.headers.all("Prefer")) {
    while (!rest.empty()) {
      const auto end = end_of_first(rest);
      const auto one = rest.substr(0, end);
      const auto equals = one.find('=');
      const auto name = trimmed(one.substr(0, equals));
      const auto value =
          equals == std::string_view::npos ? std::string_view() : unquoted(trimmed(one.substr(equals + 1)));
      SQUALL_TRY(apply(name, value, preference));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  if (!in_query) return preference;
  for (const auto& pair : contracts::match::query_pairs(contracts::http::query_of(request.target))) {
    SQUALL_TRY(apply(preference_of(pair.name), contracts::match::decode_query(pair.raw), preference));
  }
  return preference;
}

bool prefers_an_answer(const contracts::http::Request& request, bool in_query) {
  const auto preference = read_preference(request, in_query);
  return !preference || *preference != Preference{};
}

}  // namespace squall::harness
