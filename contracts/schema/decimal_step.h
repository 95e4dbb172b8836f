#pragma once
// Small exact steps along the decimal numbers, for values just inside and just outside of a bound.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::contracts::schema {

// units / 10^places, without zeros at its end.
std::string scaled_lexeme(std::int64_t units, std::size_t places);
// lexeme + steps * unit, exactly; nullopt beyond 18 digits or with an exponent.
std::optional<std::string> stepped(std::string_view lexeme, std::int64_t steps, std::string_view unit);
// The nearest multiple of `unit` that is not below (or, downwards, not above) the number.
std::optional<std::string> rounded(std::string_view lexeme, std::string_view unit, bool down);
// The smallest unit of all these numbers' decimal places: "0.01" for 1.5 and 0.25.
std::string finest_unit(const std::vector<std::string_view>& lexemes);

}  // namespace squall::contracts::schema
