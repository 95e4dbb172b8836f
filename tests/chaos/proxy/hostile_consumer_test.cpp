// Consumers that mean harm: request smuggling, slow and endless heads, bodies without end.
#include <gmock/gmock.h>

#include <fstream>

#include "tests/chaos/proxy/edge_fixture.h"

namespace squall::chaos {
namespace {

using testing::StartsWith;
using tests::End;
using tests::RawProvider;
using tests::Wire;

const std::string kPost = "POST / HTTP/1.1\r\nHost: b\r\n";

// Shapes that two parsers could read in two ways (RFC 9112, sections 2.2, 5.1, 5.2, 6.3, 7.1 and 11.2).
struct Row {
  const char* name;
  std::string request;
  const char* status;
};
class Smuggling : public EdgeTest, public testing::WithParamInterface<Row> {};

TEST_P(Smuggling, IsRefused) {
  std::mutex mutex;
  std::string received;
  auto provider = std::make_unique<RawProvider>([&](Wire& wire) {
    const auto all = wire.read_all();
    const std::scoped_lock lock(mutex);
    received += all;
  });
  start(Protocol::http, provider->port());
  auto client = Wire::dial(port);
  client.send(GetParam().request + "GET /smuggled HTTP/1.1\r\nHost: b\r\n\r\n");
  EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 " + std::string(GetParam().status)));
  EXPECT_EQ(client.end(), End::fin);
  engine->stop();
  provider.reset();  // has read everything
  EXPECT_EQ(received.find("smuggled"), std::string::npos) << received;
}

INSTANTIATE_TEST_SUITE_P(
    Edge, Smuggling,
    testing::Values(
        Row{"length_and_chunked", kPost + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
        Row{"two_lengths", kPost + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", "400"},
        Row{"length_list", kPost + "Content-Length: 3, 4\r\n\r\nabc", "400"},
        Row{"length_sign", kPost + "Content-Length: +3\r\n\r\nabc", "400"},
        Row{"length_hex", kPost + "Content-Length: 0x3\r\n\r\nabc", "400"},
        Row{"length_overflow", kPost + "Content-Length: 18446744073709551616\r\n\r\nabc", "400"},
        Row{"length_blank_inside", kPost + "Content-Length: 3 3\r\n\r\nabc", "400"},
        Row{"chunked_not_last", kPost + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", "400"},
        Row{"not_chunked", kPost + "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n", "400"},
        Row{"identity", kPost + "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n", "400"},
        Row{"chunked_twice", kPost + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", "400"},
        Row{"chunked_in_two_fields",
            kPost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
        Row{"chunked_misspelt", kPost + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "400"},
        Row{"chunked_with_control",
            kPost + "Transfer-Encoding: \x0b"
                    "chunked\r\n\r\n0\r\n\r\n",
            "400"},
        Row{"other_coding", kPost + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "501"},
        Row{"chunked_in_1_0", "POST / HTTP/1.0\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
        Row{"blank_before_colon", kPost + "Content-Length : 3\r\n\r\nabc", "400"},
        Row{"folded", kPost + "X-A: 1\r\n Content-Length: 3\r\n\r\nabc", "400"},
        Row{"bare_lf", "POST / HTTP/1.1\nHost: b\n\n", "400"},
        Row{"bare_lf_in_fields", kPost + "X-A: 1\nContent-Length: 3\r\n\r\nabc", "400"},
        Row{"bare_cr", kPost + "X-A: 1\rContent-Length: 3\r\n\r\nabc", "400"},
        Row{"nul", kPost + std::string("X-A: \0\r\n\r\n", 10), "400"}, Row{"no_name", kPost + ": 3\r\n\r\n", "400"},
        Row{"no_colon", kPost + "Content-Length 3\r\n\r\n", "400"}, Row{"two_hosts", kPost + "Host: c\r\n\r\n", "400"},
        Row{"no_host", "GET / HTTP/1.1\r\n\r\n", "400"},
        Row{"chunk_size_sign", kPost + "Transfer-Encoding: chunked\r\n\r\n+1\r\nx\r\n0\r\n\r\n", "400"},
        Row{"chunk_size_hex", kPost + "Transfer-Encoding: chunked\r\n\r\n0x1\r\nx\r\n0\r\n\r\n", "400"},
        Row{"chunk_size_overflow", kPost + "Transfer-Encoding: chunked\r\n\r\n10000000000000001\r\nx", "400"},
        Row{"chunk_bare_lf", kPost + "Transfer-Encoding: chunked\r\n\r\n1\nx\r\n0\r\n\r\n", "400"},
        Row{"chunk_no_end", kPost + "Transfer-Encoding: chunked\r\n\r\n1\r\nxy0\r\n\r\n", "400"},
        Row{"chunk_extension_flood",
            kPost + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(100'000, 'x') + "\r\nx\r\n0\r\n\r\n", "400"},
        Row{"chunk_extension_lf", kPost + "Transfer-Encoding: chunked\r\n\r\n1;x\ny\r\nx\r\n0\r\n\r\n", "400"},
        Row{"trailer_flood",
            kPost + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n", "400"},
        Row{"connect", "CONNECT b:443 HTTP/1.1\r\nHost: b\r\n\r\n", "501"},
        Row{"http_2", "GET / HTTP/2.0\r\nHost: b\r\n\r\n", "505"}, Row{"tls", "\x16\x03\x01\x02", "400"}),
    [](const auto& row) { return row.param.name; });

class HostileConsumer : public EdgeTest {
 protected:
  RawProvider provider{[](Wire& wire) { wire.read_all(); }};

  static std::size_t resident() {
    std::ifstream pages("/proc/self/statm");
    std::size_t size = 0, resident = 0;
    pages >> size >> resident;
    return resident * 4096;
  }
};

TEST_F(HostileConsumer, ThatNeverEndsAHeadIsAnswered408) {
  config.head_timeout = std::chrono::milliseconds(60);
  start(Protocol::http, provider.port());
  auto silent = Wire::dial(port);  // a connection that was never used may stay
  auto client = Wire::dial(port);
  const auto begun = std::chrono::steady_clock::now();
  client.send("GET / HTTP/1.1\r\nX-");
  EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 408 "));
  EXPECT_GE(std::chrono::steady_clock::now() - begun, config.head_timeout);
  EXPECT_EQ(client.end(), End::fin);
  EXPECT_EQ(silent.read_some(std::chrono::milliseconds(10)), "");
  EXPECT_EQ(silent.end(), End::open);
}

TEST_F(HostileConsumer, WithAnEndlessHeadIsAnswered431) {
  start(Protocol::http, provider.port());
  const auto before = resident();
  for (const std::string& block : {std::string(1u << 16, 'x'), std::string("X-A: 1\r\n")}) {
    auto client = Wire::dial(port);
    client.send("GET / HTTP/1.1\r\nX-A: ");
    if (block.size() < 100) client.send("1\r\n");
    for (std::size_t sent = 0; sent < (1u << 20); sent += 1u << 16) {
      std::string flood;
      while (flood.size() < (1u << 16)) flood += block;
      client.send(flood);
    }
    EXPECT_THAT(client.read_some(), StartsWith("HTTP/1.1 431 "));
  }
  EXPECT_LT(resident(), before + (16u << 20));
}

// 300 MB each way, chunked, through an edge with a fault that reads bodies: memory stays where it was.
TEST_F(HostileConsumer, BodiesFlowInConstantMemory) {
  constexpr std::size_t kBlock = 1u << 20, kBlocks = 300;
  const std::string chunk = "100000\r\n" + std::string(kBlock, 'x') + "\r\n";
  const std::string head = kPost + "Transfer-Encoding: chunked\r\n\r\n", last = "0\r\n\r\n";
  RawProvider mirror([&](Wire& wire) {
    std::size_t received = 0;
    while (received < head.size() + kBlocks * chunk.size() + last.size()) {
      const auto some = wire.read_some();
      if (some.empty()) return;
      received += some.size();
    }
    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (std::size_t i = 0; i < kBlocks; ++i) wire.send(chunk);
    wire.send(last);
  });
  start(Protocol::http, mirror.port());
  inject("rewrite", R"({"pointer":"/a","value":1})");
  auto client = Wire::dial(port);
  const auto before = resident();
  std::size_t most = before;
  client.send(head);
  for (std::size_t i = 0; i < kBlocks; ++i) {
    client.send(chunk);
    most = std::max(most, resident());
  }
  client.send(last);
  std::size_t seen = 0;
  while (seen < kBlocks * chunk.size()) {
    const auto some = client.read_some();
    ASSERT_FALSE(some.empty());
    seen += some.size();
    most = std::max(most, resident());
  }
#ifndef __SANITIZE_ADDRESS__  // which keeps what was freed
  EXPECT_LT(most, before + (32u << 20));
#endif
}

}  // namespace
}  // namespace squall::chaos
