#include <gtest/gtest.h>

#include "contracts/http/media_type.h"
#include "contracts/http/message.h"
#include "contracts/http/percent.h"

namespace squall::contracts::http {
namespace {

TEST(Headers, AreFoundWithoutCase) {
  Headers headers{{"Set-Cookie", "a=1"}, {"Host", "x"}, {"set-cookie", "b=2"}};
  EXPECT_EQ(headers.get("HOST"), "x");
  EXPECT_EQ(headers.get("absent"), "");
  EXPECT_EQ(headers.find("absent"), nullptr);
  EXPECT_EQ(headers.all("Set-Cookie"), (std::vector<std::string_view>{"a=1", "b=2"}));
  headers.set("SET-COOKIE", "c=3");
  EXPECT_EQ(headers, (Headers{{"SET-COOKIE", "c=3"}, {"Host", "x"}}));
  headers.set("New", "1");
  headers.remove("host");
  EXPECT_EQ(headers, (Headers{{"SET-COOKIE", "c=3"}, {"New", "1"}}));
}

TEST(Message, KnowsItsParts) {
  EXPECT_EQ(path_of("/a/b?c=d?e"), "/a/b");
  EXPECT_EQ(query_of("/a/b?c=d?e"), "c=d?e");
  EXPECT_EQ(query_of("/a"), "");
  EXPECT_EQ(path_of("http://127.0.0.1:80/a/b?c=d"), "/a/b");
  EXPECT_EQ(path_of("http://127.0.0.1?c=d"), "/");
  EXPECT_EQ(path_of("/to/http://x/y"), "/to/http://x/y");
  EXPECT_EQ(path_of("*"), "*");
  EXPECT_EQ(reason_phrase(404), "Not Found");
  EXPECT_EQ(reason_phrase(511), "Network Authentication Required");
  EXPECT_EQ(reason_phrase(299), "");
  EXPECT_EQ(reason_phrase(999), "");
  EXPECT_TRUE(is_idempotent("PUT"));
  EXPECT_FALSE(is_idempotent("POST"));
  EXPECT_FALSE(is_idempotent("PATCH"));
  EXPECT_FALSE(is_idempotent("get"));
}

TEST(Percent, EncodesAndDecodes) {
  EXPECT_EQ(percent_encode("a b/ü~"), "a%20b%2F%C3%BC~");
  EXPECT_EQ(percent_encode_allowing("a b/c", "/"), "a%20b/c");
  EXPECT_EQ(percent_decode("a%20b%2f%C3%BC"), "a b/ü");
  EXPECT_EQ(percent_decode("a+b"), "a+b");
  EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
  EXPECT_EQ(percent_decode("%"), "%");
  EXPECT_EQ(percent_decode("%4"), "%4");
  EXPECT_EQ(percent_decode("%zz%41"), "%zzA");
}

TEST(MediaType, IsReadAsRfc9110Says) {
  const auto type = parse_media_type(R"(Application/Problem+JSON ; Charset="utf-8";v=1;)");
  ASSERT_TRUE(type);
  EXPECT_EQ(*type, (MediaType{"application", "problem+json", {{"charset", "utf-8"}, {"v", "1"}}}));
  EXPECT_TRUE(is_json(*type));
  EXPECT_TRUE(is_json(*parse_media_type("application/json")));
  EXPECT_FALSE(is_json(*parse_media_type("application/jsonp")));
  EXPECT_FALSE(is_json(*parse_media_type("application/xml")));
  for (const char* bad : {"", "json", "/json", "application/", "a/b/c", "a/b; c", "a/b;c=\"d", "*/json"}) {
    EXPECT_FALSE(parse_media_type(bad)) << bad;
  }
}

TEST(MediaType, RangesMatch) {
  const struct {
    const char *range, *type;
    bool matches;
  } rows[] = {{"*/*", "text/html", true},
              {"text/*", "text/html", true},
              {"text/*", "image/png", false},
              {"application/json", "application/json; charset=utf-8", true},
              {"application/json; charset=UTF-8", "application/json; charset=utf-8", true},
              {"application/json; v=2", "application/json", false},
              {"application/json;q=0.5", "application/json", true},
              {"application/*+json", "application/problem+json", true},
              {"application/*+json", "application/json", false}};
  for (const auto& row : rows) {
    EXPECT_EQ(matches(*parse_media_type(row.range), *parse_media_type(row.type)), row.matches)
        << row.range << " and " << row.type;
  }
}

TEST(MediaType, CloserRangesAreMoreSpecific) {
  const char* rising[] = {"*/*", "text/*", "text/*+xml", "text/html", "text/html;a=1", "text/html;a=1;b=2"};
  for (std::size_t i = 1; i < std::size(rising); ++i) {
    EXPECT_LT(specificity(*parse_media_type(rising[i - 1])), specificity(*parse_media_type(rising[i]))) << rising[i];
  }
}

}  // namespace
}  // namespace squall::contracts::http
