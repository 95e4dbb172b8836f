#include "chaos/http/page.h"

#include <gtest/gtest.h>

namespace squall::chaos::http {
namespace {

using contracts::http::Headers;

TEST(Pages, AreToldByWhatBrowsersSay) {
  EXPECT_FALSE(sent_by_a_page({}));
  EXPECT_FALSE(sent_by_a_page({{"User-Agent", "curl/8.5.0"}}));
  EXPECT_FALSE(sent_by_a_page({{"Sec-Fetch-Site", "none"}})) << "typed by hand";
  EXPECT_TRUE(sent_by_a_page({{"Origin", "http://localhost"}}));
  EXPECT_TRUE(sent_by_a_page({{"Sec-Fetch-Site", "cross-site"}}));
  EXPECT_TRUE(sent_by_a_page({{"Sec-Fetch-Site", "same-origin"}})) << "of a name that was made to lead here";
  EXPECT_TRUE(sent_by_a_page({{"User-Agent", "Mozilla/5.0 (X11)"}}));
}

}  // namespace
}  // namespace squall::chaos::http
