// The base paths that a server's variables can make.

#include "contracts/openapi/server_paths.h"

#include <gtest/gtest.h>

#include <ostream>

#include "contracts/core/document.h"
#include "contracts/openapi/model_servers.h"

namespace squall::contracts::openapi {
namespace {

using Paths = std::vector<std::string>;

struct Row {
  const char* name;
  const char* server;  // JSON
  Paths paths;
};
std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

class BasePaths : public testing::TestWithParam<Row> {};

TEST_P(BasePaths, AreAllThatCanBeMade) {
  const auto document = Document::parse_json(GetParam().server);
  ASSERT_TRUE(document);
  EXPECT_EQ(base_paths(make_server(document->root())), GetParam().paths);
}

const Row kRows[] = {
    {"plain", R"({"url": "https://x/v1/"})", {"/v1"}},
    {"root", R"({"url": "/"})", {""}},
    {"listed",
     R"({"url": "https://x/{base}/v1", "variables": {"base": {"default": "root", "enum": ["alt", "root"]}}})",
     {"/root/v1", "/alt/v1"}},
    {"free",
     R"({"url": "https://x/{tenant}/v1", "variables": {"tenant": {"default": "acme"}}})",
     {"/acme/v1", "/{}/v1"}},
    {"part_of_a_segment", R"({"url": "/v{major}", "variables": {"major": {"default": "2"}}})", {"/v2", "/v{}"}},
    {"several",
     R"({"url": "/{a}/{b}", "variables": {"a": {"default": "1", "enum": ["1", "2"]}, "b": {"default": "x"}}})",
     {"/1/x", "/1/{}", "/2/x", "/2/{}"}},
    {"with_slashes", R"({"url": "https://x{base}", "variables": {"base": {"default": "/api/v1"}}})", {"/api/v1", ""}},
    {"hosts_make_none",
     R"({"url": "{scheme}://{host}.x:{port}/v1", "variables": {"scheme": {"default": "http", "enum": ["http", "https"]},
      "host": {"default": "a"}, "port": {"default": "80"}}})",
     {"/v1"}},
    {"a_whole_origin", R"({"url": "{origin}/v1", "variables": {"origin": {"default": "https://x"}}})", {"/v1"}},
    {"undeclared", R"({"url": "/{base}/v1"})", {"/base/v1"}},
};
INSTANTIATE_TEST_SUITE_P(All, BasePaths, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(BasePathCount, HasABound) {
  std::string values;
  for (int i = 0; i < 40; ++i) values += (i == 0 ? "\"" : ", \"") + std::to_string(i) + "\"";
  const std::string variable = R"({"default": "0", "enum": [)" + values + "]}";
  const auto document = Document::parse_json(R"({"url": "/{a}/{b}/{c}", "variables": {"a": )" + variable +
                                             R"(, "b": )" + variable + R"(, "c": )" + variable + "}}");
  ASSERT_TRUE(document);
  EXPECT_EQ(base_paths(make_server(document->root())).size(), 256u);
}

}  // namespace
}  // namespace squall::contracts::openapi
