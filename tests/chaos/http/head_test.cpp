#include "chaos/http/head.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace squall::chaos::http {
namespace {

struct RequestRow {
  const char* name;
  std::string head;
  int refused;  // the status it is refused with; 0: accepted
  BodyKind kind = BodyKind::none;
  std::uint64_t length = 0;
  bool keep_alive = true;
};
class Requests : public testing::TestWithParam<RequestRow> {};

TEST_P(Requests, AreReadStrictly) {
  const auto& row = GetParam();
  const auto head = parse_request_head(row.head);
  EXPECT_EQ(head ? 0 : head.error().status, row.refused) << (head ? "" : head.error().why);
  if (!head || row.refused != 0) return;
  EXPECT_EQ(head->body.kind, row.kind);
  EXPECT_EQ(head->body.length, row.length);
  EXPECT_EQ(head->keep_alive, row.keep_alive);
}

std::string get(const std::string& fields, const std::string& line = "GET /x HTTP/1.1") {
  return line + "\r\nHost: a\r\n" + fields + "\r\n";
}

INSTANTIATE_TEST_SUITE_P(
    Head, Requests,
    testing::Values(
        RequestRow{"plain", get(""), 0}, RequestRow{"length", get("Content-Length: 12\r\n"), 0, BodyKind::length, 12},
        RequestRow{"same_length_twice", get("Content-Length: 12\r\nContent-Length: 12\r\n"), 0, BodyKind::length, 12},
        RequestRow{"chunked", get("Transfer-Encoding: Chunked\r\n"), 0, BodyKind::chunked},
        RequestRow{"close", get("Connection: x, Close\r\n"), 0, BodyKind::none, 0, false},
        RequestRow{"old", get("", "GET /x HTTP/1.0"), 0, BodyKind::none, 0, false},
        RequestRow{"old_keep_alive", get("Connection: keep-alive\r\n", "GET /x HTTP/1.0"), 0, BodyKind::none, 0, true},
        RequestRow{"old_without_host", "GET / HTTP/1.0\r\n\r\n", 0, BodyKind::none, 0, false},
        RequestRow{"absolute_target", get("", "GET http://a/x HTTP/1.1"), 0},
        RequestRow{"empty_value", get("X:\r\n"), 0}, RequestRow{"utf8_value", get("X: \xc3\xa4\r\n"), 0},
        RequestRow{"no_host", "GET / HTTP/1.1\r\n\r\n", 400}, RequestRow{"two_hosts", get("Host: b\r\n"), 400},
        RequestRow{"two_lengths", get("Content-Length: 1\r\nContent-Length: 2\r\n"), 400},
        RequestRow{"list_of_lengths", get("Content-Length: 1, 1\r\n"), 400},
        RequestRow{"signed_length", get("Content-Length: +1\r\n"), 400},
        RequestRow{"hex_length", get("Content-Length: 0x1\r\n"), 400},
        RequestRow{"empty_length", get("Content-Length: \r\n"), 400},
        RequestRow{"huge_length", get("Content-Length: 99999999999999999999\r\n"), 400},
        RequestRow{"length_and_chunked", get("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), 400},
        RequestRow{"chunked_twice", get("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
        RequestRow{"chunked_last_of_two", get("Transfer-Encoding: gzip, chunked\r\n"), 501},
        RequestRow{"unknown_coding", get("Transfer-Encoding: xchunked\r\n"), 400},
        RequestRow{"chunked_in_old", get("Transfer-Encoding: chunked\r\n", "GET / HTTP/1.0"), 400},
        RequestRow{"blank_before_colon", get("Content-Length : 1\r\n"), 400},
        RequestRow{"folded", get("X: 1\r\n 2\r\n"), 400}, RequestRow{"no_colon", get("nonsense\r\n"), 400},
        RequestRow{"empty_name", get(": 1\r\n"), 400},
        RequestRow{"control_in_value", get(std::string("X: a\0b\r\n", 8)), 400},
        RequestRow{"cr_in_value", get("X: a\rb\r\n"), 400},
        RequestRow{"control_in_target", get("", "GET /\x01 HTTP/1.1"), 400},
        RequestRow{"blank_in_target", get("", "GET /a b HTTP/1.1"), 400},
        RequestRow{"two_words", get("", "GET /"), 400},
        RequestRow{"method_with_control", get("", "G\tT / HTTP/1.1"), 400},
        RequestRow{"http2", get("", "GET / HTTP/2.0"), 505}, RequestRow{"http12", get("", "GET / HTTP/1.2"), 505},
        RequestRow{"no_http", get("", "GET / FTP/1.1"), 400}),
    [](const auto& row) { return row.param.name; });

struct AnswerRow {
  const char* name;
  std::string head;
  const char* method;
  bool accepted;
  BodyKind kind = BodyKind::none;
  bool keep_alive = true;
};
class Answers : public testing::TestWithParam<AnswerRow> {};

TEST_P(Answers, AreReadAsTheirRequestSays) {
  const auto& row = GetParam();
  const auto head = parse_answer_head(row.head, row.method);
  ASSERT_EQ(head.has_value(), row.accepted) << (head ? "" : head.error().why);
  if (!head) return;
  EXPECT_EQ(head->body.kind, row.kind);
  EXPECT_EQ(head->keep_alive, row.keep_alive);
}

INSTANTIATE_TEST_SUITE_P(
    Head, Answers,
    testing::Values(
        AnswerRow{"length", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", "GET", true, BodyKind::length},
        AnswerRow{"chunked_wins", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "GET",
                  true, BodyKind::chunked},
        AnswerRow{"gzip_chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "GET", true,
                  BodyKind::chunked},
        AnswerRow{"until_close", "HTTP/1.1 200 OK\r\n\r\n", "GET", true, BodyKind::until_close, false},
        AnswerRow{"head", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", "HEAD", true, BodyKind::none},
        AnswerRow{"no_content", "HTTP/1.1 204 No Content\r\n\r\n", "GET", true, BodyKind::none},
        AnswerRow{"not_modified", "HTTP/1.1 304 \r\nContent-Length: 3\r\n\r\n", "GET", true, BodyKind::none},
        AnswerRow{"no_reason", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "GET", true, BodyKind::length},
        AnswerRow{"upgrade", "HTTP/1.1 101 X\r\n\r\n", "GET", true, BodyKind::none},
        AnswerRow{"connect", "HTTP/1.1 200 X\r\n\r\n", "CONNECT", true, BodyKind::none},
        AnswerRow{"close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "GET", true,
                  BodyKind::length, false},
        AnswerRow{"short_status", "HTTP/1.1 20 OK\r\n\r\n", "GET", false},
        AnswerRow{"low_status", "HTTP/1.1 099 OK\r\n\r\n", "GET", false},
        AnswerRow{"no_version", "200 OK\r\n\r\n", "GET", false},
        AnswerRow{"two_lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "GET", false}),
    [](const auto& row) { return row.param.name; });

TEST(HeadEnd, IsFoundHoweverTheBytesCome) {
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\nbody";
  std::size_t seen = 0;
  for (std::size_t size = 0; size <= head.size(); ++size) {
    const auto end = find_head_end(std::string_view(head).substr(0, size), seen, 1000);
    ASSERT_TRUE(end) << size;
    EXPECT_EQ(end->complete, size >= 27) << size;
    if (end->complete) {
      EXPECT_EQ(end->size, 27u);
    }
    if (size < 27) seen = size;
  }
}

TEST(HeadEnd, IsRefusedAsSoonAsItIsCertain) {
  EXPECT_EQ(find_head_end("GET / HTTP/1.1\n", 0, 1000).error().status, 400);
  EXPECT_EQ(find_head_end("\x16\x03", 0, 1000).error().status, 400);
  EXPECT_EQ(find_head_end(std::string(1000, 'x'), 0, 1000).error().status, 431);
  EXPECT_TRUE(find_head_end(std::string(999, 'x'), 0, 1000));
}

TEST(EditHead, LeavesTheRestByteForByte) {
  EXPECT_EQ(edit_head("HTTP/1.1 200 OK\r\nA:  1\r\nb: 2\r\nB: 3\r\n\r\n", {"A"}, {{"b", "4"}, {"C", "5"}}),
            "HTTP/1.1 200 OK\r\nb: 4\r\nC: 5\r\n\r\n");
  EXPECT_EQ(edit_head("HTTP/1.1 200 OK\r\nA:  1 \r\n\r\n", {"X"}, {}), "HTTP/1.1 200 OK\r\nA:  1 \r\n\r\n");
}

}  // namespace
}  // namespace squall::chaos::http
