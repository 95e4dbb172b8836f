// Edges that end, begin and pass TLS through, over real sockets.
#include <gmock/gmock.h>

#include "tests/chaos/proxy/tls_fixture.h"

namespace squall::chaos {
namespace {

using testing::HasSubstr;
using tests::End;
using tests::eventually;
using tests::RawProvider;
using tests::TlsWire;
using tests::Wire;

const std::string kGet = "GET /a HTTP/1.1\r\nHost: b\r\n\r\n";
const std::string kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

void answer(Wire& wire) {
  while (!wire.read_to("\r\n\r\n").empty()) wire.send(kAnswer);
}

TEST_F(TlsEdgeTest, EndsTlsOnAnHttpEdge) {
  RawProvider provider(answer);
  terminate();
  start(Protocol::http, provider.port());
  trusting.protocols = "\x02h2\x08http/1.1";
  TlsWire client(port, trusting);
  ASSERT_TRUE(client.open()) << client.error();
  EXPECT_EQ(client.version(), "TLSv1.3");
  EXPECT_EQ(client.protocol(), "http/1.1");
  for (int i = 0; i < 2; ++i) {
    client.send(kGet);
    EXPECT_EQ(client.read("ok"), kAnswer);
  }
  EXPECT_EQ(ended(2)[1].ordinal, 1u);
  EXPECT_EQ(engine->counters("a-b").connections, 1u);
  EXPECT_EQ(engine->counters("a-b").open, 1u);
  client.say_goodbye();
  EXPECT_EQ(client.read(), "");
  EXPECT_EQ(client.error(), "");  // a close_notify came back
  EXPECT_TRUE(eventually([&] { return engine->open_connections("a-b") == 0; }));
  EXPECT_EQ(trouble(), "");
}

TEST_F(TlsEdgeTest, CarriesTlsToTlsUnaltered) {
  const auto server = certified("shop.test", *authority);
  std::string seen_name;
  const std::string bulk = [] {
    std::string bytes;
    for (int i = 0; bytes.size() < 3'000'000; ++i) bytes += std::to_string(i);
    return bytes;
  }();
  RawProvider provider([&](Wire& wire) {
    auto settings = server;
    settings.ca_file = "";
    TlsWire tls(std::move(wire), settings, true);
    seen_name = tls.server_name();
    tls.read("go");
    tls.send(bulk);
    tls.say_goodbye();
  });
  terminate();
  config.upstream_tls.emplace();
  config.upstream_tls->ca_file = trusting.ca_file;
  config.upstream_tls->server_name = "shop.test";
  start(Protocol::tcp, provider.port());
  TlsWire client(port, trusting);
  ASSERT_TRUE(client.open()) << client.error();
  client.send("go");
  EXPECT_TRUE(client.read() == bulk);
  EXPECT_EQ(client.error(), "");
  EXPECT_EQ(seen_name, "shop.test");
  client.say_goodbye();
  client.wire().close();
  EXPECT_EQ(ended(1)[0].bytes_down, bulk.size());
}

TEST_F(TlsEdgeTest, PassesATruncationOn) {
  const auto server = certified("shop.test", *authority);
  RawProvider provider([&](Wire& wire) {
    auto settings = server;
    settings.ca_file = "";
    TlsWire tls(std::move(wire), settings, true);
    tls.read("go");
    tls.send("half of");
    tls.wire().half_close();  // no close_notify
    tls.read();
  });
  terminate();
  config.upstream_tls.emplace();
  config.upstream_tls->insecure = true;
  start(Protocol::tcp, provider.port());
  TlsWire client(port, trusting);
  client.send("go");
  EXPECT_EQ(client.read(), "half of");
  EXPECT_EQ(client.error(), "unexpected eof while reading");
}

TEST_F(TlsEdgeTest, PassesResetsBothWays) {
  RawProvider provider([](Wire& wire) {
    wire.read(2);
    wire.reset();
  });
  terminate();
  start(Protocol::tcp, provider.port());
  TlsWire client(port, trusting);
  client.send("go");
  client.read();
  EXPECT_EQ(client.error(), "connection reset");
  EXPECT_EQ(ended(1)[0].ended_by, Peer::provider);
}

TEST_F(TlsEdgeTest, VerifiesTheProvider) {
  const auto server = certified("other.test", *authority);
  RawProvider provider([&](Wire& wire) {
    auto settings = server;
    settings.ca_file = "";
    TlsWire(std::move(wire), settings, true);
  });
  config.upstream_tls.emplace();
  config.upstream_tls->ca_file = trusting.ca_file;
  config.upstream_tls->server_name = "shop.test";
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send(kGet);
  EXPECT_EQ(client.read_all(), "");
  EXPECT_EQ(client.end(), End::rst);
  EXPECT_THAT(trouble(), HasSubstr("TLS with the provider: certificate verify failed: hostname mismatch"));
  EXPECT_FALSE(ended(1)[0].forwarded);
}

TEST_F(TlsEdgeTest, PresentsACertificateToTheProvider) {
  const auto server = certified("shop.test", *authority);
  RawProvider provider([&](Wire& wire) {
    TlsWire tls(std::move(wire), server, true);  // asks for one of the same CA
    while (!tls.read("\r\n\r\n").empty()) tls.send(kAnswer);
  });
  config.upstream_tls.emplace();
  config.upstream_tls->insecure = true;
  const auto own = certified("client.test", *authority);
  config.upstream_tls->certificate_file = own.certificate_file;
  config.upstream_tls->key_file = own.key_file;
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send(kGet);
  EXPECT_EQ(client.read_to("ok"), kAnswer);
}

TEST_F(TlsEdgeTest, AsksConsumersForACertificate) {
  RawProvider provider(answer);
  terminate();
  config.tls->client_ca_file = trusting.ca_file;
  start(Protocol::http, provider.port());
  TlsWire stranger(port, certified("stranger.test", **tls::Authority::create()));
  EXPECT_EQ(stranger.read(), "");
  EXPECT_EQ(stranger.error(), "tlsv1 alert unknown ca");
  TlsWire nobody(port, trusting);
  nobody.read();
  EXPECT_EQ(nobody.error(), "tlsv13 alert certificate required");
  TlsWire client(port, certified("client.test", *authority));
  client.send(kGet);
  EXPECT_EQ(client.read("ok"), kAnswer);
  EXPECT_THAT(trouble(), HasSubstr("TLS with a consumer: peer did not return a certificate"));
}

TEST_F(TlsEdgeTest, TakesAClientHelloByteByByte) {
  RawProvider provider(answer);
  terminate();
  start(Protocol::http, provider.port());
  std::string hello;
  {
    RawProvider listener([&](Wire& wire) { hello = wire.read_some(); });
    TlsWire client(listener.port(), trusting);
  }
  ASSERT_GT(hello.size(), 200u);
  auto client = Wire::dial(port);
  for (const char byte : hello) client.send({&byte, 1});
  EXPECT_EQ(client.read(5).substr(0, 3), "\x16\x03\x03");  // ServerHello
}

TEST_F(TlsEdgeTest, RefusesWhatIsNoTlsInWords) {
  RawProvider provider(answer);
  terminate();
  start(Protocol::http, provider.port());
  auto client = Wire::dial(port);
  client.send(kGet);
  EXPECT_THAT(client.read_all(), testing::AllOf(HasSubstr("400 Bad Request"), HasSubstr("use https")));
  EXPECT_EQ(client.end(), End::fin);
  auto garbage = Wire::dial(port);
  garbage.send(std::string("\x00\x01\x02", 3));
  EXPECT_EQ(garbage.read_all(), std::string("\x15\x03\x03\x00\x02\x02\x32", 7));
  EXPECT_EQ(garbage.end(), End::fin);
  EXPECT_THAT(trouble(), HasSubstr("TLS with a consumer: this is not TLS"));
  Wire::dial(port).close();
  EXPECT_TRUE(eventually([&] { return engine->open_connections("a-b") == 0; }));
}

TEST_F(TlsEdgeTest, RoutesByServerName) {
  std::vector<std::unique_ptr<RawProvider>> providers;
  for (const std::string name : {"a.test", "b.test", "other.test"}) {
    const auto settings = [&] {
      auto own = certified(name, *authority);
      own.ca_file = "";
      return own;
    }();
    providers.push_back(std::make_unique<RawProvider>([settings, name](Wire& wire) {
      TlsWire tls(std::move(wire), settings, true);
      tls.read("?");
      tls.send("I am " + name);
      tls.say_goodbye();
    }));
  }
  config.routes = {{"a.test", "127.0.0.1", providers[0]->port()}, {"b.test", "127.0.0.1", providers[1]->port()}};
  const auto ask = [&](const std::string& name) {
    trusting.server_name = name;
    TlsWire client(port, trusting);
    client.send("?");
    return client.open() ? client.read() : client.error();
  };
  start(Protocol::tcp, 0);
  EXPECT_EQ(ask("a.test"), "I am a.test");
  EXPECT_EQ(ask("B.test"), "I am b.test");
  EXPECT_EQ(ask("other.test"), "tlsv1 unrecognized name");
  EXPECT_THAT(trouble(), HasSubstr("there is no route to 'other.test'"));
  ASSERT_TRUE(engine->set_upstream("a-b", "127.0.0.1", providers[2]->port()));
  EXPECT_EQ(ask("other.test"), "I am other.test");
}

TEST_F(TlsEdgeTest, KeepsNothingOfAThousandHandshakes) {
  RawProvider provider(answer);
  terminate();
  start(Protocol::http, provider.port(), 2);
  const auto descriptors = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator{});
  };
  const auto once = [&] {
    TlsWire client(port, trusting);
    client.send(kGet);
    ASSERT_EQ(client.read("ok"), kAnswer);
    client.say_goodbye();
  };
  once();
  ASSERT_TRUE(eventually([&] { return engine->open_connections("a-b") == 0; }));
  const auto before = descriptors();
  for (int i = 0; i < 1000; ++i) once();
  EXPECT_TRUE(eventually([&] { return engine->open_connections("a-b") == 0 && descriptors() <= before; }))
      << descriptors() << " descriptors, " << before << " before";
  EXPECT_EQ(engine->counters("a-b").connections, 1001u);
}

