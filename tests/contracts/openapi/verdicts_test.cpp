// What each version of the specification forbids, advises against and allows.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using testing::HasSubstr;

enum class Verdict : std::uint8_t { fine, told, refused };

struct Document {
  const char* name;
  const char* version;
  std::string body;
  Verdict verdict;
  const char* message = "";
};

std::ostream& operator<<(std::ostream& out, const Document& document) {
  return out << document.name;
}

class Verdicts : public testing::TestWithParam<Document> {};

TEST_P(Verdicts, AreThoseOfTheSpecification) {
  const Document& document = GetParam();
  const TemporaryFiles files;
  const std::string key = std::string(document.version) == "2.0" ? "swagger: '" : "openapi: '";
  const std::string text = key + document.version + "'\ninfo: {title: t, version: '1'}\n" + document.body;
  contracts::openapi::LoadOptions strict;
  strict.strict = true;
  const auto loaded = contracts::openapi::load(files.write("contract.yaml", text), strict);
  if (document.verdict == Verdict::refused) {
    ASSERT_FALSE(loaded) << "accepted";
    EXPECT_THAT(all_errors(loaded.error()), HasSubstr(document.message));
    return;
  }
  ASSERT_TRUE(loaded) << all_errors(loaded.error());
  const std::string told = all_errors((*loaded)->warnings);
  if (document.verdict == Verdict::fine) {
    EXPECT_EQ(told, "");
  } else {
    EXPECT_THAT(told, HasSubstr(document.message));
  }
}

std::string name_of(const testing::TestParamInfo<Document>& info) {
  return info.param.name;
}

std::string get(const std::string& path, const std::string& more = "") {
  return "paths:\n  '" + path + "':\n    get: {" + more + "responses: {'200': {description: ok}}}\n";
}

std::string prose(const std::string& text) {
  return "paths: {}\ntags: [{name: a, description: '" + text + "'}]\n";
}

const char* const two_a = "parameters: [{name: a, in: path, required: true, schema: {}}], ";
const char* const no_url_path = "has characters that no URL path can have";

INSTANTIATE_TEST_SUITE_P(
    Paths, Verdicts,
    testing::Values(Document{"fragment_31", "3.1.0", get("/a#b"), Verdict::told, no_url_path},
                    Document{"query_30", "3.0.3", get("/a?b=c"), Verdict::told, no_url_path},
                    Document{"blank_20", "2.0", get("/a b"), Verdict::told, no_url_path},
                    Document{"fragment_32", "3.2.0", get("/a#b"), Verdict::refused, no_url_path},
                    Document{"twice_30", "3.0.3", get("/{a}/{a}", two_a), Verdict::told, "the same parameter twice"},
                    Document{"twice_31", "3.1.0", get("/{a}/{a}", two_a), Verdict::told, "the same parameter twice"},
                    Document{"twice_32", "3.2.0", get("/{a}/{a}", two_a), Verdict::refused, "same parameter twice"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Prose, Verdicts,
    testing::Values(
        Document{"mention", "3.0.3", prose(R"(called "<module>.<script>" there)"), Verdict::fine},
        Document{"mention_with_end", "3.0.3", prose("an empty <script></script> element"), Verdict::fine},
        Document{"frame_mention", "3.0.3", prose("An <iframe> tag that embeds a player."), Verdict::fine},
        Document{"frame", "3.0.3", prose(R"(<iframe src="https://example.com/a"></iframe>)"), Verdict::fine},
        Document{"waits", "3.0.3", prose("<a href=\"https://x.y\" onfocus=\"this.blur()\">T</a>"), Verdict::fine},
        Document{"escaped", "3.0.3", prose(R"(\<script src=x>)"), Verdict::fine},
        Document{"unclosed", "3.0.3", prose("a <script src=x"), Verdict::fine},
        Document{"content", "3.0.3", prose("a <script>alert(1)</script>"), Verdict::refused, "carries a script"},
        Document{"loaded", "3.0.3", prose("a <SCRIPT  SRC=x>"), Verdict::refused, "carries a script"},
        Document{"inner", "3.0.3", prose("a <b <script src=x>"), Verdict::refused, "carries a script"},
        Document{"second", "3.0.3", prose("<script></script><script>f()</script>"), Verdict::refused, "a script"},
        Document{"slash", "3.0.3", prose("<svg/onload=f()>"), Verdict::refused, "carries a script"},
        Document{"quoted_end", "3.0.3", prose("<img alt=\">\" onerror=\"f()\">"), Verdict::refused, "a script"},
        Document{"focus", "3.0.3", prose("<input autofocus onfocus=f()>"), Verdict::refused, "carries a script"},
        Document{"url", "3.0.3", prose("<a href=\" javascript:f()\">x</a>"), Verdict::refused, "carries a script"},
        Document{"bare_url", "3.0.3", prose("<iframe src=javascript:f()>"), Verdict::refused, "carries a script"},
        Document{"inside", "3.0.3", prose("<iframe srcdoc=\"<p>\">"), Verdict::refused, "carries a script"}),
    name_of);

std::string both(const std::string& paths) {
  return paths + "components: {schemas: {A: {type: string, readOnly: true, writeOnly: true}}}\n";
}

INSTANTIATE_TEST_SUITE_P(Schemas, Verdicts,
                         testing::Values(Document{"both_30", "3.0.3", both("paths: {}\n"), Verdict::refused,
                                                  "'readOnly' and 'writeOnly' exclude each other"},
                                         Document{"both_31", "3.1.0", both(""), Verdict::fine},
                                         Document{"both_32", "3.2.0", both(""), Verdict::fine}),
                         name_of);

}  // namespace
}  // namespace squall::tests
