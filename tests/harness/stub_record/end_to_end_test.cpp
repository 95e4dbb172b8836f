#include "harness/stub_record/end_to_end.h"

#include <gtest/gtest.h>

namespace squall::harness {
namespace {

using contracts::http::Headers;

TEST(EndToEnd, LeavesTheConnectionsOwnFieldsBehind) {
  const struct {
    const char* name;
    Headers headers, kept;
  } rows[] = {
      {"all that goes on",
       {{"Accept", "a"}, {"X-A", "1"}, {"x-a", "2"}},
       {{"Accept", "a"}, {"X-A", "1"}, {"x-a", "2"}}},
      {"the known",
       {{"Host", "h"}, {"TE", "trailers"}, {"keep-alive", "5"}, {"Proxy-Connection", "close"}, {"Upgrade", "h2c"}},
       {}},
      {"named by Connection", {{"Connection", "X-Hop"}, {"x-hop", "1"}, {"X-Hop", "2"}, {"X-B", "3"}}, {{"X-B", "3"}}},
      {"by several", {{"X-C", "1"}, {"Connection", "close, X-C"}, {"connection", ",X-D ,"}, {"X-D", "2"}}, {}}};
  for (const auto& row : rows) EXPECT_EQ(end_to_end(row.headers), row.kept) << row.name;
}

}  // namespace
}  // namespace squall::harness
