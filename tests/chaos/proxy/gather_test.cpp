#include "chaos/proxy/gather.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace squall::chaos {
namespace {

struct Sink final : net::Stream {
  void start(net::StreamEvents*) override {}
  void pause() override {}
  void resume() override {}
  void write(std::string_view bytes) override { written.emplace_back(bytes); }
  std::size_t pending() const override { return 0; }
  void half_close() override {}
  void close() override {}
  void reset() override {}
  std::string peer() const override { return ""; }
  std::vector<std::string> written;
};

using Written = std::vector<std::string>;

TEST(GatheredWrites, WritesInOnePieceWhatStandsTogether) {
  Sink sink;
  GatheredWrites gather;
  const std::string buffer = "headbodytail";
  const std::string_view view = buffer;
  gather.open(view);
  gather.write(sink, view.substr(0, 4));
  gather.write(sink, view.substr(4, 4));
  EXPECT_EQ(sink.written, Written{});
  gather.close(&sink);
  EXPECT_EQ(sink.written, Written{"headbody"});
}

TEST(GatheredWrites, KeepsTheOrderAcrossGapsAndOtherBuffers) {
  Sink sink;
  GatheredWrites gather;
  const std::string buffer = "head-body-tail", other = "made";
  const std::string_view view = buffer;
  gather.open(view);
  gather.write(sink, view.substr(0, 4));
  gather.write(sink, view.substr(5, 4));
  gather.write(sink, other);
  gather.write(sink, view.substr(10));
  gather.flush(&sink);
  EXPECT_EQ(sink.written, (Written{"head", "body", "made", "tail"}));
  gather.close(&sink);
  gather.write(sink, view.substr(0, 4));  // no buffer is at hand any more
  EXPECT_EQ(sink.written.size(), 5u);
}

TEST(GatheredWrites, ForgetsWhatWaitsForAStreamThatIsGone) {
  Sink sink;
  GatheredWrites gather;
  const std::string buffer = "head";
  gather.open(buffer);
  gather.write(sink, buffer);
  gather.close(nullptr);
  gather.flush(&sink);
  EXPECT_EQ(sink.written, Written{});
}

}  // namespace
}  // namespace squall::chaos
