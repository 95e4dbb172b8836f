#include "contracts/pact/date_format.h"

#include <gtest/gtest.h>

#include "contracts/pact/date_expression.h"

namespace squall::tests {
namespace {

using namespace contracts::pact;

struct Row {
  const char* format;
  const char* text;
  bool fits;
};

TEST(DateFormat, Fits) {
  const Row rows[] = {
      {"yyyy-MM-dd", "2024-02-29", true},
      {"yyyy-MM-dd", "2023-02-29", false},
      {"yyyy-MM-dd", "2024-13-01", false},
      {"yyyy-MM-dd", "2024-1-01", false},
      {"yyyy-MM-dd", "2024-01-01T", false},
      {"yyyyMMdd", "20240131", true},
      {"d/M/yy", "7/1/24", true},
      {"dd MMM yyyy", "07 Jan 2024", true},
      {"dd MMMM yyyy", "07 January 2024", true},
      {"EEE, d MMM yyyy HH:mm:ss Z", "Mon, 31 Oct 2011 15:21:41 -0400", true},
      {"EEE, d MMM yyyy HH:mm:ss Z", "Moo, 31 Oct 2011 15:21:41 -0400", false},
      {"HH:mm:ss", "24:00:00", false},
      {"HH:mm:ss", "23:59:60", true},
      {"h:mm a", "1:05 pm", true},
      {"h:mm a", "13:05 PM", false},
      {"yyyy-MM-dd'T'HH:mm:ss", "2024-05-01T12:30:00", true},
      {"yyyy-MM-dd'T'HH:mm:ss", "2024-05-01 12:30:00", false},
      {"yyyy-MM-dd'T'HH:mm:ssXXX", "2024-05-01T12:30:00+02:00", true},
      {"yyyy-MM-dd'T'HH:mm:ssXXX", "2024-05-01T12:30:00Z", true},
      {"yyyy-MM-dd'T'HH:mm:ssXXX", "2024-05-01T12:30:00", false},
      {"yyyy-MM-dd'T'HH:mm:ss.SSSX", "2024-05-01T12:30:00.123Z", true},
      {"yyyy-MM-dd'T'HH:mm:ss.SSSX", "2024-05-01T12:30:00Z", false},
      {"HHmmssSSS", "123000123", true},
      {"HH 'o''clock'", "12 o'clock", true},
      {"yyyy-MM-dd HH:mm:ss z", "2024-05-01 12:30:00 Europe/Paris", true},
      {"DDDDDDDDDDDDDDDDDDDDDDDDDDDDDD", "999999999999999999999999999999", false},
      {"yyyy-JJ", "anything", true},  // a letter that no format has: not held against the value
  };
  for (const Row& row : rows)
    EXPECT_EQ(DateFormat(row.format).fits(row.text), row.fits) << row.format << " " << row.text;
}

TEST(DateFormat, WhatItWritesFits) {
  const Moment leap_day{1709210096, 7'000'000};  // 2024-02-29T12:34:56.007Z, a Thursday
  EXPECT_EQ(DateFormat("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").write(leap_day), "2024-02-29T12:34:56.007Z");
  EXPECT_EQ(DateFormat("EEE, d MMM yy h:mm a DDD").write(leap_day), "Thu, 29 Feb 24 12:34 PM 060");
  for (const char* format :
       {"yyyy-MM-dd", "HH:mm:ss", "EEEE d MMMM y K:mm a", "yyyyMMddHHmmssSSS", "k:m:s Z", "e c D z x xx xxx"})
    EXPECT_TRUE(DateFormat(format).fits(DateFormat(format).write(leap_day)))
        << format << DateFormat(format).write(leap_day);
}

struct Moved {
  const char* expression;
  const char* moment;  // "" when it cannot be read
};

TEST(DateExpression, MovesTheMoment) {
  const Moment now{1706704496, 0};  // 2024-01-31T12:34:56Z
  const Moved rows[] = {
      {"", "2024-01-31T12:34:56"},
      {"now", "2024-01-31T12:34:56"},
      {"+1 day", "2024-02-01T12:34:56"},
      {"today + 1 month", "2024-02-29T12:34:56"},
      {"tomorrow - 2 hours", "2024-02-01T10:34:56"},
      {"+ 1 week - 1 day", "2024-02-06T12:34:56"},
      {"last year", "2023-01-31T12:34:56"},
      {"today @ noon", "2024-01-31T12:00:00"},
      {"- 57 seconds", "2024-01-31T12:33:59"},
      {"whenever", ""},
      {"+ 1", ""},
      {"+ 99999999999999999999 days", ""},
  };
  for (const Moved& row : rows) {
    const auto moment = moved(now, row.expression);
    EXPECT_EQ(moment ? DateFormat(kIsoDateTime).write(*moment) : "", row.moment) << row.expression;
  }
}

}  // namespace
}  // namespace squall::tests
