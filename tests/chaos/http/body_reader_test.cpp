#include "chaos/http/body_reader.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace squall::chaos::http {
namespace {

struct Row {
  const char* name;
  Framing framing;
  std::string bytes;
  const char* payload;
  std::size_t used;  // of the message; what follows is not
  bool done;
  bool bad = false;
};
class Bodies : public testing::TestWithParam<Row> {};

struct Outcome {
  std::string payload;
  std::size_t used = 0;
  bool done = false, bad = false;
  bool operator==(const Outcome&) const = default;
};

Outcome read(const Row& row, std::size_t at_once) {
  BodyReader reader(row.framing);
  Outcome outcome;
  while (!reader.done() && outcome.used < row.bytes.size()) {
    const auto rest = std::string_view(row.bytes).substr(outcome.used, at_once);
    const auto part = reader.next(rest);
    if (part.kind == BodyReader::Part::Kind::bad) {
      outcome.bad = true;
      break;
    }
    if (part.kind == BodyReader::Part::Kind::payload) outcome.payload += rest.substr(0, part.size);
    outcome.used += part.size;
  }
  outcome.done = reader.done();
  return outcome;
}

TEST_P(Bodies, AreReadHoweverTheyAreCut) {
  const auto& row = GetParam();
  for (std::size_t at_once = 1; at_once <= row.bytes.size() + 1; ++at_once) {
    const auto outcome = read(row, at_once);
    EXPECT_EQ(outcome.bad, row.bad) << at_once;
    EXPECT_EQ(outcome.payload, row.payload) << at_once;
    if (row.bad) continue;
    EXPECT_EQ(outcome.used, row.used) << at_once;
    EXPECT_EQ(outcome.done, row.done) << at_once;
  }
}

const Framing kChunked{BodyKind::chunked, 0};

INSTANTIATE_TEST_SUITE_P(
    BodyReader, Bodies,
    testing::Values(Row{"none", {}, "next", "", 0, true},
                    Row{"length", {BodyKind::length, 5}, "hellonext", "hello", 5, true},
                    Row{"length_zero", {BodyKind::length, 0}, "next", "", 0, true},
                    Row{"length_cut", {BodyKind::length, 9}, "hello", "hello", 5, false},
                    Row{"until_close", {BodyKind::until_close, 0}, "hello", "hello", 5, false},
                    Row{"chunked", kChunked, "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\nnext", "hello!", 21, true},
                    Row{"extension", kChunked, "5;a=b \r\nhello\r\n0;c\r\n\r\n", "hello", 22, true},
                    Row{"trailers", kChunked, "1\r\nx\r\n0\r\nA: 1\r\nB: 2\r\n\r\nnext", "x", 23, true},
                    Row{"capital_hex", kChunked, "A\r\n0123456789\r\n0\r\n\r\n", "0123456789", 20, true},
                    Row{"empty", kChunked, "0\r\n\r\nnext", "", 5, true},
                    Row{"leading_zeros", kChunked, "0005\r\nhello\r\n00\r\n\r\n", "hello", 19, true},
                    Row{"cut", kChunked, "5\r\nhel", "hel", 6, false},
                    Row{"no_size", kChunked, "\r\nhello", "", 0, false, true},
                    Row{"not_hex", kChunked, "g\r\n", "", 0, false, true},
                    Row{"signed", kChunked, "+5\r\nhello", "", 0, false, true},
                    Row{"prefix", kChunked, "0x5\r\nhello", "", 0, false, true},
                    Row{"bare_lf", kChunked, "5\nhello", "", 0, false, true},
                    Row{"bare_lf_in_extension", kChunked, "5;a\nhello", "", 0, false, true},
                    Row{"too_long", kChunked, "2\r\nhello\r\n", "he", 0, false, true},
                    Row{"huge", kChunked, "ffffffffffffffff\r\nx", "", 0, false, true},
                    Row{"bad_trailer", kChunked, "0\r\n bad\r\n\r\n", "", 0, false, true}),
    [](const auto& row) { return row.param.name; });

TEST(BodyReader, BoundsExtensionsAndTrailers) {
  for (const std::string begin : {"5;", "0\r\nA: "}) {
    BodyReader reader(kChunked);
    const std::string bytes = begin + std::string(100'000, 'x');
    std::size_t used = 0;
    bool bad = false;
    while (used < bytes.size() && !bad) {
      const auto part = reader.next(std::string_view(bytes).substr(used));
      bad = part.kind == BodyReader::Part::Kind::bad;
      used += part.size;
    }
    EXPECT_TRUE(bad) << begin;
  }
}

}  // namespace
}  // namespace squall::chaos::http
