// Every fault of the TLS handshake over real sockets: what the client's error was, and the proof on the timeline.
#include <gmock/gmock.h>

#include <set>

#include "chaos/faults/registry.h"
#include "tests/chaos/proxy/tls_fixture.h"

namespace squall::chaos {
namespace {

using testing::HasSubstr;
using tests::End;
using tests::RawProvider;
using tests::TlsWire;
using tests::Wire;

const std::string kGet = "GET /a HTTP/1.1\r\nHost: b\r\n\r\n";
const std::string kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

void answer(Wire& wire) {
  while (!wire.read_to("\r\n\r\n").empty()) wire.send(kAnswer);
}

struct Row {
  const char* name;
  const char* kind;
  const char* parameters;
  const char* error;  // of a client that verifies
  const char* step;
  Peer by;
  Ending ending;
};
class TlsFaults : public TlsEdgeTest, public testing::WithParamInterface<Row> {};

TEST_P(TlsFaults, AreSeenByTheClient) {
  const auto& row = GetParam();
  RawProvider provider(answer);
  terminate();
  start(Protocol::http, provider.port());
  {  // whoever shook hands before could resume
    TlsWire earlier(port, trusting);
    earlier.send(kGet);
    EXPECT_EQ(earlier.read("ok"), kAnswer);
  }
  ended(1);
  inject(row.kind, row.parameters);
  TlsWire client(port, trusting);
  EXPECT_EQ(client.error(), row.error);
  client.wire().close();
  const auto attempt = ended(2)[1];
  EXPECT_EQ(steps_of(attempt), row.step);
  EXPECT_EQ(attempt.faults.at(0).kind, row.kind);
  EXPECT_EQ(attempt.ended_by, row.by);
  EXPECT_EQ(attempt.ending, row.ending);
  EXPECT_EQ(attempt.consumer_closed.has_value(), row.by == Peer::consumer);
  EXPECT_EQ(attempt.method, "");
  EXPECT_EQ(engine->counters("a-b").faulted, 1u);
}

const Row kRows[] = {
    {"expired", "tls_expired", "{}", "certificate has expired", "present an expired certificate", Peer::consumer,
     Ending::fin},
    {"wrong_host", "tls_wrong_host", "{}", "hostname mismatch", "present a certificate for another host",
     Peer::consumer, Ending::fin},
    {"self_signed", "tls_self_signed", "{}", "self-signed certificate", "present a self-signed certificate",
     Peer::consumer, Ending::fin},
    {"unknown_ca", "tls_unknown_ca", "{}", "unable to get local issuer certificate",
     "present a certificate by an unknown CA", Peer::consumer, Ending::fin},
    {"old_protocol", "tls_old_protocol", "{}", "tlsv1 alert protocol version", "offer TLS 1.1 at most", Peer::consumer,
     Ending::fin},
    {"fin", "tls_close", "{}", "unexpected eof while reading", "close", Peer::proxy, Ending::fin},
    {"rst", "tls_close", R"({"by":"rst"})", "connection reset", "reset", Peer::proxy, Ending::rst},
};
INSTANTIATE_TEST_SUITE_P(Edge, TlsFaults, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

class TlsFault : public TlsEdgeTest {
 protected:
  // The bytes with which a client of this test's settings begins.
  std::string client_hello() {
    std::string hello;
    {
      RawProvider listener([&](Wire& wire) { hello = wire.read_some(); });
      TlsWire client(listener.port(), trusting);
    }
    return hello;
  }
};

TEST_F(TlsFault, AreAllTested) {
  std::set<std::string_view> tested{"tls_stall"};  // below
  for (const auto& row : kRows) tested.insert(row.kind);
  for (const auto& fault : faults()) {
    if (fault.layer != Layer::handshake) continue;
    EXPECT_EQ(tested.count(fault.kind), 1u) << fault.kind;
  }
}

TEST_F(TlsFault, ClosesAfterTheServersHello) {
  RawProvider provider(answer);
  terminate();
  start(Protocol::http, provider.port());
  const auto hello = client_hello();
  const auto id = inject("tls_close", R"({"stage":"server_hello"})");
  auto client = Wire::dial(port);
  client.send(hello);
  const auto seen = client.read_all();
  EXPECT_EQ(client.end(), End::fin);
  EXPECT_EQ(seen.substr(0, 1), "\x16");
  EXPECT_GT(seen.size(), 500u);  // with the certificate
  ASSERT_TRUE(engine->remove_fault("a-b", id));
  inject("tls_close", R"({"stage":"server_hello","by":"rst"})");
  auto other = Wire::dial(port);
  other.send(hello);
  other.read_all();
  EXPECT_EQ(other.end(), End::rst);
  EXPECT_EQ(steps_of(ended(2)[1]), "reset");
}

class TlsStall : public TlsFault, public testing::WithParamInterface<std::string> {};

TEST_P(TlsStall, LastsUntilItIsRemoved) {
  RawProvider provider(answer);
  terminate();
  start(Protocol::http, provider.port());
  const auto id = inject("tls_stall", R"({"stage":")" + GetParam() + "\"}");
  std::jthread mender([&] {
    EXPECT_TRUE(tests::eventually([&] { return engine->counters("a-b").faulted > 0; }));
    EXPECT_TRUE(engine->remove_fault("a-b", id));
  });
  TlsWire client(port, trusting);
  EXPECT_EQ(client.error(), "");
  client.send(kGet);
  EXPECT_EQ(client.read("ok"), kAnswer);
  EXPECT_EQ(steps_of(ended(1)[0]), "hold");  // the first request's attempt has it
}

TEST_P(TlsStall, SeesAClientGiveUp) {
  RawProvider provider(answer);
  terminate();
  start(Protocol::http, provider.port());
  const auto hello = client_hello();
  inject("tls_stall", R"({"stage":")" + GetParam() + "\"}");
  auto client = Wire::dial(port);
  client.send(hello);
  EXPECT_TRUE(tests::eventually([&] { return engine->counters("a-b").faulted == 1; }));
  client.close();
  const auto attempt = ended(1)[0];
  EXPECT_EQ(attempt.ended_by, Peer::consumer);
  EXPECT_TRUE(attempt.consumer_closed);
}

INSTANTIATE_TEST_SUITE_P(Edge, TlsStall, testing::Values("client_hello", "server_hello"),
                         [](const auto& row) { return row.param; });

TEST_F(TlsFault, StallsForATime) {
  RawProvider provider(answer);
  terminate();
  start(Protocol::tcp, provider.port());
  inject("tls_stall", R"({"for":"40ms","stage":"server_hello"})");
  const auto before = std::chrono::steady_clock::now();
  TlsWire client(port, trusting);
  EXPECT_EQ(client.error(), "");  // its side of TLS 1.3 is done with our certificate
  client.send(kGet);
  EXPECT_EQ(client.read("ok"), kAnswer);
  EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::milliseconds(40));
  client.wire().close();
  EXPECT_EQ(steps_of(ended(1)[0]), "wait 40ms");
}

