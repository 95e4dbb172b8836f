// A log whose reader is slow.
#include "harness/cli/line_log.h"

#include <gtest/gtest.h>

#include <future>
#include <sstream>
#include <streambuf>

namespace squall::harness {
namespace {

// Takes nothing until it is told to.
class StuckReader final : public std::streambuf {
 public:
  std::promise<void> reached, go_on;
  std::string text;

 private:
  std::streamsize xsputn(const char* bytes, std::streamsize size) override {
    if (first_) {
      first_ = false;
      reached.set_value();
      go_on.get_future().wait();
    }
    text.append(bytes, static_cast<std::size_t>(size));
    return size;
  }
  bool first_ = true;
};

std::string lost(std::uint64_t lines) {
  return "lost " + std::to_string(lines);
}

TEST(LineLogs, WriteWhatTheyWereGivenBeforeTheyEnd) {
  std::ostringstream out;
  {
    LineLog log(out, lost);
    log.write("one");
    log.write("two");
  }
  EXPECT_EQ(out.str(), "one\ntwo\n");
}

TEST(LineLogs, DoNotWaitForTheReaderAndSayWhatItMissed) {
  StuckReader reader;
  std::ostream out(&reader);
  {
    LineLog log(out, lost, 10);
    log.write("one");
    reader.reached.get_future().wait();
    log.write("two");
    log.write("three");  // with its end, "two\nthree\n" has 10 bytes
    log.write("four");
    log.write("five");
    reader.go_on.set_value();
  }
  EXPECT_EQ(reader.text, "one\ntwo\nthree\nlost 2\n");
}

}  // namespace
}  // namespace squall::harness
