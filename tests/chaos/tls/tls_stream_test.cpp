// TLS over streams without sockets and time that stands still: handshakes, endings, flow.
#include "chaos/tls/tls_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "chaos/tls/originator.h"
#include "tests/chaos/tls/memory_stream.h"
#include "tests/support/temporary_files.h"

namespace squall::chaos::tls {
namespace {

using testing::HasSubstr;
using tests::MemoryStream;
using tests::Told;

class Connection : public testing::Test {
 protected:
  void SetUp() override {
    authority = *Authority::create();
    ASSERT_TRUE(authority->save(folder()));
    listening.hosts = {"shop.test"};
    listening.authority_folder = folder();
    dialling.ca_file = folder() + "/ca.pem";
  }

  std::string folder() const { return (files.folder() / "ca").string(); }

  // A client's certificate with its key, as files.
  std::pair<std::string, std::string> client_files(const Authority& by) const {
    const auto issued = *by.issue({"client.test"});
    return {files.write("client.pem", issued.certificate_pem), files.write("client-key.pem", issued.key_pem)};
  }

  void open(Offer offer = {}) {
    const auto note = [this](const std::string& why) { reported += why + "; "; };
    const auto terminator = Terminator::make(listening, note);
    const auto originator = Originator::make(dialling, note);
    ASSERT_TRUE(terminator) << terminator.error().message;
    ASSERT_TRUE(originator) << originator.error().message;
    std::tie(far, near) = MemoryStream::pair();
    Terminator::Given given;
    given.offer = offer;
    given.certificate_sent = [this] { ++certificates; };
    server = (*terminator)->accept(near, timers, std::move(given));
    client = (*originator)->connect(far, "shop.test", timers);
    server->start(&at_server);
    client->start(&at_client);
    far->events()->on_connected();
  }

  void deliver(std::size_t piece = std::string::npos) {
    for (bool moved = true; moved;) {
      moved = far->deliver(piece);
      moved = near->deliver(piece) || moved;
      timers.advance(net::Instant{0});
    }
  }

  void shake_hands() {
    open();
    deliver();
    ASSERT_EQ(at_client.log, "connected ");
    ASSERT_EQ(at_server.log, "connected ");
    at_client.log = at_server.log = "";
  }

