// OpenAPI's discriminator, in documents of every version.

#include <gtest/gtest.h>

#include <set>

#include "contracts/core/random.h"
#include "contracts/core/value.h"
#include "contracts/schema/generate.h"
#include "contracts/schema/schema.h"

namespace squall::contracts::schema {
namespace {

// Two alternatives that the same instance may match.
constexpr const char* kPets = R"(
components:
  schemas:
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind, mapping: {kitten: Cat, puppy: '#/components/schemas/Dog', bird: '#/components/schemas/Bird'}}
    Any:
      anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {type: object, required: [free]}]
      discriminator: {propertyName: kind}
    Pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, lives: {type: integer}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}, barks: {type: boolean}}}
    Bird: {type: object}
    Numbered:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/One'}]
      discriminator: {propertyName: kind, mapping: {'1': '#/components/schemas/One'}}
    One: {type: object, required: [n]}
    Listed:
      oneOf: [{$ref: '#/components/schemas/Red'}, {$ref: '#/components/schemas/Blue'}]
      discriminator: {propertyName: colour}
    Red: {type: object, required: [r], properties: {colour: {enum: [red]}}}
    Blue: {type: object, required: [b], properties: {colour: {enum: [blue]}}}
    Fallback:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/One'}]
      discriminator: {propertyName: kind, defaultMapping: One}
)";

// A schema that others extend.
constexpr const char* kVehicles = R"(
components:
  schemas:
    Vehicle:
      type: object
      required: [type]
      properties: {type: {type: string}, wheels: {type: integer, readOnly: true}}
      discriminator: {propertyName: type, mapping: {lorry: '#/components/schemas/Truck'}}
    Car: {allOf: [{$ref: '#/components/schemas/Vehicle'}, {required: [doors], properties: {doors: {type: integer}}}]}
    Truck: {allOf: [{$ref: '#/components/schemas/Vehicle'}, {properties: {load: {type: number}}}]}
    Tipper: {allOf: [{$ref: '#/components/schemas/Truck'}, {required: [angle]}]}
    Fleet: {type: object, properties: {all: {type: array, items: {$ref: '#/components/schemas/Vehicle'}}}}
)";

constexpr const char* kClosed = R"(
components:
  schemas:
    Shape:
      type: object
      required: [kind]
      properties: {kind: {type: string}}
      discriminator: {propertyName: kind}
    Circle:
      allOf: [{$ref: '#/components/schemas/Shape'}]
      properties: {radius: {type: number}}
      unevaluatedProperties: false
)";

// Values that the alternatives list, too.
constexpr const char* kListed = R"(
components:
  schemas:
    Contact:
      oneOf: [{$ref: '#/components/schemas/Mail'}, {$ref: '#/components/schemas/Phone'}]
      discriminator: {propertyName: kind, mapping: {mail: '#/components/schemas/Mail', phone: '#/components/schemas/Phone'}}
    Mail: {type: object, required: [kind], properties: {kind: {type: string, enum: [mail]}}}
    Phone: {type: object, required: [kind], properties: {kind: {type: string, enum: [phone]}}}
)";

constexpr const char* kSwagger = R"(
definitions:
  Base: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}
  Leaf: {allOf: [{$ref: '#/definitions/Base'}, {required: [green]}], x-ms-discriminator-value: '#leaf'}
)";

