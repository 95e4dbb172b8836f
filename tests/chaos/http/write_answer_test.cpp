#include "chaos/http/write_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace squall::chaos::http {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

contracts::http::Response answer(const std::string& body, int status = 200) {
  return {status, "OK", {{"Content-Type", "text/plain"}, {"transfer-encoding", "chunked"}}, body};
}

TEST(WriteAnswer, SaysTheLengthUnlessChunksAreAllowed) {
  EXPECT_THAT(write_answer(answer("hello"), "GET", true),
              AllOf(HasSubstr("Content-Length: 5\r\n"), Not(HasSubstr("hunked")), HasSubstr("\r\n\r\nhello")));
}

TEST(WriteAnswer, WritesTwoChunksAtLeast) {
  EXPECT_THAT(write_answer(answer("hello"), "GET", true, true),
              AllOf(HasSubstr("Transfer-Encoding: chunked\r\n"), Not(HasSubstr("Content-Length")),
                    HasSubstr("\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")));
}

TEST(WriteAnswer, CutsLongBodiesAndKeepsEveryByte) {
  const std::string body(10'000, 'x');
  const std::string bytes = write_answer(answer(body), "GET", true, true);
  EXPECT_THAT(bytes, HasSubstr("\r\n\r\n1000\r\nxxxx"));
  EXPECT_THAT(bytes, HasSubstr("\r\n710\r\nxxxx"));
  EXPECT_TRUE(bytes.ends_with("x\r\n0\r\n\r\n"));
  const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(bytes.find("\r\n\r\n"));
  EXPECT_EQ(static_cast<std::size_t>(std::count(begin, bytes.end(), 'x')), body.size());
}

TEST(WriteAnswer, HasNoChunksWithoutABody) {
  EXPECT_THAT(write_answer(answer("", 204), "GET", true, true), Not(HasSubstr("hunked")));
  EXPECT_THAT(write_answer(answer("hello"), "HEAD", true, true),
              AllOf(HasSubstr("Content-Length: 5\r\n"), Not(HasSubstr("hunked"))));
  EXPECT_THAT(write_answer(answer(""), "GET", true, true), HasSubstr("\r\n\r\n0\r\n\r\n"));
}

}  // namespace
}  // namespace squall::chaos::http
