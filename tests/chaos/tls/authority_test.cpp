#include "chaos/tls/authority.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "chaos/tls/settings.h"
#include "tests/support/temporary_files.h"

namespace squall::chaos::tls {
namespace {

using testing::HasSubstr;

TEST(Authority, IsSavedOnceWithItsKeyForItsOwnerOnly) {
  const tests::TemporaryFiles files;
  const auto folder = (files.folder() / "new" / "ca").string();
  const auto authority = *Authority::create();
  ASSERT_TRUE(authority->save(folder));
  struct stat status {};
  ASSERT_EQ(::stat((folder + "/ca-key.pem").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  const auto loaded = Authority::load(folder);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ((*loaded)->certificate_pem(), authority->certificate_pem());
  const auto again = (*Authority::create())->save(folder);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().message, HasSubstr("File exists"));
  EXPECT_EQ((*Authority::load(folder))->certificate_pem(), authority->certificate_pem());
}

TEST(Authority, SaysWhatIsWrongWithItsFiles) {
  const tests::TemporaryFiles files;
  const auto why = [&] { return Authority::load(files.folder().string()).error().message; };
  EXPECT_THAT(why(), HasSubstr("ca.pem: cannot be read"));
  ASSERT_TRUE((*Authority::create())->save(files.folder().string()));
  files.write("ca-key.pem", "junk");
  EXPECT_THAT(why(), HasSubstr("no PEM private key"));
  files.write("ca-key.pem", (*(*Authority::create())->issue({"a"})).key_pem);
  EXPECT_THAT(why(), HasSubstr("does not belong to"));
  const auto leaf = *(*Authority::create())->issue({"a"});
  files.write("ca.pem", leaf.certificate_pem);
  files.write("ca-key.pem", leaf.key_pem);
  EXPECT_THAT(why(), HasSubstr("not the certificate of a CA"));
  const tests::TemporaryFiles old;
  ASSERT_TRUE((*Authority::create(std::chrono::seconds(-10)))->save(old.folder().string()));
  EXPECT_THAT(Authority::load(old.folder().string()).error().message, HasSubstr("expired on"));
}

TEST(Authority, CertifiesHostsAlone) {
  const auto authority = *Authority::create();
  for (const char* host : {"localhost", "a-b.shop.test", "*.shop.test", "127.0.0.1", "::1", "my_service"}) {
    EXPECT_TRUE(authority->issue({host})) << host;
  }
  for (const char* host : {"", "a b", "a,DNS:b", "a..b", "*", "*.", "a.*.b", "a.", "a/b"}) {
    EXPECT_FALSE(authority->issue({host})) << host;
  }
  EXPECT_FALSE(authority->issue({}));
}

TEST(Routes, AreTheNearest) {
  const std::vector<Route> routes{{"*.shop.test", "wide", 1}, {"a.shop.test", "exact", 2}};
  EXPECT_EQ(route_of(routes, "a.shop.test")->host, "exact");
  EXPECT_EQ(route_of(routes, "b.shop.test")->host, "wide");
  EXPECT_EQ(route_of(routes, "b.a.shop.test"), nullptr);
  EXPECT_EQ(route_of(routes, "shop.test"), nullptr);
  EXPECT_EQ(route_of(routes, ""), nullptr);
}

}  // namespace
}  // namespace squall::chaos::tls
