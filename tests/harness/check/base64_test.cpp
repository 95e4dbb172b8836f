#include "harness/check/base64.h"

#include <gtest/gtest.h>

namespace squall::harness {
namespace {

TEST(Base64, Encodes) {
  for (const auto& [bytes, text] :
       {std::pair{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}})
    EXPECT_EQ(base64(bytes), text);
  EXPECT_EQ(base64("\xff\xfe"), "//4=");
}

}  // namespace
}  // namespace squall::harness
