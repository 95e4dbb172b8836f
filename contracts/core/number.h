#pragma once
// Exact arithmetic on JSON number lexemes: 1 == 1.0 == 10e-1, 9007199254740993 != 9007199254740992.

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace squall::contracts {

bool is_integer(std::string_view lexeme);                               // mathematically whole: 1.0 and 1e3 are
std::optional<std::int64_t> to_int64(std::string_view lexeme);          // whole and in range
double to_double(std::string_view lexeme);                              // nearest; +-infinity beyond range
std::strong_ordering compare(std::string_view a, std::string_view b);   // by exact value
bool is_multiple_of(std::string_view value, std::string_view divisor);  // exact; divisor > 0
std::uint64_t number_hash(std::string_view lexeme);                     // equal values have equal hashes
bool is_json_number(std::string_view text);                             // RFC 8259, section 6

}  // namespace squall::contracts
