#include "harness/stub_state/remembering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/stub/stub.h"
#include "tests/harness/stub_state/library_contract.h"

namespace squall::harness {
namespace {

using contracts::http::Headers;

class Remembering : public testing::Test {
 protected:
  chaos::http::Handler stub(bool in_query = true) const {
    StubOptions options;
    options.answers.preference_in_query = in_query;
    options.responders.push_back(
        remembering(std::make_shared<StateAnswers>(tests::library_router(), options.seed), in_query));
    return make_stub(tests::library_router(), std::move(options));
  }
  static int status(const chaos::http::Handler& stub, const std::string& target, Headers headers = {}) {
    return stub({{"GET", target, std::move(headers), ""}, "127.0.0.1:1"}).response.status;
  }
};

TEST_F(Remembering, AnswersFromTheState) {
  EXPECT_EQ(status(stub(), "/v1/books/bk-1001"), 200);
  EXPECT_EQ(status(stub(), "/v1/books/bk-9999"), 404);
}

TEST_F(Remembering, SaysThatItDoes) {
  const auto server = [](const chaos::http::Handler& stub, const std::string& target) {
    return std::string(stub({{"GET", target, {}, ""}, "127.0.0.1:1"}).response.headers.get("Server"));
  };
  EXPECT_EQ(server(stub(), "/v1/books/bk-1001"), "squall-stub (stateful)");
  EXPECT_EQ(server(stub(), "/v1/books/bk-1001?__code=404"), "squall-stub");
}

TEST_F(Remembering, LeavesToTheContractWhatAsksForACertainAnswer) {
  EXPECT_EQ(status(stub(), "/v1/books/bk-9999", {{"Prefer", "code=200"}}), 200);
  EXPECT_EQ(status(stub(), "/v1/books/bk-9999?__code=200"), 200);
  EXPECT_EQ(status(stub(), "/v1/books/bk-1001?__code=404"), 404);
  EXPECT_EQ(status(stub(), "/v1/books/bk-1001?__code=none"), 400);
}

TEST_F(Remembering, AnswersWhatPrefersSomethingElse) {
  for (const char* prefer : {"decoder=x", "wait=10, return=\"example\"", "respond-async", "codec=404"})
    EXPECT_EQ(status(stub(), "/v1/books/bk-9999", {{"Prefer", prefer}}), 404) << prefer;
}

TEST_F(Remembering, KnowsWherePreferencesMayStand) {
  EXPECT_EQ(status(stub(false), "/v1/books/bk-1001?__code=404"), 200);
  EXPECT_EQ(status(stub(false), "/v1/books/bk-1001", {{"Prefer", "code=404"}}), 404);
}

}  // namespace
}  // namespace squall::harness