struct Row {
  std::string name;
  const char* document;
  std::string schema;
  std::string instance;
  std::string expected;  // "pointer keyword: message", joined by " | "
  Dialect dialect = Dialect::openapi30;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

Result<Schema> compiled(const Row& row) {
  SchemaSet set(row.dialect);
  auto document = Document::parse(row.document, "pets.yaml", Syntax::yaml);
  if (!document) return fail(document.error());
  set.add("file:///pets.yaml", std::make_shared<Document>(std::move(*document)));
  return compile(set, "file:///pets.yaml", row.schema, row.dialect);
}

class Discriminates : public testing::TestWithParam<Row> {};

TEST_P(Discriminates, AsTheValueSays) {
  const Row& row = GetParam();
  const auto schema = compiled(row);
  ASSERT_TRUE(schema) << to_string(schema.error());
  const auto instance = Document::parse_json(row.instance);
  ASSERT_TRUE(instance);
  std::string found;
  for (const SchemaViolation& violation : schema->validate(instance->root())) {
    if (!found.empty()) found += " | ";
    found += violation.instance_pointer + " " + violation.keyword + ": " + violation.message;
    EXPECT_GT(violation.schema.line, 0u) << violation.schema_pointer;
  }
  EXPECT_EQ(found, row.expected);
}

const Row kRows[] = {
    {"implicit_name", kPets, "/components/schemas/Pet", R"({"kind":"Cat"})", ""},
    {"mapped_name", kPets, "/components/schemas/Pet", R"({"kind":"kitten","lives":9})", ""},
    {"mapped_reference", kPets, "/components/schemas/Pet", R"({"kind":"puppy","barks":true})", ""},
    {"explains_the_chosen_branch", kPets, "/components/schemas/Pet", R"({"kind":"puppy","barks":"loud"})",
     R"(/barks type: must be boolean, is string "loud" ('kind' is "puppy"))"},
    {"in_an_array", kPets, "/components/schemas/Pets", R"([{"kind":"Cat"},{"kind":"Cat","lives":"9"}])",
     R"(/1/lives type: must be integer, is string "9" ('kind' is "Cat"))"},
    {"unknown_value", kPets, "/components/schemas/Pet", R"({"kind":"kiten"})",
     R"(/kind discriminator: names no schema: "kiten"; did you mean 'kitten'?)"},
    {"mapped_elsewhere_tries_all", kPets, "/components/schemas/Pet", R"({"kind":"bird"})",
     " oneOf: must match exactly one of 2 alternatives, matches the 1st and the 2nd"},
    {"without_the_property_tries_all", kPets, "/components/schemas/Pet", "{}",
     " oneOf: matches none of 2 alternatives; closest is the 1st: property 'kind' is required"},
    {"inline_alternatives_have_no_name", kPets, "/components/schemas/Any", R"({"kind":"other","free":1})", ""},
    {"any_of_takes_the_named_one", kPets, "/components/schemas/Any", R"({"kind":"Cat","lives":"x","free":1})",
     R"(/lives type: must be integer, is string "x" ('kind' is "Cat"))"},
    {"numbers_are_compared_as_text", kPets, "/components/schemas/Numbered", R"({"kind":1})",
     " required: property 'n' is required ('kind' is 1)"},
    {"listed_values_are_not_names", kPets, "/components/schemas/Listed", R"({"colour":"red","r":1})", ""},
    {"listed_values_are_tried", kPets, "/components/schemas/Listed", R"({"colour":"red","b":1})",
     " oneOf: matches none of 2 alternatives; closest is the 1st: property 'r' is required"},
    {"default_mapping", kPets, "/components/schemas/Fallback", R"({"n":1})", "", Dialect::draft2020_12},
    {"default_mapping_fails", kPets, "/components/schemas/Fallback", "{}", " required: property 'n' is required",
     Dialect::draft2020_12},
    {"default_mapping_of_an_unknown_value", kPets, "/components/schemas/Fallback", R"({"kind":"zz","n":1})", "",
     Dialect::draft2020_12},
    {"default_mapping_of_a_value_that_is_no_text", kPets, "/components/schemas/Fallback", R"({"kind":null,"n":1})", "",
     Dialect::draft2020_12},
    {"default_mapping_of_an_unknown_value_fails", kPets, "/components/schemas/Fallback", R"({"kind":"zz"})",
     " required: property 'n' is required ('kind' is \"zz\")", Dialect::draft2020_12},
    {"default_mapping_leaves_names_alone", kPets, "/components/schemas/Fallback", R"({"kind":"Cat","lives":"x"})",
     R"(/lives type: must be integer, is string "x" ('kind' is "Cat"))", Dialect::draft2020_12},
    {"no_object", kPets, "/components/schemas/Any", "1",
     " anyOf: matches none of 3 alternatives; closest is the 1st: must be object, is number 1"},

    {"extended", kVehicles, "/components/schemas/Vehicle", R"({"type":"Car","doors":4})", ""},
    {"extension_fails", kVehicles, "/components/schemas/Vehicle", R"({"type":"Car"})",
     " required: property 'doors' is required ('type' is \"Car\")"},
    {"extension_by_mapping", kVehicles, "/components/schemas/Vehicle", R"({"type":"lorry","load":"heavy"})",
     R"(/load type: must be number, is string "heavy" ('type' is "lorry"))"},
    {"extension_of_an_extension", kVehicles, "/components/schemas/Vehicle", R"({"type":"Tipper","load":1})",
     " required: property 'angle' is required ('type' is \"Tipper\")"},
    {"the_schema_itself", kVehicles, "/components/schemas/Vehicle", R"({"type":"Vehicle"})", ""},
    {"extension_unknown", kVehicles, "/components/schemas/Fleet", R"({"all":[{"type":"Cart"}]})",
     R"(/all/0/type discriminator: names no schema: "Cart"; did you mean 'Car'?)"},
    {"from_below_nothing_more_is_asked", kVehicles, "/components/schemas/Truck", R"({"type":"lorry","load":1})", ""},
    {"unevaluated_sees_the_base", kClosed, "/components/schemas/Shape", R"({"kind":"Circle","radius":1})", "",
     Dialect::draft2020_12},
    {"unevaluated_is_refused", kClosed, "/components/schemas/Shape", R"({"kind":"Circle","r":1})",
     "/r unevaluatedProperties: property 'r' is not declared ('kind' is \"Circle\")", Dialect::draft2020_12},
    {"swagger", kSwagger, "/definitions/Base", R"({"kind":"Leaf"})",
     " required: property 'green' is required ('kind' is \"Leaf\")"},
    {"swagger_value", kSwagger, "/definitions/Base", R"({"kind":"#leaf","green":1})", ""},
};

INSTANTIATE_TEST_SUITE_P(Rows, Discriminates, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST(Discriminator, GeneratedInstancesNameTheirSchema) {
  for (const auto& [document, pointer] :
       {std::pair(kPets, "/components/schemas/Pet"), std::pair(kPets, "/components/schemas/Numbered"),
        std::pair(kVehicles, "/components/schemas/Vehicle"), std::pair(kVehicles, "/components/schemas/Truck"),
        std::pair(kVehicles, "/components/schemas/Tipper"), std::pair(kSwagger, "/definitions/Base")}) {
    const auto schema = compiled(Row{"", document, pointer, "", ""});
    ASSERT_TRUE(schema) << to_string(schema.error());
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      for (const Flavour flavour : {Flavour::minimal, Flavour::typical, Flavour::maximal}) {
        const auto made = generate(*schema, Random(seed, "made"), GenerateOptions{flavour});
        ASSERT_TRUE(made) << pointer << ' ' << seed;
        EXPECT_TRUE(schema->valid(Document::of(*made).root())) << to_json(Document::of(*made).root());
      }
    }
  }
}

using Tags = std::set<std::string>;

// "pointer keyword value" of the negatives whose discriminator names no schema.
Tags unknown_tags(const char* document, const std::string& pointer, const std::string& property) {
  const auto schema = compiled(Row{"", document, pointer, "", ""});
  Tags found;
  for (const Negative& negative : negatives(*schema, Random(1, "negatives"))) {
    const Document instance = Document::of(negative.instance);
    EXPECT_FALSE(schema->valid(instance.root())) << to_json(negative.instance);
    const Node* tag = instance.root().find(property);
    if (tag == nullptr || !tag->is_string() || negative.keyword == "type") continue;
    for (const SchemaViolation& violation : schema->validate(instance.root())) {
      if (violation.instance_pointer != "/" + property) continue;
      found.insert(negative.pointer + " " + negative.keyword + " " + std::string(tag->text()));
    }
  }
  return found;
}

TEST(Discriminator, NegativesNameNoSchema) {
  EXPECT_EQ(unknown_tags(kVehicles, "/components/schemas/Vehicle", "type"),
            (Tags{"/type discriminator squall", "/type discriminator LORRY"}));
  EXPECT_EQ(unknown_tags(kPets, "/components/schemas/Numbered", "kind"),
            (Tags{"/kind discriminator squall", "/kind discriminator cAT"}));
}

// Where the alternatives list the values as well, JSON Schema alone refuses another.
TEST(Discriminator, NegativesThatViolateMoreAreOfThatKeyword) {
  const Tags found = unknown_tags(kListed, "/components/schemas/Contact", "kind");
  EXPECT_EQ(found, (Tags{"/kind oneOf squall", "/kind oneOf MAIL", "/kind oneOf PHONE"}));
}

}  // namespace
}  // namespace squall::contracts::schema
