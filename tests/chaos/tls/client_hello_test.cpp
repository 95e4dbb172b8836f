#include "chaos/tls/client_hello.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chaos/tls/originator.h"
#include "tests/chaos/tls/memory_stream.h"

namespace squall::chaos::tls {
namespace {

using State = ClientHelloReader::State;

std::string number(std::size_t value, int size) {
  std::string text;
  for (int i = size - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i));
  return text;
}
std::string sized(const std::string& content, int size) {
  return number(content.size(), size) + content;
}
std::string extension(std::size_t type, const std::string& content) {
  return number(type, 2) + sized(content, 2);
}
std::string server_name(const std::string& name) {
  return extension(0, sized(std::string(1, '\0') + sized(name, 2), 2));
}
std::string body(const std::string& extensions) {
  return "\x03\x03" + std::string(32, 'r') + sized("", 1) + sized("\x13\x01", 2) + sized(std::string(1, '\0'), 1) +
         (extensions.empty() ? "" : sized(extensions, 2));
}
std::string message(const std::string& content) {
  return "\x01" + sized(content, 3);
}
// The message in records of so many bytes.
std::string records(const std::string& content, std::size_t size = 16384) {
  std::string text;
  for (std::size_t i = 0; i < content.size(); i += size) text += "\x16\x03\x01" + sized(content.substr(i, size), 2);
  return text;
}

// What OpenSSL's client says first.
std::string real_hello(const std::string& host) {
  Dialling settings;
  settings.insecure = true;
  settings.protocols = {"h2", "http/1.1"};
  net::VirtualTimers timers;
  tests::Told told;
  const auto [far, near] = tests::MemoryStream::pair();
  const auto client = (*Originator::make(settings, {}))->connect(far, host, timers);
  client->start(&told);
  far->events()->on_connected();
  client->close();
  return far->sent();
}

TEST(ClientHello, IsReadHoweverItIsCut) {
  const std::string whole = real_hello("Shop.TEST");
  const std::string content = whole.substr(5);
  for (const auto& wire : {whole, records(content, 1), records(content, 100), whole + "more"}) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, wire.size()}) {
      ClientHelloReader reader;
      for (std::size_t i = 0; i < wire.size(); i += piece) reader.feed(std::string_view(wire).substr(i, piece));
      ASSERT_EQ(reader.state(), State::complete) << reader.why();
      EXPECT_EQ(reader.hello().server_name, "shop.test");
      EXPECT_THAT(reader.hello().protocols, testing::ElementsAre("h2", "http/1.1"));
    }
  }
  ClientHelloReader reader;
  for (std::size_t i = 0; i + 1 < whole.size(); ++i) {
    EXPECT_EQ(reader.feed(std::string_view(whole).substr(i, 1)), State::incomplete);
  }
}

struct Row {
  const char* name;
  std::string bytes;
  State state;
  const char* expected;  // the server name, or part of why it is refused
};
class Hellos : public testing::TestWithParam<Row> {};

TEST_P(Hellos, AreJudged) {
  ClientHelloReader reader;
  EXPECT_EQ(reader.feed(GetParam().bytes), GetParam().state) << reader.why();
  EXPECT_THAT(reader.state() == State::refused ? reader.why() : reader.hello().server_name,
              testing::HasSubstr(GetParam().expected));
  if (GetParam().state == State::incomplete) return;
  EXPECT_EQ(reader.feed("more"), GetParam().state) << "more makes no difference";
}

const Row kRows[] = {
    {"without_extensions", records(message(body(""))), State::complete, ""},
    {"without_a_name", records(message(body(extension(43, "\x02\x03\x04")))), State::complete, ""},
    {"with_a_name", records(message(body(server_name("a.test")))), State::complete, "a.test"},
    {"nothing", "", State::incomplete, ""},
    {"half_a_header", "\x16\x03\x01", State::incomplete, ""},
    {"plain_http", "GET / HTTP/1.1\r\n\r\n", State::refused, "not TLS"},
    {"another_version", "\x16\x02\x01\x01\x01", State::refused, "not TLS"},
    {"an_alert", std::string("\x15\x03\x03\x00\x02\x02\x28", 7), State::refused, "not TLS"},
    {"empty_record", std::string("\x16\x03\x01\x00\x00", 5), State::refused, "forbidden length"},
    {"long_record", "\x16\x03\x01\xff\xff", State::refused, "forbidden length"},
    {"a_server_hello", records("\x02" + sized(body(""), 3)), State::refused, "does not begin with a ClientHello"},
    {"too_long", records("\x01\x0f\xff\xff"), State::refused, "too long"},
    {"too_short", records(message("\x03\x03")), State::refused, "too short"},
    {"odd_ciphers",
     records(message("\x03\x03" + std::string(32, 'r') + sized("", 1) + sized("abc", 2) + sized("0", 1))),
     State::refused, "malformed ClientHello"},
    {"bytes_behind", records(message(body("") + "ab" + "c")), State::refused, "malformed extensions"},
    {"cut_extension", records(message(body(number(0, 2) + number(9, 2) + "a"))), State::refused,
     "malformed extensions"},
    {"twice", records(message(body(server_name("a") + server_name("b")))), State::refused, "comes twice"},
    {"two_names",
     records(message(
         body(extension(0, sized(std::string(1, '\0') + sized("a", 2) + std::string(1, '\0') + sized("b", 2), 2))))),
     State::refused, "two server names"},
    {"no_host_name", records(message(body(server_name("a\nb")))), State::refused, "no host name"},
    {"empty_name", records(message(body(server_name("")))), State::refused, "no host name"},
    {"nul_in_name", records(message(body(server_name(std::string("a\0b", 3))))), State::refused, "no host name"},
    {"empty_list", records(message(body(extension(0, sized("", 2))))), State::refused, "malformed server_name"},
    {"empty_protocol", records(message(body(extension(16, sized(sized("", 1), 2))))), State::refused, "malformed ALPN"},
};
INSTANTIATE_TEST_SUITE_P(Tls, Hellos, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST(ClientHello, IsBounded) {
  // Records of one byte: six bytes for each of the hello.
  const std::string wire = records(message(body(extension(21, std::string(60'000, '\0')))), 1);
  ClientHelloReader reader;
  EXPECT_EQ(reader.feed(wire), State::refused);
  EXPECT_THAT(reader.why(), testing::HasSubstr("too long"));
}

}  // namespace
}  // namespace squall::chaos::tls
