#pragma once
// Dates and times by the patterns of Java's SimpleDateFormat and DateTimeFormatter, as Pact's matchers and generators
// name them: yyyy-MM-dd'T'HH:mm:ssXXX.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace squall::contracts::pact {

// A moment in the proleptic Gregorian calendar, UTC.
struct Moment {
  std::int64_t seconds = 0;  // since 1970-01-01T00:00:00Z
  std::uint32_t nanoseconds = 0;
};

class DateFormat {
 public:
  explicit DateFormat(std::string_view pattern);
  // Letters that no pattern has; "" when all are known.
  const std::string& unknown() const { return unknown_; }
  // The whole text is written so, and names a day and a time that exist. A pattern with unknown letters fits all.
  bool fits(std::string_view text) const;
  std::string write(const Moment& moment) const;

 private:
  struct Field {
    char letter = 0;  // '\0': `literal` as it is
    std::size_t count = 0;
    std::string literal;
    std::size_t padding = 0;     // to this width with spaces; 0: not at all
    bool before_number = false;  // digits follow: this one's are counted exactly
  };
  std::vector<Field> fields_;
  std::string unknown_;

  void add_literal(char c);
  std::size_t add_quoted(std::string_view pattern, std::size_t at);

  struct Parts;
  static bool read(const Field& field, std::string_view& text, Parts& parts);
  static bool read_date(const Field& field, std::string_view& text, Parts& parts);
  static bool read_padded(const Field& field, std::string_view& text, Parts& parts);
};

// ISO 8601, as Pact takes it when no format is named.
inline constexpr std::string_view kIsoDate = "yyyy-MM-dd";
inline constexpr std::string_view kIsoTime = "HH:mm:ss";
inline constexpr std::string_view kIsoDateTime = "yyyy-MM-dd'T'HH:mm:ss";

}  // namespace squall::contracts::pact
