#include "contracts/core/base64.h"

#include <gtest/gtest.h>

namespace squall::contracts {
namespace {

struct Row {
  std::string bytes, text;
};

TEST(Base64, WritesAndReads) {
  const Row rows[] = {{"", ""},
                      {"f", "Zg=="},
                      {"fo", "Zm8="},
                      {"foo", "Zm9v"},
                      {"foob", "Zm9vYg=="},
                      {"foobar", "Zm9vYmFy"},
                      {"\xff\xfe", "//4="},
                      {std::string(1, '\0'), "AA=="}};
  for (const Row& row : rows) {
    EXPECT_EQ(base64_encode(row.bytes), row.text);
    EXPECT_EQ(base64_decode(row.text), row.bytes);
  }
}

TEST(Base64, RefusesWhatIsNone) {
  for (const char* text : {"Z", "Zg", "Zg=", "Z===", "====", "Zm9v=", "Zm9-", "Zm 9"}) {
    EXPECT_FALSE(base64_decode(text)) << text;
  }
}

TEST(Base64Url, WritesAndReads) {
  const Row rows[] = {{"", ""}, {"f", "Zg"}, {"fo", "Zm8"}, {"foo", "Zm9v"}, {"\xff\xfe", "__4"}, {"\xfb\xef", "--8"}};
  for (const Row& row : rows) {
    EXPECT_EQ(base64url_encode(row.bytes), row.text);
    EXPECT_EQ(base64url_decode(row.text), row.bytes);
  }
}

TEST(Base64Url, RefusesWhatIsNone) {
  for (const char* text : {"Z", "Zg==", "//4", "++8", "Zm9vZ", "Zm 9"}) EXPECT_FALSE(base64url_decode(text)) << text;
}

}  // namespace
}  // namespace squall::contracts
