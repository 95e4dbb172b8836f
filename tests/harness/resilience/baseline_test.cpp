#include "harness/resilience/baseline.h"

#include <gtest/gtest.h>

namespace squall::tests {
namespace {

using chaos::Measurement;
using chaos::Presence;
using harness::Baseline;
using harness::parse_baseline;

Baseline written() {
  Measurement timeout;
  timeout.pattern = "timeout";
  timeout.present = Presence::yes;
  timeout.injected = true;
  timeout.summary = "times out after 300 ms";
  timeout.quantities.push_back({"response", 300.125, 299, 301.5, "ms", 9});
  timeout.labels = {"total deadline"};
  Measurement unproven = timeout;
  unproven.pattern = "retries";
  unproven.injected = false;
  harness::BaselineRecorder recorder;
  recorder.add("b-c", timeout);
  recorder.add("a-b", timeout);
  recorder.add("a-b", unproven);
  Baseline baseline = recorder.take();
  baseline.depth = "quick";
  return baseline;
}

TEST(Baseline, ReadsWhatItWrote) {
  const auto read = parse_baseline(to_json(written()), "base.json");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(to_json(*read), to_json(written()));
  EXPECT_EQ(read->depth, "quick");
  const Measurement* timeout = read->find("a-b", "timeout");
  ASSERT_NE(timeout, nullptr);
  EXPECT_EQ(timeout->present, Presence::yes);
  EXPECT_TRUE(timeout->injected);
  EXPECT_EQ(timeout->quantity("response")->median, 300.125);
  EXPECT_TRUE(timeout->labelled("total deadline"));
  EXPECT_EQ(read->find("a-b", "retries")->present, Presence::unknown) << "nothing is known without proof";
  EXPECT_EQ(read->find("a-b", "fallback"), nullptr);
}

struct Wrong {
  const char* text;
  const char* message;
};

TEST(Baseline, SaysWhereItIsWrong) {
  for (const Wrong& wrong : {
           Wrong{"[]", "there is no 'squall_baseline'"},
           Wrong{R"({"squall_baseline": 2})", "expected version 1 of a baseline"},
           Wrong{R"({"squall_baseline": 1, "depth": "", "edges": []})", "expected an object of edges"},
           Wrong{R"({"squall_baseline": 1, "depth": "", "edges": {"a": {"timeout": {}}}})", "there is no 'present'"},
           Wrong{R"({"squall_baseline": 1, "depth": "", "edges": {"a": {"timeout": {"present": "perhaps"}}}})",
                 "expected 'present' to be yes, no or unknown"},
       }) {
    const auto read = parse_baseline(wrong.text, "base.json");
    ASSERT_FALSE(read) << wrong.text;
    EXPECT_EQ(read.error().message, wrong.message);
    EXPECT_EQ(read.error().location.file, "base.json");
  }
  EXPECT_FALSE(parse_baseline("{", "base.json"));
}

}  // namespace
}  // namespace squall::tests
