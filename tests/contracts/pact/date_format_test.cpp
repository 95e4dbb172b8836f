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
      {"YYYY-'W'ww", "2001-W05", true},
      {"YYYY-'W'ww", "2001-05", false},
      {"YYYY-'W'ww", "2001-W54", false},
      {"YYYY-'W'ww-e", "2001-W05-7", true},
      {"YYYY-'W'ww-e", "2001-W05-8", false},
      {"ww", "xx", false},
      {"W", "5", true},
      {"W", "7", false},
      {"F", "6", false},
      {"yyyy-'Q'Q", "2001-Q2", true},
      {"yyyy-'Q'Q", "2001-Q9", false},
      {"yyyy-'Q'q", "2001-Qx", false},
      {"yyyy QQQ", "2001 Q4", true},
      {"yyyy QQQ", "2001 4", false},
      {"QQQQ yyyy", "2nd quarter 2001", true},
      {"A", "86399999", true},
      {"A", "86400000", false},
      {"N", "86399999999999", true},
      {"n", "1000000000", false},
      {"HH:mmO", "12:00GMT+8", true},
      {"HH:mmO", "12:00+8", false},
      {"HH:mmOOOO", "12:00GMT+08:00", true},
      {"HH:mmOOOO", "12:00GMT+8", false},
      {"ppH:mm", " 5:10", true},
      {"ppH:mm", "15:10", true},
      {"ppH:mm", "5:10", false},
      {"h B", "5 in the morning", true},
      {"h B", "5 am", false},
      {"HH v", "10 PT", true},
      {"G", "AD", true},
      {"G", "Anno Domini", false},
      {"GGGG", "Anno Domini", true},
      {"MMM", "feb", true},
      {"MMM", "February", false},
      {"MMMM", "Feb", false},
      {"MMMM", "May", true},
      {"MMMMM", "F", true},
      {"MMMMM", "X", false},
      {"LLLL", "Feb", false},
      {"EEEE", "Mon", false},
      {"EEE", "Monday", false},
      {"E", "Mon", true},
      {"EEEEE", "M", true},
      {"cccc", "Monday", true},
      {"HHX", "10+01", true},
      {"HHX", "10+0130", true},
      {"HHX", "10+01:30", false},
      {"HHXX", "10+0100", true},
      {"HHXX", "10+01", false},
      {"HHXXX", "10+0100", false},
      {"HHXXX", "10Z", true},
      {"HHXXXX", "10+010030", true},
      {"HHXXXXX", "10+01:00:30", true},
      {"HHxxx", "10+01:00", true},
      {"HHxxx", "10+0100", false},
      {"HHxxx", "10Z", false},
      {"HHxx", "10+01:00", false},
      {"yyyy-JJ", "anything", true},  // a letter that no format has: not held against the value
  };
  for (const Row& row : rows)
    EXPECT_EQ(DateFormat(row.format).fits(row.text), row.fits) << row.format << " " << row.text;
}

TEST(DateFormat, WhatItWritesFits) {
  const Moment leap_day{1709210096, 7'000'000};  // 2024-02-29T12:34:56.007Z, a Thursday
  EXPECT_EQ(DateFormat("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").write(leap_day), "2024-02-29T12:34:56.007Z");
  EXPECT_EQ(DateFormat("EEE, d MMM yy h:mm a DDD").write(leap_day), "Thu, 29 Feb 24 12:34 PM 060");
  EXPECT_EQ(DateFormat("YYYY-'W'ww-e W F QQQ, QQQQ").write(leap_day), "2024-W09-4 5 5 Q1, 1st quarter");
  EXPECT_EQ(DateFormat("YYYY-'W'ww").write({1704067200 - 86'400, 0}), "2023-W52");  // 2023-12-31
  EXPECT_EQ(DateFormat("A N n pppH B").write(leap_day), "45296007 45296007000000 7000000  12 in the afternoon");
  for (const char* format :
       {"YYYY ww W F QQQQQ QQQQ qqq", "MMMMM EEEEE GGGG GGGGG G", "X XX XXX XXXX XXXXX xxxx xxxxx O OOOO ZZZZ ZZZZZ v",
        "A N n ppppH B cccc ee", "yyyy-MM-dd", "HH:mm:ss", "EEEE d MMMM y K:mm a", "yyyyMMddHHmmssSSS", "k:m:s Z",
        "e c D z x xx xxx"})
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
      {"today + 1 day @ 10 o'clock", "2024-02-01T10:00:00"},  // it is past noon: the morning's
      {"@ 5 o'clock pm", "2024-01-31T17:00:00"},
      {"12 o'clock am", "2024-01-31T00:00:00"},
      {"12 o'clock pm", "2024-01-31T12:00:00"},
      {"+ 1 day @ + 1 hour", "2024-02-01T13:34:56"},
      {"@ + 1 hour", "2024-01-31T13:34:56"},
      {"@ next hour", "2024-01-31T13:34:56"},
      {"tomorrow @ 5 o'clock am + 10 minutes", "2024-02-01T05:10:00"},
      {"next fri", "2024-02-02T12:34:56"},
      {"next wednesday", "2024-02-07T12:34:56"},
      {"last wed", "2024-01-24T12:34:56"},
      {"last monday", "2024-01-29T12:34:56"},
      {"next thurs", "2024-02-01T12:34:56"},
      {"next january", "2025-01-01T12:34:56"},
      {"last jan", "2023-01-01T12:34:56"},
      {"next feb", "2024-02-01T12:34:56"},
      {"last december", "2023-12-01T12:34:56"},
      {"next month + 1 day", "2024-03-01T12:34:56"},
      {"next leap year", ""},
      {"last mo", ""},
      {"13 o'clock", ""},
      {"5 oclock", ""},
      {"today @", ""},
      {"@ noon @ midnight", ""},
      {"1 day", ""},
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