TEST_F(TlsFault, OldProtocolIsReallySpoken) {
  RawProvider provider(answer);
  terminate();
  start(Protocol::http, provider.port());
  inject("tls_old_protocol");
  trusting.max_version = TLS1_1_VERSION;
  TlsWire client(port, trusting);
  ASSERT_EQ(client.error(), "");
  EXPECT_EQ(client.version(), "TLSv1.1");
  client.send(kGet);
  EXPECT_EQ(client.read("ok"), kAnswer);
  EXPECT_EQ(steps_of(ended(1)[0]), "offer TLS 1.1 at most");
}

TEST_F(TlsFault, IsGivenToTheFirstRequestOfWhoeverTakesIt) {
  RawProvider provider(answer);
  terminate();
  start(Protocol::http, provider.port());
  inject("tls_expired");
  trusting.ca_file = "";  // verifies nothing
  TlsWire client(port, trusting);
  for (int i = 0; i < 2; ++i) {
    client.send(kGet);
    EXPECT_EQ(client.read("ok"), kAnswer);
  }
  const auto attempts = ended(2);
  EXPECT_EQ(steps_of(attempts[0]), "present an expired certificate");
  EXPECT_EQ(steps_of(attempts[1]), "");
}

TEST_F(TlsFault, StrikesAShareOfConnectionsAndTheSameOnes) {
  std::vector<std::vector<bool>> struck;
  RawProvider provider(answer);
  terminate();
  for (const unsigned workers : {1u, 2u}) {
    start(Protocol::http, provider.port(), workers);
    FaultSpec spec;
    spec.kind = "tls_self_signed";
    spec.share = 0.5;
    ASSERT_TRUE(engine->add_fault("a-b", spec));
    struck.emplace_back();
    for (int i = 0; i < 20; ++i) struck.back().push_back(!TlsWire(port, trusting).open());
  }
  EXPECT_EQ(struck[0], struck[1]);
  EXPECT_THAT(struck[0], testing::Contains(true));
  EXPECT_THAT(struck[0], testing::Contains(false));
}

TEST_F(TlsFault, NeedsItsEdge) {
  const auto why = [&](const std::string& kind) {
    FaultSpec spec;
    spec.kind = kind;
    const auto added = engine->add_fault("a-b", spec);
    return added ? "" : added.error().message;
  };
  start(Protocol::http, 9);
  EXPECT_THAT(why("tls_stall"), HasSubstr("needs an edge where the consumer's TLS ends"));
  engine->stop();
  config.tls.emplace();
  const auto own = certified("shop.test", *authority);
  config.tls->certificate_file = own.certificate_file;
  config.tls->key_file = own.key_file;
  start(Protocol::http, 9);
  EXPECT_THAT(why("tls_expired"), HasSubstr("needs certificates that the edge makes"));
  EXPECT_THAT(why("tls_wrong_host"), HasSubstr("needs certificates that the edge makes"));
  EXPECT_EQ(why("tls_self_signed"), "");
  TlsWire client(port, trusting);
  EXPECT_EQ(client.error(), "self-signed certificate");
}

}  // namespace
}  // namespace squall::chaos
