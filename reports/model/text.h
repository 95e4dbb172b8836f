#pragma once
// Text that came from outside (bodies, log lines, headers) made safe to show.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace squall::reports {

// Cuts to at most `max_bytes` at a character's boundary and says how long the text was: "abc... (1,048,576 bytes)".
// The note comes on top of `max_bytes`. Expects UTF-8.
std::string bounded(std::string_view text, std::size_t max_bytes);

// Fit for a terminal, an XML document and a browser: UTF-8, bounded; line feeds and tabs stay, CRLF becomes a line
// feed, other C0 controls show as their pictures (U+2400...), C1 controls, bidirectional overrides and noncharacters as
// U+FFFD.
std::string tidy(std::string_view text, std::size_t max_bytes);

// The same on one line: line feeds and tabs become spaces.
std::string one_line(std::string_view text, std::size_t max_bytes);

// What stands for a character that is markup in HTML and XML alike (& < > " '); "" for any other.
std::string_view entity_of(char c);
// 12345 -> "12,345".
std::string grouped(unsigned long long number);
// At most three significant decimals, none that are not needed: 498, 2.5, 0.125.
std::string compact(double number);
// Milliseconds for people: "498 ms", "2.4 s", "1 min 05 s".
std::string spoken_ms(double ms);
// For evidence, where milliseconds tell: "0 ms", "5,013 ms"; from a minute on as spoken_ms.
std::string exact_ms(double ms);
// "1 finding", "2 findings".
std::string counted(unsigned long long number, std::string_view noun);
// "2 illegal, 10 legal".
std::string listed(const std::map<std::string, std::uint64_t>& counts);
// Columns a terminal needs for it: one for each code point. Expects UTF-8.
std::size_t columns(std::string_view text);
// Cut with an ellipsis to at most that many columns.
std::string fitted(std::string_view text, std::size_t max_columns);
// Broken at spaces into lines of at most that many columns; a longer word stands alone on its line, whole.
std::vector<std::string> wrapped(std::string_view text, std::size_t max_columns);

}  // namespace squall::reports
