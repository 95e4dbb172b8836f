#include "harness/verify/provider_url.h"

#include <gtest/gtest.h>

namespace squall::tests {
namespace {
using harness::parse_provider_url;

TEST(ProviderUrl, TakesThePathForTheBasePath) {
  EXPECT_EQ(parse_provider_url("http://127.0.0.1:80")->origin, "http://127.0.0.1:80");
  EXPECT_EQ(parse_provider_url("http://127.0.0.1:80")->base_path, std::nullopt);
  EXPECT_EQ(parse_provider_url("http://h/")->base_path, "");
  EXPECT_EQ(parse_provider_url("https://h/api/v1/")->origin, "https://h");
  EXPECT_EQ(parse_provider_url("https://h/api/v1/")->base_path, "/api/v1");
}

TEST(ProviderUrl, RefusesWhatIsNone) {
  for (const char* url : {"", "127.0.0.1:80", "ftp://h", "http://", "http:///a", "http://h/?a=1", "http://u:p@h"}) {
    EXPECT_FALSE(parse_provider_url(url)) << url;
  }
}

}  // namespace
}  // namespace squall::tests
