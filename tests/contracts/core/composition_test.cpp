#include "contracts/core/composition.h"

#include <gtest/gtest.h>

#include <array>

namespace squall::contracts {
namespace {

std::shared_ptr<const Document> document(const std::string& text, const std::string& name) {
  auto parsed = Document::parse(text, name);
  EXPECT_TRUE(parsed);
  return std::make_shared<const Document>(std::move(*parsed));
}

TEST(Composition, LeadsToTheKeysAndValuesOfTheFilesPeopleWrote) {
  const auto base = document("title: Shop\n", "base.yaml");
  const auto other = document("update:\n  note: {a: 1}\n", "other.yaml");
  const Node& note = *other->root().resolve("/update/note");
  Composition made(base);
  made.add(other);
  const std::array<Member, 2> members{made.member("title", made.take(*base->root().find("title"))),
                                      made.member("note", made.take(note))};
  const auto result = made.finish(made.object(members, base->root()));
  EXPECT_EQ(to_json(result->root()), R"({"title":"Shop","note":{"a":1}})");
  EXPECT_EQ(result->locate(*result->root().find("note")), (Location{"other.yaml", 2, 9, "/update/note"}));
  EXPECT_EQ(result->locate_key(result->root(), "note"), (Location{"other.yaml", 2, 3, "/update/note"}));
  EXPECT_EQ(result->locate_key(result->root(), "title"), (Location{"base.yaml", 1, 1, "/title"}));
  EXPECT_EQ(result->locate_key(*result->root().find("note"), "a"), (Location{"other.yaml", 2, 10, "/update/note/a"}));
}

TEST(Composition, PointsToTheValueWhereTheKeyIsAnother) {
  const auto base = document("old: 1\n", "base.yaml");
  Composition made(base);
  const std::array<Member, 1> members{made.member("new", made.take(*base->root().find("old")))};
  const auto result = made.finish(made.object(members, base->root()));
  EXPECT_EQ(result->locate_key(result->root(), "new"), (Location{"base.yaml", 1, 6, "/old"}));
}

}  // namespace
}  // namespace squall::contracts
