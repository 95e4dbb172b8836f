// Overlays: what they change, where what they bring stands, what they refuse.

#include "contracts/openapi/overlay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/core/value.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using contracts::Document;
using contracts::Syntax;
using namespace contracts::openapi;
using testing::HasSubstr;

std::shared_ptr<const Document> document(const std::string& text, const std::string& name) {
  return std::make_shared<const Document>(*Document::parse(text, name, Syntax::yaml));
}

struct Row {
  const char* name;
  const char* actions;  // in flow style
  const char* result;   // as JSON, or what the error says
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

class Overlays : public testing::TestWithParam<Row> {};

TEST_P(Overlays, ChangeTheDocument) {
  const auto base = document("{a: {b: 1, c: [1, 2]}, d: [{e: x}, {e: y}], s: text}", "base.yaml");
  const auto overlay =
      document("overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions: " + std::string(GetParam().actions) + "\n",
               "over.yaml");
  Diagnostics diagnostics;
  const auto made = apply_overlay(base, overlay, diagnostics);
  if (!made) {
    EXPECT_THAT(made.error().message, HasSubstr(GetParam().result));
    EXPECT_EQ(made.error().location.file, "over.yaml");
    EXPECT_EQ(made.error().location.line, 3u);
    return;
  }
  EXPECT_EQ(to_json((*made)->root()), GetParam().result);
}

INSTANTIATE_TEST_SUITE_P(
    All, Overlays,
    testing::Values(
        Row{"merge", "[{target: $.a, update: {b: 2, f: {g: 1}}}]",
            R"({"a":{"b":2,"c":[1,2],"f":{"g":1}},"d":[{"e":"x"},{"e":"y"}],"s":"text"})"},
        Row{"deep_merge", "[{target: $, update: {a: {c: [3]}, s: other}}]",
            R"({"a":{"b":1,"c":[1,2,3]},"d":[{"e":"x"},{"e":"y"}],"s":"other"})"},
        Row{"append", "[{target: $.d, update: {e: z}}]",
            R"({"a":{"b":1,"c":[1,2]},"d":[{"e":"x"},{"e":"y"},{"e":"z"}],"s":"text"})"},
        Row{"many_targets", "[{target: '$.d[*]', update: {n: 1}}]",
            R"({"a":{"b":1,"c":[1,2]},"d":[{"e":"x","n":1},{"e":"y","n":1}],"s":"text"})"},
        Row{"filter", "[{target: \"$.d[?@.e=='y']\", remove: true}]",
            R"({"a":{"b":1,"c":[1,2]},"d":[{"e":"x"}],"s":"text"})"},
        Row{"remove_a_member", "[{target: $.a.c, remove: true}, {target: $.s, remove: true}]",
            R"({"a":{"b":1},"d":[{"e":"x"},{"e":"y"}]})"},
        Row{"remove_wins", "[{target: $.a, remove: true, update: {b: 2}}]",
            R"({"d":[{"e":"x"},{"e":"y"}],"s":"text"})"},
        Row{"in_order",
            "[{target: $.a, remove: true}, {target: $, update: {a: {n: 1}}}, {target: $.a, update: {n: 2}}]",
            R"({"d":[{"e":"x"},{"e":"y"}],"s":"text","a":{"n":2}})"},
        Row{"nested_targets", "[{target: $..*, update: {z: 0}}]", "must select objects or lists"},
        Row{"target_below_target", "[{target: \"$['a','d']\", update: {b: 3}}]",
            R"({"a":{"b":3,"c":[1,2]},"d":[{"e":"x"},{"e":"y"},{"b":3}],"s":"text"})"},
        Row{"null_changes_nothing", "[{target: $, update: {a: null, s: null}}]",
            R"({"a":{"b":1,"c":[1,2]},"d":[{"e":"x"},{"e":"y"}],"s":null})"},
        Row{"matches_nothing", "[{target: $.nothing, remove: true}]",
            R"({"a":{"b":1,"c":[1,2]},"d":[{"e":"x"},{"e":"y"}],"s":"text"})"},
        Row{"text_target", "[{target: $.s, update: {x: 1}}]", "must select objects or lists to update; at /s"},
        Row{"scalar_update", "[{target: $.a, update: 1}]", "an object can be updated with an object only"},
        Row{"incompatible", "[{target: $, update: {a: [1]}}]", "cannot be merged with the object that is there"},
        Row{"no_path", "[{target: a.b, remove: true}]", "is no JSONPath: a JSONPath begins with '$' at byte 1"},
        Row{"no_target", "[{remove: true}]", "an action needs a 'target'"},
        Row{"no_modifier", "[{target: $}]", "an action needs 'update' or 'remove: true'"},
        Row{"unknown_field", "[{target: $, copy: $.a, remove: true}]", "unknown field 'copy' in an action"},
        Row{"whole_document", "[{target: $, remove: true}]", "the whole document cannot be removed"},
        Row{"no_actions", "[]", "an overlay needs a list of 'actions'"}),
    [](const auto& row) { return std::string(row.param.name); });

std::shared_ptr<const Document> overlay_of(const std::string& action, int times) {
  std::string actions;
  for (int i = 0; i < times; ++i) actions += "  - " + action + "\n";
  return document("overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n" + actions, "over.yaml");
}

std::string refusal(const std::shared_ptr<const Document>& base, const std::shared_ptr<const Document>& overlay) {
  Diagnostics diagnostics;
  const auto made = apply_overlay(base, overlay, diagnostics);
  return made ? "applied" : to_string(made.error());
}

TEST(Overlay, OfManyActionsStaysQuick) {
  const auto base = document("{a: {}, p: {}}", "base.yaml");
  Diagnostics diagnostics;
  const auto made = apply_overlay(base, overlay_of("{target: $.p, update: {n: {m: 1}}}", 20'000), diagnostics);
  ASSERT_TRUE(made);
  EXPECT_EQ(to_json((*made)->root()), R"({"a":{},"p":{"n":{"m":1}}})");
  EXPECT_EQ((*made)->locate(*(*made)->root().resolve("/p/n/m")).line, 20'003u);
  EXPECT_EQ((*made)->locate((*made)->root()).file, "base.yaml");
}

TEST(Overlay, NestsNoDeeperThanDocuments) {
  const auto base = document("{a: {}}", "base.yaml");
  EXPECT_EQ(refusal(base, overlay_of("{target: $..a, update: {a: {}}}", 100)), "applied");
  EXPECT_THAT(refusal(base, overlay_of("{target: $..a, update: {a: {}}}", 514)),
              HasSubstr("over.yaml:516:14: the target '$..a' selects what is nested deeper than 512 levels"));
}

TEST(Overlay, ThatWritesWithoutMeasureIsRefused) {
  std::string list = "[1";
  for (int i = 0; i < 3000; ++i) list += ",1";
  const auto wide = document("{a: " + list + "]}", "base.yaml");
  EXPECT_THAT(refusal(wide, overlay_of("{target: $.a, update: 1}", 2000)),
              HasSubstr("the overlay would write more than 4000000 nodes"));
}

constexpr const char* contract =
    "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      parameters:\n"
    "        - {name: q, in: query, schema: {type: string}}\n      responses: {'200': {description: ok}}\n"
    "  /secret:\n    get: {responses: {'200': {description: ok}}}\n";

TEST(OverlaidContract, KeepsTheplacesOfBothFiles) {
  const TemporaryFiles files;
  LoadOptions options;
  options.strict = true;
  options.overlays = {files.write("first.yaml",
                                  "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n"
                                  "  - {target: \"$.paths['/secret']\", remove: true}\n"
                                  "  - target: $.paths.*.get.parameters\n    update:\n      name: top\n"
                                  "      in: query\n      schema: {type: integer}\n"),
                      files.write("second.yaml",
                                  "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n"
                                  "  - {target: \"$..parameters[?@.name=='top']\", update: {required: true}}\n"
                                  "  - {target: $.webhooks, remove: true}\n")};
  const std::string path = files.write("contract.yaml", contract);
  const auto loaded = load(path, options);
  ASSERT_TRUE(loaded) << all_errors(loaded.error());
  ASSERT_EQ((*loaded)->operations.size(), 1u);
  const auto& parameters = (*loaded)->operations[0].parameters;
  ASSERT_EQ(parameters.size(), 2u);
  EXPECT_EQ(parameters[0].location.file, path);
  EXPECT_EQ(parameters[0].location.line, 7u);
  EXPECT_EQ(parameters[1].name, "top");
  EXPECT_TRUE(parameters[1].required);
  EXPECT_EQ(parameters[1].location.file, options.overlays[0]);
  EXPECT_EQ(parameters[1].location.line, 7u);
  EXPECT_EQ(parameters[1].location.pointer, "/actions/1/update");
  EXPECT_EQ(parameters[1].schema->location().line, 9u);
  ASSERT_EQ((*loaded)->warnings.size(), 1u);
  EXPECT_THAT(to_string((*loaded)->warnings[0]),
              HasSubstr("second.yaml:5:14: the target '$.webhooks' matches nothing"));
}

TEST(OverlaidContract, IsCheckedWhereItIsWrong) {
  const TemporaryFiles files;
  LoadOptions options;
  options.strict = true;
  options.overlays = {files.write("o.yaml",
                                  "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n  - target: $.info\n"
                                  "    update: {title: 7}\n")};
  const auto refused = load(files.write("contract.yaml", contract), options);
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error()[0]), HasSubstr("o.yaml:5:21: 'title' must be a string, found number"));
  options.overlays = {files.write("no.yaml", "a: 1\n")};
  EXPECT_THAT(to_string(load(files.write("contract.yaml", contract), options).error()[0]),
              HasSubstr("no.yaml:1:1: this is no overlay"));
  options.overlays = {"/nonexistent.yaml"};
  EXPECT_THAT(to_string(load(files.write("contract.yaml", contract), options).error()[0]), HasSubstr("cannot read"));
}

}  // namespace
}  // namespace squall::tests