TEST_F(TlsEdgeTest, ServesStubsOverTls) {
  Engine serving({1, 7, true}, timeline);
  http::ServerConfig server;
  server.tls.emplace();
  server.tls->hosts = {"shop.test"};
  server.tls->authority_folder = folder;
  const auto served = serving.serve(server, [](const http::Incoming& incoming) {
    http::Reply reply;
    reply.response.status = 200;
    reply.response.body = incoming.request.target;
    return reply;
  });
  ASSERT_TRUE(served) << served.error().message;
  TlsWire client(*served, trusting);
  ASSERT_TRUE(client.open()) << client.error();
  client.send(kGet);
  EXPECT_THAT(client.read("/a"), HasSubstr("200 OK"));
  auto plain = Wire::dial(*served);
  plain.send(kGet);
  EXPECT_EQ(plain.read_all(), "");
  EXPECT_EQ(plain.end(), End::fin);
}

struct Wrong {
  const char* name;
  void (*spoil)(EdgeConfig&);
  const char* expected;
};
class WrongTls : public TlsEdgeTest, public testing::WithParamInterface<Wrong> {};

TEST_P(WrongTls, IsExplained) {
  engine = std::make_unique<Engine>(EngineOptions{}, timeline);
  config.name = "a-b";
  GetParam().spoil(config);
  const auto added = engine->add_edge(config);
  ASSERT_FALSE(added);
  EXPECT_THAT(added.error().message, HasSubstr(GetParam().expected));
}

const Wrong kWrong[] = {
    {"routes_on_http",
     [](EdgeConfig& edge) {
       edge.routes = {{"a", "b", 1}};
     },
     "they need a tcp edge"},
    {"routes_and_tls",
     [](EdgeConfig& edge) {
       edge.protocol = Protocol::tcp;
       edge.routes = {{"a", "b", 1}};
       edge.tls.emplace();
     },
     "cannot be ended or begun here"},
    {"no_certificate", [](EdgeConfig& edge) { edge.tls.emplace(); }, "either a certificate with its key or hosts"},
    {"no_such_file",
     [](EdgeConfig& edge) {
       edge.upstream_tls.emplace();
       edge.upstream_tls->ca_file = "/nowhere.pem";
     },
     "/nowhere.pem: No such file"},
};
INSTANTIATE_TEST_SUITE_P(Edge, WrongTls, testing::ValuesIn(kWrong), [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace squall::chaos