  tests::TemporaryFiles files;
  std::shared_ptr<const Authority> authority;
  Listening listening;
  Dialling dialling;
  net::VirtualTimers timers;
  Told at_server, at_client;
  std::shared_ptr<MemoryStream> far, near;  // below the client, below the server
  std::shared_ptr<TlsStream> server;
  std::shared_ptr<net::Stream> client;
  std::string reported;
  int certificates = 0;
};

TEST_F(Connection, CarriesBytesBothWays) {
  shake_hands();
  const std::string large(300'000, 'x');
  client->write("hello");
  client->write(large);
  server->write("answer");
  EXPECT_EQ(far->sent().find("hello"), std::string::npos);
  deliver();
  EXPECT_EQ(at_server.bytes, "hello" + large);
  EXPECT_EQ(at_client.bytes, "answer");
  EXPECT_EQ(reported, "");
}

TEST_F(Connection, TakesAnyFragmentation) {
  open();
  client->write("written before the handshake");
  EXPECT_EQ(client->pending(), 28u);
  deliver(1);
  EXPECT_EQ(at_server.bytes, "written before the handshake");
  EXPECT_EQ(client->pending(), 0u);
  EXPECT_EQ(at_client.log, "connected drained ");
}

TEST_F(Connection, TakesWhatWasReadBefore) {
  open();
  far->deliver();
  std::tie(far, near) = MemoryStream::pair();
  client = (*Originator::make(dialling, {}))->connect(far, "shop.test", timers);
  client->start(&at_client);
  far->events()->on_connected();
  const std::string hello = far->sent();
  std::tie(std::ignore, near) = MemoryStream::pair();
  Terminator::Given given;
  given.already_read = hello.substr(0, 40);
  server = (*Terminator::make(listening, {}))->accept(near, timers, std::move(given));
  server->start(&at_server);
  EXPECT_EQ(near->sent(), "");
  near->events()->on_bytes(hello.substr(40));
  EXPECT_GT(near->sent().size(), 500u);
}

TEST_F(Connection, PassesHalfClosesAsCloseNotify) {
  shake_hands();
  client->write("last words");
  client->half_close();
  deliver();
  EXPECT_EQ(at_server.bytes, "last words");
  EXPECT_EQ(at_server.log, "end ");
  EXPECT_TRUE(far->ended());
  server->write("and the answer");
  server->close();
  deliver();
  EXPECT_EQ(at_client.bytes, "and the answer");
  EXPECT_EQ(at_client.log, "end ");
}

TEST_F(Connection, TellsTruncationFromAnEnd) {
  shake_hands();
  server->write("cut he");
  server->truncate();
  server->close();
  deliver();
  EXPECT_EQ(at_client.bytes, "cut he");
  EXPECT_EQ(at_client.log, "truncated ");
}

TEST_F(Connection, PassesResets) {
  shake_hands();
  client->reset();
  EXPECT_TRUE(far->was_reset());
  deliver();
  EXPECT_EQ(at_server.log, "reset ");
}

TEST_F(Connection, ReadsNoFasterThanItsOwner) {
  shake_hands();
  at_server.pauses = server.get();
  client->write(std::string(200'000, 'x'));
  client->half_close();
  std::size_t seen = 0;
  for (int i = 0; i < 100 && at_server.log.empty(); ++i) {
    deliver(32u * 1024);
    EXPECT_LE(at_server.bytes.size() - seen, 16u * 1024);
    seen = at_server.bytes.size();
    server->resume();
  }
  EXPECT_EQ(at_server.bytes.size(), 200'000u);
  EXPECT_EQ(at_server.log, "end ");
}

TEST_F(Connection, EndsWhenBytesAreChangedUnderWay) {
  shake_hands();
  client->write("hello");
  std::string record = far->sent();
  record.back() = static_cast<char>(record.back() ^ 1);
  near->events()->on_bytes(record);
  EXPECT_EQ(at_server.log, "reset ");
  EXPECT_THAT(reported, HasSubstr("bad record mac"));
  EXPECT_TRUE(near->ended());
}

TEST_F(Connection, ChangesItsOwner) {
  shake_hands();
  Told next;
  server->start(&next);
  client->write("hello");
  deliver();
  EXPECT_EQ(next.bytes, "hello");
  EXPECT_EQ(at_server.bytes, "");
}

TEST_F(Connection, HasBoundedTimeForItsHandshake) {
  open();
  timers.advance(kHandshakeTime);
  EXPECT_EQ(at_server.log, "refused: no TLS handshake within 30s ");
  EXPECT_EQ(at_client.log, "refused: no TLS handshake within 30s ");
}

TEST_F(Connection, EndsWithItsPeerInTheHandshake) {
  open();
  far->half_close();
  deliver();
  EXPECT_THAT(at_server.log, HasSubstr("refused: the connection was closed in the TLS handshake"));
  open();
  far->reset();
  near->events()->on_reset();
  EXPECT_THAT(at_server.log, HasSubstr("refused: the connection was reset in the TLS handshake"));
}

TEST_F(Connection, StallsAndSeesThePeerLeave) {
  open();
  server->stall();
  deliver();
  EXPECT_EQ(at_server.log + at_client.log, "");
  server->go_on();
  deliver();
  EXPECT_EQ(at_server.log, "connected ");
  at_server.log = "";
  open();
  server->stall();
  near->events()->on_bytes(std::string(kStallKept + 1, 'x'));
  EXPECT_TRUE(near->paused);
  near->events()->on_end();
  EXPECT_THAT(at_server.log, HasSubstr("closed in the TLS handshake"));
}

TEST_F(Connection, NegotiatesTheProtocol) {
  listening.protocols = {"http/1.1"};
  dialling.protocols = {"h2", "http/1.1"};
  shake_hands();
  dialling.protocols = {"h2"};
  open();
  deliver();
  EXPECT_THAT(at_client.log, HasSubstr("no application protocol"));
}

TEST_F(Connection, AsksForClientCertificates) {
  listening.client_ca_file = folder() + "/ca.pem";
  std::tie(dialling.certificate_file, dialling.key_file) = client_files(*authority);
  shake_hands();
}

TEST_F(Connection, RefusesClientsWithoutACertificate) {
  listening.client_ca_file = folder() + "/ca.pem";
  open();
  deliver();
  EXPECT_THAT(at_server.log, HasSubstr("refused: peer did not return a certificate"));
  EXPECT_THAT(at_client.log, HasSubstr("reset"));  // TLS 1.3: after the client's side was done
}

TEST_F(Connection, RefusesClientsOfAnotherAuthority) {
  listening.client_ca_file = folder() + "/ca.pem";
  std::tie(dialling.certificate_file, dialling.key_file) = client_files(**Authority::create());
  open();
  deliver();
  EXPECT_THAT(at_server.log, HasSubstr("certificate verify failed: unable to get local issuer certificate"));
}

struct Bad {
  const char* name;
  Offer offer;
  const char* expected;
};
class BadServers : public Connection, public testing::WithParamInterface<Bad> {};

TEST_P(BadServers, AreRefusedByThoseWhoVerify) {
  open(GetParam().offer);
  deliver();
  EXPECT_THAT(at_client.log, testing::StartsWith(std::string("refused: ") + GetParam().expected));
  EXPECT_THAT(at_server.log, HasSubstr("refused: "));
  EXPECT_EQ(certificates, GetParam().offer.old_protocol ? 0 : 1);
}

TEST_P(BadServers, AreTakenByTheInsecure) {
  if (GetParam().offer.old_protocol) return;
  dialling.insecure = true;
  open(GetParam().offer);
  deliver();
  EXPECT_EQ(at_client.log, "connected ");
  EXPECT_EQ(at_server.log, "connected ");
}

const Bad kBad[] = {
    {"expired", {Flaw::expired, false, true}, "certificate verify failed: certificate has expired"},
    {"wrong_host", {Flaw::wrong_host, false, true}, "certificate verify failed: hostname mismatch"},
    {"self_signed", {Flaw::self_signed, false, true}, "certificate verify failed: self-signed certificate"},
    {"unknown_ca", {Flaw::unknown_ca, false, true}, "certificate verify failed: unable to get local issuer"},
    {"old_protocol", {Flaw::none, true, true}, "tlsv1 alert protocol version"},
};
INSTANTIATE_TEST_SUITE_P(Tls, BadServers, testing::ValuesIn(kBad), [](const auto& row) { return row.param.name; });

TEST_F(Connection, KnowsTheHostByItsOtherName) {
  dialling.server_name = "a.else.test";
  open();
  deliver();
  EXPECT_THAT(at_client.log, HasSubstr("hostname mismatch"));
  listening.hosts = {"shop.test", "*.else.test"};
  at_client.log = at_server.log = "";
  open();
  deliver();
  EXPECT_EQ(at_client.log, "connected ");
}

TEST_F(Connection, LeavesNothingBehindAfterAThousand) {
  const auto descriptors = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator{});
  };
  const auto terminator = *Terminator::make(listening, {});
  const auto originator = *Originator::make(dialling, {});
  const auto before = descriptors();
  std::weak_ptr<net::Stream> last;
  for (int i = 0; i < 1000; ++i) {
    Told served, dialled;
    std::tie(far, near) = MemoryStream::pair();
    server = terminator->accept(near, timers, {});
    client = originator->connect(far, "shop.test", timers);
    server->start(&served);
    client->start(&dialled);
    far->events()->on_connected();
    deliver();
    ASSERT_EQ(served.log + dialled.log, "connected connected ");
    client->close();
    server->close();
    EXPECT_TRUE(last.expired());
    last = server;
  }
  EXPECT_EQ(terminator.use_count(), 2);  // this one and the last stream's
  EXPECT_EQ(descriptors(), before);
}

TEST(Settings, MustBeComplete) {
  tests::TemporaryFiles files;
  const auto issued = *(*Authority::create())->issue({"a.test"});
  const auto certificate = files.write("a.pem", issued.certificate_pem);
  const auto key = files.write("a-key.pem", issued.key_pem);
  const auto other = files.write("other-key.pem", (*(*Authority::create())->issue({"a.test"})).key_pem);
  const auto why = [](const Listening& settings) {
    const auto made = Terminator::make(settings, {});
    return made ? "" : made.error().message;
  };
  Listening settings;
  EXPECT_THAT(why(settings), HasSubstr("either a certificate with its key or hosts"));
  settings.certificate_file = certificate;
  EXPECT_THAT(why(settings), HasSubstr("belong together"));
  settings.key_file = key;
  EXPECT_EQ(why(settings), "");
  settings.key_file = other;
  EXPECT_THAT(why(settings), HasSubstr("other-key.pem: no usable PEM key"));
  settings.key_file = certificate;
  EXPECT_THAT(why(settings), HasSubstr("a.pem: no usable PEM key"));
  settings.key_file = "/nowhere";
  EXPECT_THAT(why(settings), HasSubstr("/nowhere: No such file"));
  settings.key_file = key;
  settings.client_ca_file = files.write("junk.pem", "junk");
  EXPECT_THAT(why(settings), HasSubstr("junk.pem: no usable PEM certificates"));
  settings = {};
  settings.hosts = {"no host"};
  EXPECT_THAT(why(settings), HasSubstr("neither a host name nor an IP address"));
  Dialling dialling;
  dialling.ca_file = "/nowhere";
  EXPECT_THAT(Originator::make(dialling, {}).error().message, HasSubstr("/nowhere: No such file"));
}

}  // namespace
}  // namespace squall::chaos::tls
