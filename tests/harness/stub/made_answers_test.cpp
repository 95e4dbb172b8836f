#include "harness/stub/made_answers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "harness/stub/stub.h"
#include "tests/support/contracts.h"
#include "tests/support/orders_contract.h"

namespace squall::harness {
namespace {

using contracts::http::Request;
using contracts::http::Response;
using contracts::match::ExampleUse;
using contracts::match::ResponseWish;
using contracts::openapi::Operation;
using contracts::schema::Flavour;

MadeAnswer answer_of(const std::string& body) {
  Response response;
  response.status = 200;
  response.body = body;
  return response;
}

TEST(MadeAnswers, KeepsOneForEachThingThatDecidesIt) {
  const Operation first{}, second{};
  std::vector<std::pair<const Operation*, ResponseWish>> wishes(8, {&first, {}});
  wishes[1].first = &second;
  wishes[2].second.status = 404;
  wishes[3].second.accept = "text/plain";
  wishes[4].second.example = "text/plain";
  wishes[5].second.examples = ExampleUse::none;
  wishes[6].second.flavour = Flavour::sample;
  wishes[7].second.approximate = true;
  MadeAnswers made;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    EXPECT_EQ(made.find(*wishes[i].first, wishes[i].second), nullptr) << i;
    made.keep(*wishes[i].first, wishes[i].second, answer_of(std::to_string(i)));
  }
  EXPECT_EQ(made.size(), wishes.size());
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    const auto found = made.find(*wishes[i].first, wishes[i].second);
    ASSERT_NE(found, nullptr) << i;
    EXPECT_EQ((*found)->body, std::to_string(i));
  }
}

TEST(MadeAnswers, KeepsItsOwnCopyOfWhatWasWished) {
  const Operation operation{};
  MadeAnswers made;
  {
    std::string accept = "application/vnd.shop.order+json; version=2";
    ResponseWish wish;
    wish.accept = accept;
    made.keep(operation, wish, answer_of("kept"));
    accept.assign(accept.size(), 'x');
  }
  ResponseWish again;
  again.accept = "application/vnd.shop.order+json; version=2";
  ASSERT_NE(made.find(operation, again), nullptr);
}

TEST(MadeAnswers, IsBoundedByBytesWhateverIsAskedFor) {
  const Operation operation{};
  MadeAnswers made(64 * 1024);
  std::size_t most = 0;
  for (int i = 0; i < 10'000; ++i) {
    const std::string accept = "application/json; q=" + std::to_string(i);
    ResponseWish wish;
    wish.accept = accept;
    made.keep(operation, wish, answer_of(std::string(100, 'x')));
    EXPECT_NE(made.find(operation, wish), nullptr);
    most = std::max(most, made.size());
  }
  EXPECT_GT(most, 50u);
  EXPECT_LT(most, 64u * 1024 / 100);
  ResponseWish large;
  EXPECT_EQ((*made.keep(operation, large, answer_of(std::string(32 * 1024, 'x'))))->body.size(), 32u * 1024);
  EXPECT_EQ(made.find(operation, large), nullptr);
}

TEST(MadeAnswers, IsBoundedByNumber) {
  const Operation operation{};
  MadeAnswers made(1024 * 1024, 3);
  for (int status = 200; status < 210; ++status) {
    ResponseWish wish;
    wish.status = status;
    made.keep(operation, wish, answer_of("x"));
    EXPECT_LE(made.size(), 3u);
    EXPECT_NE(made.find(operation, wish), nullptr);
  }
}

TEST(MadeAnswers, KeepsWhatCannotBeHad) {
  const Operation operation{};
  MadeAnswers made;
  made.keep(operation, {}, tl::unexpected(contracts::match::NoResponse{}));
  ASSERT_NE(made.find(operation, {}), nullptr);
  EXPECT_FALSE(made.find(operation, {})->has_value());
}

// Whoever asked before, and on however many workers: the answer is that of a stub which nobody asked yet.
TEST(MadeAnswers, CannotBeSeenInWhatAStubAnswers) {
  const std::vector<Request> requests = {
      {"GET", "/orders/7", {}, ""},
      {"GET", "/orders/8", {}, ""},
      {"HEAD", "/orders/7", {}, ""},
      {"GET", "/orders/7", {{"Prefer", "code=404"}}, ""},
      {"GET", "/orders/7", {{"Prefer", "example=paid"}}, ""},
      {"GET", "/orders/7", {{"Prefer", "example=lost"}}, ""},
      {"GET", "/orders/7", {{"Prefer", "dynamic=true"}}, ""},
      {"GET", "/orders/8", {{"Prefer", "dynamic=true"}}, ""},
      {"GET", "/orders/7", {{"Accept", "text/csv"}}, ""},
      {"GET", "/orders/x", {}, ""},
      {"GET", "/orders", {}, ""},
      {"GET", "/orders?__dynamic=true", {}, ""},
      {"DELETE", "/orders/7", {}, ""},
      {"POST", "/notes", {{"Content-Type", "application/json"}}, "{}"},
      {"GET", "/secret", {}, ""},
      {"GET", "/nowhere", {}, ""},
  };
  const auto router = tests::orders_router();
  StubOptions options;
  options.seed = 7;
  std::vector<Response> alone;
  alone.reserve(requests.size());
  for (const Request& request : requests)
    alone.push_back(make_stub(router, options)({request, "127.0.0.1:1"}).response);
  const auto stub = make_stub(router, options);
  std::vector<std::vector<Response>> seen(4);
  std::vector<std::thread> workers;
  for (std::size_t worker = 0; worker < seen.size(); ++worker) {
    workers.emplace_back([&, worker] {
      for (std::size_t i = 0; i < 25 * requests.size(); ++i) {
        const Request& request = requests[(i * 7 + worker) % requests.size()];
        seen[worker].push_back(stub({request, "127.0.0.1:1"}).response);
      }
    });
  }
  for (auto& worker : workers) worker.join();
  for (std::size_t worker = 0; worker < seen.size(); ++worker) {
    for (std::size_t i = 0; i < seen[worker].size(); ++i) {
      const std::size_t which = (i * 7 + worker) % requests.size();
      EXPECT_EQ(seen[worker][i], alone[which]) << requests[which].method << " " << requests[which].target;
    }
  }
}

}  // namespace
}  // namespace squall::harness
