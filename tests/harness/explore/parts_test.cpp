// Handling, menus, answers, replay files: the parts of an exploration that are pure.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "harness/explore/entries.h"
#include "harness/explore/handling.h"
#include "harness/explore/judge_answer.h"
#include "harness/explore/menu.h"
#include "harness/explore/replay_file.h"
#include "harness/explore/to_report.h"

namespace squall::harness {
namespace {

TEST(Handling, ShapesForgetValues) {
  EXPECT_EQ(shape_of(R"({"b": 1, "a": [{"x": "y"}, {"x": "z"}]})"), "{a:[{x:string}],b:number}");
  EXPECT_EQ(shape_of(R"({"b": 2, "a": [{"x": "q"}]})"), "{a:[{x:string}],b:number}");
  EXPECT_NE(shape_of(R"({"available": null})"), shape_of(R"({"available": 3})"));
  EXPECT_EQ(shape_of("[]"), "[]");
  EXPECT_EQ(shape_of("no json"), "");
}

Observation observed(std::vector<Hop> hops, int status = 201) {
  Observation seen;
  seen.answers = {{status, chaos::CallError::none, ""}};
  seen.hops = std::move(hops);
  return seen;
}

const Place one{"a-b", "GET /x"}, two{"a-c", "GET /y"};

TEST(Handling, OrderAcrossPlacesDoesNotMatter) {
  EXPECT_EQ(handling_of(observed({{one, 200, false, true}, {two, 200, false, true}})),
            handling_of(observed({{two, 200, false, true}, {one, 200, false, true}})));
}

TEST(Handling, StruckAttemptsDifferByWhatTheProviderDid) {
  const auto lost = observed({{one, 0, true, true}}, 503), refused = observed({{one, 503, true, false}}, 503),
             silent = observed({{one, 0, true, true}}, 503);
  EXPECT_EQ(handling_of(lost), handling_of(silent));
  EXPECT_NE(handling_of(lost), handling_of(refused));
}

TEST(Handling, WhatIsVisibleForgetsThatAFaultStruck) {
  EXPECT_EQ(visible_of(observed({{one, 200, true, true}})), visible_of(observed({{one, 200, false, true}})));
  EXPECT_NE(visible_of(observed({{one, 200, true, true}}, 503)), visible_of(observed({{one, 200, false, true}})));
}

TEST(Handling, PlacesAreOperationsThenEdges) {
  const auto seen = observed({{two, 200, false, true}, {one, 200, false, true}, {two, 200, false, true}});
  EXPECT_EQ(places_of(seen), (std::vector<Place>{two, one, {"a-c", ""}, {"a-b", ""}}));
  EXPECT_TRUE(reached(seen, {"a-b", ""}));
  EXPECT_FALSE(reached(seen, {"a-b", "POST /x"}));
}

std::vector<std::string> names(const std::vector<FaultChoice>& menu) {
  std::vector<std::string> all;
  for (const auto& choice : menu) all.push_back(choice.name);
  return all;
}

TEST(Menu, WithoutAContractFaultsMatchMethodAndPath) {
  const auto menu = menu_for({{"a-b", "GET /x"}, chaos::Protocol::http, nullptr, "", {}});
  EXPECT_EQ(names(menu),
            (std::vector<std::string>{"answer lost", "answer lost, once", "no answer", "no answer, once",
                                      "answered 503", "answered 503, once", "answered 500", "unreadable answer"}));
  EXPECT_EQ(menu.front().fault.match.method, "GET");
  EXPECT_EQ(menu.front().fault.match.path, "/x");
  EXPECT_EQ(menu[1].fault.first, 1u);
}

TEST(Menu, FieldsOfTheAnswerThatWasSeen) {
  const auto menu =
      menu_for({{"a-b", "GET /x"}, chaos::Protocol::http, nullptr, R"({"a/b": "t", "n": [{"k": null}]})", {"rewrite"}});
  EXPECT_EQ(names(menu), (std::vector<std::string>{"/a~1b removed", "/a~1b null", "/a~1b a number", "/n removed",
                                                   "/n null", "/n a text", "/n/0/k removed", "/n/0/k a text"}));
  EXPECT_TRUE(menu.front().removes);
  EXPECT_EQ(menu.front().field, "/a~1b");
}

TEST(Menu, WholeEdges) {
  EXPECT_EQ(names(menu_for({{"a-b", ""}, chaos::Protocol::http, nullptr, "", {}})),
            std::vector<std::string>{"port closed"});
  EXPECT_EQ(names(menu_for({{"a-b", ""}, chaos::Protocol::tcp, nullptr, "", {}})),
            (std::vector<std::string>{"port closed", "connections reset", "nothing passes"}));
  EXPECT_TRUE(menu_for({{"a-b", ""}, chaos::Protocol::http, nullptr, "", {}, false}).empty());
}

TEST(Menu, NamesEveryKindThatItUses) {
  for (const auto protocol : {chaos::Protocol::http, chaos::Protocol::tcp}) {
    for (const char* operation : {"", "GET /x"}) {
      if (protocol == chaos::Protocol::tcp && *operation != '\0') continue;
      for (const auto& choice : menu_for({{"a-b", operation}, protocol, nullptr, R"({"a": 1})", {}})) {
        const auto& kinds = menu_kinds();
        EXPECT_NE(std::find(kinds.begin(), kinds.end(), choice.fault.kind), kinds.end()) << choice.fault.kind;
      }
    }
  }
}

TEST(JudgeAnswer, AnAbsentAnswerBreaksAPromise) {
  chaos::Call call;
  call.method = "POST";
  call.target = "/orders?x=1";
  call.error = chaos::CallError::timeout;
  const auto hangs = judge_answer(call, nullptr, std::chrono::seconds(2));
  ASSERT_TRUE(hangs);
  EXPECT_EQ(hangs->rule, "explore.hang");
  EXPECT_EQ(hangs->message, "POST /orders was not answered within 2s");
  call.error = chaos::CallError::reset;
  EXPECT_EQ(judge_answer(call, nullptr, std::chrono::seconds(2))->rule, "explore.no-answer");
  call.error = chaos::CallError::cancelled;
  EXPECT_FALSE(judge_answer(call, nullptr, std::chrono::seconds(2)));
  call.error = chaos::CallError::none;
  call.status = 500;
  EXPECT_FALSE(judge_answer(call, nullptr, std::chrono::seconds(2))) << "nobody says which answers are declared";
}

ReplayFile replay_in(const std::string& folder) {
  ReplayFile replay;
  replay.file = folder + "/replays/one.json";
  replay.system = folder + "/squall.yaml";
  replay.seed = 7;
  replay.finding = "0123456789abcdef";
  replay.within = std::chrono::milliseconds(1500);
  replay.breach = {"explore.invariant", "stock", "a message", "", {}};
  EntryRequest request{"orders", {}};
  request.request.method = "POST";
  request.request.target = "/orders";
  request.request.body = R"({"a": "geheim"})";
  request.request.headers.add("Authorization", "geheim");
  replay.trial.entry = {"order", {request}, {}};
  for (FaultChoice& choice : menu_for({one, chaos::Protocol::http, nullptr, R"({"a": 1})", {}}))
    replay.trial.faults.push_back({one, std::move(choice)});
  return replay;
}

TEST(Replay, IsReadAsItWasWritten) {
  const std::string folder = std::filesystem::path(testing::TempDir()) / "squall-replay-test";
  const ReplayFile written = replay_in(folder);
  ASSERT_TRUE(write_replay(written, [](const std::string& text) { return text; }));
  const auto read = read_replay(written.file);
  ASSERT_TRUE(read) << contracts::to_string(read.error());
  EXPECT_EQ(read->system, written.system);
  EXPECT_EQ(read->seed, written.seed);
  EXPECT_EQ(read->within, written.within);
  EXPECT_TRUE(read->breach.same_cause(written.breach));
  EXPECT_EQ(read->trial.entry.requests.front().request.body, written.trial.entry.requests.front().request.body);
  EXPECT_EQ(read->trial.entry.requests.front().request.headers.get("authorization"), "geheim");
  ASSERT_EQ(read->trial.faults.size(), written.trial.faults.size());
  for (std::size_t i = 0; i < read->trial.faults.size(); ++i) {
    EXPECT_EQ(read->trial.faults[i].place, written.trial.faults[i].place);
    EXPECT_EQ(read->trial.faults[i].choice.fault, written.trial.faults[i].choice.fault);
  }
  std::filesystem::remove_all(folder);
}

TEST(Replay, HoldsNoSecret) {
  const auto hide = [](const std::string& text) {
    std::string shown = text;
    if (const auto at = shown.find("geheim"); at != std::string::npos) shown.replace(at, 6, "${env.TOKEN}");
    return shown;
  };
  const std::string text = replay_text(replay_in("/tmp"), hide);
  EXPECT_EQ(text.find("geheim"), std::string::npos);
  EXPECT_NE(text.find("${env.TOKEN}"), std::string::npos);
}

TEST(Replay, RefusesWhatIsNone) {
  const std::string path = std::filesystem::path(testing::TempDir()) / "squall-no-replay.json";
  std::ofstream(path) << R"({"squall_replay": 2})";
  const auto read = read_replay(path);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, contracts::ErrorKind::malformed);
  std::filesystem::remove(path);
  EXPECT_EQ(read_replay(path).error().kind, contracts::ErrorKind::usage);
}

RequestSpec request_to(const std::string& target) {
  RequestSpec spec;
  spec.target = target;
  return spec;
}

TEST(Entries, AreTheDeclaredOnesElseStimuliAndLoadsOnce) {
  System system;
  ResilienceSpec resilience;
  resilience.stimulus_service = "orders";
  resilience.stimulus = request_to("/a");
  system.resilience = {resilience, resilience};
  ExperimentSpec experiment;
  experiment.load = LoadSpec{request_to("/b"), "orders"};
  system.experiments = {experiment};
  auto entries = entries_of(system, {}, 1);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].name, "GET /a");
  EXPECT_EQ(entries[1].name, "GET /b");
  system.explore.entries = {{"two in a row", {{"orders", request_to("/a")}, {"orders", request_to("/b")}}, {}}};
  entries = entries_of(system, {}, 1);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].requests.size(), 2u);
}

TEST(Report, WhatCameUpOnceOnlyIsAWarning) {
  Found found;
  found.breach = {"explore.hang", "explore.hang", "GET /x was not answered within 2s", "GET /x", {}};
  found.trial.faults = {{one, {"no answer", {}}}};
  found.tries = 4;
  EXPECT_EQ(finding_of(found, {"GET /x", {}, {}}).severity, reports::Severity::warning);
  found.came_up = 2;
  const auto finding = finding_of(found, {"GET /x", {}, {}});
  EXPECT_EQ(finding.severity, reports::Severity::error);
  EXPECT_EQ(finding.edge, "a-b");
  EXPECT_EQ(finding.message, "GET /x was not answered within 2s when GET /x on a-b is struck by 'no answer'");
}

}  // namespace
}  // namespace squall::harness
