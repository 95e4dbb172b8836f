#include "harness/traffic/remote_documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include "tests/support/scripted_server.h"
#include "tests/support/temporary_files.h"

namespace squall::harness {
namespace {
using testing::HasSubstr;
using tests::answers_by_target;
using tests::plain_answer;
using tests::ScriptedServer;
using tests::ServerAct;

TEST(RemoteDocuments, AreAskedForOnce) {
  ScriptedServer server(answers_by_target({{"/a.yaml", plain_answer(200, "a: 1")}}));
  const auto get = remote_documents("");
  EXPECT_EQ(get(server.url() + "/a.yaml").value(), "a: 1");
  EXPECT_EQ(get(server.url() + "/a.yaml").value(), "a: 1");
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST(RemoteDocuments, AreKeptByTheirEntityTag) {
  const tests::TemporaryFiles files;
  const std::string folder = std::filesystem::path(files.write("x", "")).parent_path() / "cache";
  ScriptedServer server([](const std::string& raw, std::size_t) -> ServerAct {
    const bool known = raw.find("If-None-Match: \"v1\"") != std::string::npos;
    return {known ? "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n" : plain_answer(200, "text", "ETag: \"v1\"\r\n"),
            ServerAct::Then::close};
  });
  EXPECT_EQ(remote_documents(folder)(server.url() + "/a").value(), "text");
  EXPECT_EQ(remote_documents(folder)(server.url() + "/a").value(), "text");
  ASSERT_EQ(server.requests().size(), 2u);
  EXPECT_THAT(server.requests()[1], HasSubstr("If-None-Match"));
}

TEST(RemoteDocuments, FollowRedirectsUpToABound) {
  ScriptedServer server(answers_by_target({{"/a", plain_answer(302, "", "Location: /b/c\r\n")},
                                           {"/b/c", plain_answer(301, "", "Location: d\r\n")},
                                           {"/b/d", plain_answer(200, "there")},
                                           {"/circle", plain_answer(302, "", "Location: /circle\r\n")},
                                           {"/away", plain_answer(302, "", "Location: file:///etc/passwd\r\n")}}));
  const auto get = remote_documents("");
  EXPECT_EQ(get(server.url() + "/a").value(), "there");
  EXPECT_THAT(get(server.url() + "/circle").error().message, HasSubstr("too many redirects"));
  EXPECT_THAT(get(server.url() + "/away").error().message, HasSubstr("redirected to file:"));
}

TEST(RemoteDocuments, SayWhyTheyCannotBeHad) {
  ScriptedServer server(answers_by_target({}));
  const auto get = remote_documents("");
  EXPECT_THAT(get(server.url() + "/none").error().message, HasSubstr("the answer is 404"));
  const std::string closed = "http://127.0.0.1:" + std::to_string(tests::closed_port()) + "/a";
  EXPECT_THAT(get(closed).error().message, HasSubstr("cannot get '" + closed + "'"));
  EXPECT_EQ(get(closed).error().kind, contracts::ErrorKind::unavailable);
}

}  // namespace
}  // namespace squall::harness
