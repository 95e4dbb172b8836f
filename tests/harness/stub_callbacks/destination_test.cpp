#include "harness/stub_callbacks/destination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace squall::harness {
namespace {

using testing::HasSubstr;
using testing::Not;

// "http://127.0.0.1:9000 /hooks", or what is wrong.
std::string found(const std::string& url, const std::vector<std::string>& named = {}) {
  const auto hosts = AllowedHosts::parse(named);
  if (!hosts) return "hosts: " + hosts.error().message;
  const auto destination = destination_of(url, *hosts);
  return destination ? destination->base_url + " " + destination->target : destination.error().message;
}

struct UrlCase {
  const char* name;
  std::string url;
  std::string found;
};
class UrlOfThisMachine : public testing::TestWithParam<UrlCase> {};

TEST_P(UrlOfThisMachine, IsTakenApart) {
  EXPECT_EQ(found(GetParam().url), GetParam().found);
}

constexpr const char* kNotUrl = "it is no http or https URL";
constexpr const char* kNoHost = "its URL has no host in it";
constexpr const char* kNoPort = "its URL has no port from 1 to 65535 in it";
constexpr const char* kCredentials = "its URL has credentials in it, which are not sent";
constexpr const char* kEncode = "its URL has characters in it that must be percent-encoded";

INSTANTIATE_TEST_SUITE_P(, UrlOfThisMachine,
                         testing::Values(UrlCase{"path", "http://127.0.0.1:9000/hooks", "http://127.0.0.1:9000 /hooks"},
                                         UrlCase{"root", "http://127.0.0.1:9000", "http://127.0.0.1:9000 /"},
                                         UrlCase{"query", "http://127.0.0.1?a=1/2", "http://127.0.0.1 /?a=1/2"},
                                         UrlCase{"fragment", "http://127.0.0.1/a?b=c#d?e", "http://127.0.0.1 /a?b=c"},
                                         UrlCase{"tls", "https://localhost/a", "https://localhost /a"},
                                         UrlCase{"case", "HTTP://LocalHost:80/A", "http://localhost:80 /A"},
                                         UrlCase{"any_loopback", "http://127.9.8.7/", "http://127.9.8.7 /"},
                                         UrlCase{"ipv6", "http://[::1]:9000/a", "http://[::1]:9000 /a"},
                                         UrlCase{"other_scheme", "ftp://127.0.0.1/a", kNotUrl},
                                         UrlCase{"file", "file:///etc/passwd", kNotUrl},
                                         UrlCase{"path_alone", "/hooks", kNotUrl}, UrlCase{"nothing", "", kNotUrl},
                                         UrlCase{"no_host", "http:///hooks", kNoHost},
                                         UrlCase{"open_bracket", "http://[::1/", kNoHost},
                                         UrlCase{"odd_host", "http://127.0.0.1\\@x.test/", kCredentials},
                                         UrlCase{"back_slash", "http://127.0.0.1\\x.test/", kNoHost},
                                         UrlCase{"user", "http://127.0.0.1:80@x.test/", kCredentials},
                                         UrlCase{"port_0", "http://127.0.0.1:0/", kNoPort},
                                         UrlCase{"port_high", "http://127.0.0.1:65536/", kNoPort},
                                         UrlCase{"port_text", "http://127.0.0.1:8x/", kNoPort},
                                         UrlCase{"space", "http://127.0.0.1/a b", kEncode},
                                         UrlCase{"line_break", "http://127.0.0.1/a\r\nX: y", kEncode},
                                         UrlCase{"not_ascii", "http://127.0.0.1/\xC3\xA4", kEncode}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Destination, IsThisMachineUnlessItIsNamed) {
  for (const char* elsewhere : {"http://10.0.0.1/", "http://partner.test/", "http://127.1/", "http://0x7f000001/",
                                "http://2130706433/", "http://0.0.0.0/", "http://[::]/", "http://[::ffff:127.0.0.1]/",
                                "http://localhost.test/", "http://127.0.0.1.test/", "http://localhost./"}) {
    EXPECT_THAT(found(elsewhere), HasSubstr("is not this machine, and was not named")) << elsewhere;
  }
  const std::vector<std::string> named = {"Partner.test:8443", "10.0.0.1", "[fd00::1]"};
  EXPECT_EQ(found("https://partner.TEST:8443/a", named), "https://partner.test:8443 /a");
  EXPECT_THAT(found("https://partner.test/a", named), HasSubstr("was not named"));
  EXPECT_EQ(found("http://10.0.0.1:1/", named), "http://10.0.0.1:1 /");
  EXPECT_EQ(found("http://[fd00::1]/", named), "http://[fd00::1] /");
  EXPECT_EQ(found("http://127.0.0.1/", named), "http://127.0.0.1 /");
  EXPECT_THAT(found("http://10.0.0.2/", named), HasSubstr("was not named"));
}

TEST(Destination, ADefaultPortIsThePortThatWasNamed) {
  EXPECT_EQ(found("https://a.test/", {"a.test:443"}), "https://a.test /");
  EXPECT_EQ(found("http://a.test/", {"a.test:80"}), "http://a.test /");
  EXPECT_THAT(found("http://a.test/", {"a.test:443"}), HasSubstr("was not named"));
}

TEST(Destination, WhatIsNamedIsAHost) {
  for (const char* wrong :
       {"http://a.test", "a.test:", "a.test:x", "a.test:0", "", "a b", "*", "u@a.test", "a.test/x"}) {
    EXPECT_THAT(found("http://127.0.0.1/", {wrong}), HasSubstr("is no host")) << wrong;
  }
}

TEST(Destination, ErrorsTellNoMoreThanTheHost) {
  EXPECT_THAT(found("http://a.test/swordfish?k=swordfish"), Not(HasSubstr("swordfish")));
  EXPECT_THAT(found("swordfish"), Not(HasSubstr("swordfish")));
}

}  // namespace
}  // namespace squall::harness
