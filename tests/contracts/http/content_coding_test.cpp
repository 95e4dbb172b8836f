// gzip and deflate are undone; bombs, torn and damaged bodies are told.

#include "contracts/http/content_coding.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace squall::contracts::http {
namespace {

std::string packed(const std::string& plain, int window) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, plain.size()) + 64, '\0');
  std::string input = plain;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}
constexpr int gzip = 31;
constexpr int zlib = 15;
constexpr int raw = -15;

DecodedBody decoded(const char* coding, const std::string& body, std::size_t limit = 1u << 20) {
  return decode_body(Headers{{"Content-Encoding", coding}}, body, limit);
}

TEST(ContentCoding, IsUndone) {
  const std::string plain = R"({"a":"hello hello hello"})";
  EXPECT_EQ(decoded("gzip", packed(plain, gzip)).text, plain);
  EXPECT_EQ(decoded("X-GZip", packed(plain, gzip)).text, plain);
  EXPECT_EQ(decoded("gzip", packed("{", gzip) + packed("}", gzip)).text, "{}");
  EXPECT_EQ(decoded("deflate", packed(plain, zlib)).text, plain);
  EXPECT_EQ(decoded("deflate", packed(plain, raw)).text, plain);
  EXPECT_EQ(decoded("deflate, gzip", packed(packed(plain, zlib), gzip)).text, plain);
  EXPECT_EQ(decoded("identity", plain).text, plain);
  EXPECT_EQ(decode_body({}, plain).text, plain);
  EXPECT_EQ(decoded("gzip", "").problem, "");  // the answer to HEAD
}

TEST(ContentCoding, IsNamedWhenItCannotBeUndone) {
  const auto result = decoded("br", "xyz");
  EXPECT_EQ(result.unknown, "br");
  EXPECT_EQ(result.text, "xyz");
  EXPECT_TRUE(is_encoded({{"Content-Encoding", "br"}}));
  EXPECT_FALSE(is_encoded({{"Content-Encoding", "identity"}}));
}

TEST(ContentCoding, TellsWhatIsWrong) {
  const std::string sound = packed(std::string(1000, 'a'), gzip);
  EXPECT_EQ(decoded("gzip", "plain").problem, "the body is not gzip: it is damaged");
  EXPECT_EQ(decoded("deflate", "\xff\xff").problem, "the body is not deflate: it is damaged");
  EXPECT_EQ(decoded("gzip", sound.substr(0, sound.size() / 2)).problem, "the body is not gzip: it is cut off");
  EXPECT_EQ(decoded("gzip", sound + "rest").problem, "the body is not gzip: it is damaged");
  std::string damaged = sound;
  damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] + 1);  // its check sum
  EXPECT_EQ(decoded("gzip", damaged).problem, "the body is not gzip: it is damaged");
}

TEST(ContentCoding, IsBoundedAgainstBombs) {
  const std::string bomb = packed(std::string(50u << 20, '0'), gzip);
  EXPECT_LT(bomb.size(), 100'000u);
  EXPECT_EQ(decoded("gzip", bomb).problem, "the body is not gzip: it decodes to more than 1048576 bytes");
  EXPECT_EQ(decoded("gzip", bomb).text, bomb);
}

}  // namespace
}  // namespace squall::contracts::http
