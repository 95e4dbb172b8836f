// Contracts whose references lead to the network.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/openapi/contract.h"
#include "harness/traffic/remote_documents.h"
#include "tests/support/scripted_server.h"
#include "tests/support/temporary_files.h"

namespace squall::harness {
namespace {
using testing::HasSubstr;
using tests::answers_by_target;
using tests::plain_answer;
using tests::ScriptedServer;

TEST(RemoteReferences, AreFollowedAndLocatedWhereTheyStand) {
  ScriptedServer server(answers_by_target({{"/parts/a.yaml", plain_answer(200, "Pet: {$ref: 'b.json#/Pet'}\n")},
                                           {"/parts/b.json", plain_answer(200, R"({"Pet":{"type":"integer"}})")}}));
  const tests::TemporaryFiles files;
  const auto contract = [&](const std::string& name) {
    return files.write(name + ".yaml",
                       "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n"
                       "      responses:\n        '200':\n          description: ok\n"
                       "          content:\n            application/json:\n"
                       "              schema: {$ref: '" +
                           server.url() + "/parts/" + name + "'}\n");
  };
  contracts::openapi::LoadOptions options;
  options.fetch = remote_documents("");
  const auto loaded = contracts::openapi::load(contract("a.yaml#/Pet"), options);
  ASSERT_TRUE(loaded) << to_string(loaded.error().front());
  const auto& schema = *(*loaded)->operations.at(0).responses.at(0).content.at(0).schema;
  EXPECT_TRUE(schema.valid(contracts::Document::parse_json("1")->root()));
  EXPECT_FALSE(schema.valid(contracts::Document::parse_json("\"1\"")->root()));
  EXPECT_EQ(schema.location().file, server.url() + "/parts/b.json");

  const auto missing = contracts::openapi::load(contract("none.yaml"), options);
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().front().message, HasSubstr("the answer is 404"));
  EXPECT_EQ(missing.error().front().location.line, 11u);
  const auto forbidden = contracts::openapi::load(contract("a.yaml#/Pet"));
  ASSERT_FALSE(forbidden);
  EXPECT_THAT(to_string(forbidden.error().front()), HasSubstr("allow it with --allow-remote"));
}

}  // namespace
}  // namespace squall::harness
