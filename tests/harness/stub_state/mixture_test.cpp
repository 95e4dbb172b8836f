#include "harness/stub_state/mixture.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "contracts/core/document.h"

namespace squall::harness {
namespace {

using contracts::Value;
using contracts::openapi::WireShape;

Value value_of(const std::string& json) {
  return Value(contracts::Document::parse_json(json)->root());
}

WireShape shape_of(const std::vector<std::string>& members, std::vector<std::string> required = {}) {
  WireShape shape;
  for (const auto& member : members) shape.properties.emplace_back(member, std::make_shared<const WireShape>());
  shape.required = std::move(required);
  return shape;
}

struct Row {
  const char *name, *base, *given;
  std::vector<std::string> allowed, needed;  // what makes an item valid
  const char* made;                          // "" for none
};

TEST(Mixture, TakesWhatWasSentAndOnlyWhatElseIsNeeded) {
  const WireShape sendable = shape_of({"title", "note"}), item = shape_of({"id", "title", "copies"}, {"id", "title"});
  const char* base = R"({"id":1,"title":"T","note":"N","copies":3})";
  const std::vector<std::string> all{"id", "title", "note", "copies"};
  for (const Row& row :
       {Row{"what_was_sent", base, R"({"title":"A"})", all, {}, R"({"id":7,"title":"A","copies":3})"},
        Row{"what_is_required",
            base,
            R"({"note":"B"})",
            all,
            {"title"},
            R"({"id":7,"title":"T","note":"B","copies":3})"},
        Row{"everything", base, R"({"title":"A"})", all, {"note"}, R"({"id":7,"title":"A","note":"N","copies":3})"},
        Row{"without_what_is_not_allowed",
            base,
            R"({"title":"A","secret":1})",
            all,
            {},
            R"({"id":7,"title":"A","copies":3})"},
        Row{"two_that_are_not_allowed",
            base,
            R"({"x":1,"title":"A","y":2})",
            all,
            {},
            R"({"id":7,"title":"A","note":"N","copies":3})"},
        Row{"nothing_sent", base, "null", all, {}, base}, Row{"never_valid", base, R"({"title":"A"})", {}, {}, ""},
        Row{"the_id_is_the_path's", base, R"({"id":9,"title":"A"})", all, {}, R"({"id":7,"title":"A","copies":3})"}}) {
    const auto valid = [&](const Value& made) {
      const bool complete = std::all_of(row.needed.begin(), row.needed.end(),
                                        [&](const auto& name) { return made.find(name) != nullptr; });
      return complete && std::all_of(made.members().begin(), made.members().end(), [&](const auto& member) {
               return std::find(row.allowed.begin(), row.allowed.end(), member.first) != row.allowed.end();
             });
    };
    const Value from = value_of(row.base), given = value_of(row.given);
    Value id = 7;
    if (std::string(row.given) == "null") id = 1;
    const auto made = mixed({from, given, &sendable, &item, "id", id}, valid);
    EXPECT_EQ(made ? contracts::to_json(*made) : "", row.made) << row.name;
  }
}

TEST(Mixture, IsSoonDoneWithALargeBody) {
  const Value base = value_of(R"({"id":1,"title":"T"})");
  contracts::Object many;
  for (int i = 0; i < 48'000; ++i) many.emplace_back("m" + std::to_string(i), i);
  const Value given(std::move(many));
  int asked = 0;
  const auto made = mixed({base, given, nullptr, nullptr, "id", Value(7)}, [&](const Value& item) {
    ++asked;
    return item.members().size() <= 2;
  });
  ASSERT_TRUE(made);
  EXPECT_EQ(contracts::to_json(*made), R"({"id":7,"title":"T"})");
  EXPECT_LT(asked, 16);
  const auto whole = mixed({base, given, nullptr, nullptr, "id", Value(7)}, [](const Value&) { return true; });
  EXPECT_EQ(whole->members().size(), 48'001u);
}

TEST(Mixture, TakesAMemberWithoutANameForWhatItIs) {
  const Value base = value_of("{}"), given = value_of(R"({"":1})");
  const auto made = mixed({base, given, nullptr, nullptr, "", Value(7)}, [](const Value&) { return true; });
  EXPECT_EQ(contracts::to_json(*made), R"({"":1})");
}

TEST(Mixture, TakesWhatCouldBeSentButOnlyTheProviderKnows) {
  WireShape read_only;
  read_only.read_only = true;
  WireShape sendable = shape_of({"title", "note"});
  sendable.properties.emplace_back("created", std::make_shared<const WireShape>(read_only));
  const Value base = value_of(R"({"title":"T","note":"N","created":"now"})"), given = value_of(R"({"title":"A"})");
  const Mixture mixture{base, given, &sendable, nullptr, "", {}};
  EXPECT_EQ(mixed(mixture, [](const Value&) { return true; }), value_of(R"({"title":"A","created":"now"})"));
}

}  // namespace
}  // namespace squall::harness
