#include "harness/stub/preference.h"

#include <charconv>
#include <string_view>

#include "contracts/http/field_syntax.h"
#include "contracts/match/wire_text.h"
#include "harness/stub/prefers.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::http::equal_ignoring_case;
using contracts::http::trimmed;

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

// What one place says, header or query.
class Wishes {
 public:
  // The first of each name counts, whatever comes after it; callbacks add up.
  contracts::Status add(std::string_view name, std::string_view value) {
    if (equal_ignoring_case(name, "code") && !code_) return read_code(value);
    if (equal_ignoring_case(name, "dynamic") && !dynamic_) return read_dynamic(value);
    if (equal_ignoring_case(name, "example") && !example_) example_ = std::string(value);
    if (equal_ignoring_case(name, "callback")) callbacks_.emplace_back(value);
    return {};
  }

  void put_into(Preference& preference) const {
    if (code_) preference.code = *code_;
    if (example_) preference.example = *example_;
    if (dynamic_) preference.dynamic = dynamic_;
    preference.callbacks.insert(preference.callbacks.end(), callbacks_.begin(), callbacks_.end());
  }

 private:
  // Who is answered with a 1xx goes on waiting (RFC 9110, section 15.2).
  contracts::Status read_code(std::string_view value) {
    int code = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), code);
    if (error != std::errc() || end != value.data() + value.size() || code < 200 || code > 599) {
      return contracts::fail(ErrorKind::usage,
                             "code must be a status from 200 to 599, is '" + std::string(value) + "'");
    }
    code_ = code;
    return {};
  }

  contracts::Status read_dynamic(std::string_view value) {
    if (!value.empty() && value != "true" && value != "false") {
      return contracts::fail(ErrorKind::usage, "dynamic must be true or false, is '" + std::string(value) + "'");
    }
    dynamic_ = value != "false";
    return {};
  }

  std::optional<int> code_;
  std::optional<std::string> example_;
  std::optional<bool> dynamic_;
  std::vector<std::string> callbacks_;
};

}  // namespace

contracts::Result<Preference> read_preference(const contracts::http::Request& request, bool in_query) {
  Wishes wishes;
  for (std::string_view rest : request.headers.all("Prefer")) {
    while (!rest.empty()) {
      const auto end = end_of_first(rest);
      const auto one = rest.substr(0, end);
      const auto equals = one.find('=');
      const auto name = trimmed(one.substr(0, equals));
      const auto value =
          equals == std::string_view::npos ? std::string_view() : unquoted(trimmed(one.substr(equals + 1)));
      SQUALL_TRY(wishes.add(name, value));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  Preference preference;
  wishes.put_into(preference);
  if (!in_query) return preference;
  Wishes asked;
  for (const auto& pair : contracts::match::query_pairs(contracts::http::query_of(request.target))) {
    SQUALL_TRY(asked.add(preference_of(pair.name), contracts::match::decode_query(pair.raw)));
  }
  asked.put_into(preference);
  return preference;
}

bool prefers_an_answer(const contracts::http::Request& request, bool in_query) {
  auto preference = read_preference(request, in_query);
  if (preference) preference->callbacks.clear();  // what follows an answer is no answer
  return !preference || *preference != Preference{};
}

}  // namespace squall::harness
