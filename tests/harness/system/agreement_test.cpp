// The published schema and the reader say the same about a system file.

#include <gtest/gtest.h>

#include <set>

#include "contracts/schema/schema.h"
#include "harness/system/load_system.h"
#include "harness/system/schema.h"
#include "tests/support/corpora.h"

namespace squall::harness {
namespace {

using contracts::Document;
using contracts::Syntax;

std::optional<std::string> environment(const std::string& name) {
  if (name == "TOKEN") return "s3cr3t-t0ken";
  if (name == "DB_HOST") return "db.internal";
  return std::nullopt;
}

class Agreement : public testing::Test {
 protected:
  void SetUp() override {
    auto document = Document::parse_json(system_schema());
    ASSERT_TRUE(document) << document.error().message;
    set_.add("squall:schema", std::make_shared<const Document>(std::move(*document)));
    auto schema = contracts::schema::compile(set_, "squall:schema");
    ASSERT_TRUE(schema) << contracts::to_string(schema.error());
    schema_.emplace(std::move(*schema));
  }
  bool schema_accepts(const Document& document) const { return schema_->valid(document.root()); }

  contracts::schema::SchemaSet set_{contracts::schema::Dialect::draft2020_12};
  std::optional<contracts::schema::Schema> schema_;
};

TEST_F(Agreement, BothAcceptTheGoodFiles) {
  const auto files = tests::files_below(tests::test_data() / "system" / "good", {".yaml", ".json"});
  EXPECT_GE(files.size(), 3u);
  for (const auto& path : files) {
    SCOPED_TRACE(path);
    const auto document = Document::load(path.string());
    ASSERT_TRUE(document);
    for (const auto& violation : schema_->validate(document->root())) {
      ADD_FAILURE() << violation.instance_pointer << ": " << violation.message;
    }
    EXPECT_TRUE(load_system(path.string(), environment));
  }
}

// What a schema can see wrong in a file; the rest (names, references, what fits together) only the reader knows.
TEST_F(Agreement, TheReaderRefusesWhateverTheSchemaRefuses) {
  std::set<std::string> seen;
  for (const auto& path : tests::files_below(tests::test_data() / "system" / "bad", {".yaml"})) {
    const auto document = Document::load(path.string());
    if (document && !schema_accepts(*document)) {
      seen.insert(path.stem().string());
      EXPECT_FALSE(load_system(path.string(), environment)) << path;
    }
  }
  for (const char* name : {"ten_mistakes", "version", "not_an_object", "modes", "edges", "checks", "experiments"}) {
    EXPECT_TRUE(seen.count(name)) << name << " should not conform to the schema";
  }
}

struct Snippet {
  const char* name;
  const char* yaml;  // appended to a good file
  bool good;
};

// Entries with LOAD and FAULT stand for an experiment with that load or fault.
constexpr Snippet snippets[] = {
    {"rate_text", "LOAD rate: 3000/min", true},
    {"rate_number", "LOAD rate: 50", false},
    {"rate_unit", "LOAD rate: 50/day", false},
    {"duration", "LOAD for: 1m30s", true},
    {"duration_fraction", "LOAD for: 1.5s", true},
    {"duration_order", "LOAD for: 30s1m", false},
    {"duration_number", "LOAD for: 10", false},
    {"duration_space", "LOAD for: 10 s", false},
    {"share_number", "FAULT latency: 1s, share: 0.3", true},
    {"share_above", "FAULT latency: 1s, share: 1.3", false},
    {"first_calls", "FAULT latency: 1s, first: 10 calls", true},
    {"first_negative", "FAULT latency: 1s, first: -1", false},
    {"two_faults", "FAULT latency: 1s, reset: true", false},
    {"no_fault", "FAULT share: 3%", false},
    {"request_lower", "experiments: [{name: a, load: {request: get /}}]", false},
    {"request_without_path", "experiments: [{name: a, load: {request: GET}}]", false},
    {"request_query", "experiments: [{name: a, load: {request: 'GET /a?b=%20c'}}]", true},
    {"comparison_plain", "experiments: [{name: a, load: {request: GET /}, expect: {success: 99%}}]", false},
    {"comparison_unit", "experiments: [{name: a, load: {request: GET /}, expect: {p99: '>= 99%'}}]", false},
    {"comparison_tight", "experiments: [{name: a, load: {request: GET /}, expect: {p99: '<1s'}}]", true},
    {"seed_negative", "seed: -1", false},
    {"verify_auth", "verify: {a: {auth: 'bearer:abc'}}", true},
    {"verify_auth_scheme", "verify: {a: {auth: 'main=basic:a:b'}}", true},
    {"verify_auth_schemes", "verify: {a: {auth: {main: 'key:${env.TOKEN}', other: 'basic:me:'}}}", true},
    {"verify_auth_client", "verify: {a: {auth: {o: {token_url: u, client_id: a, client_secret: b, scopes: [r]}}}}",
     true},
    {"verify_auth_client_part", "verify: {a: {auth: {o: {token_url: u, client_id: a}}}}", false},
    {"verify_auth_client_alone", "verify: {a: {auth: {o: {client_id: a, client_secret: b}}}}", true},
    {"verify_auth_kind", "verify: {a: {auth: 'beerer:abc'}}", false},
    {"verify_workers", "verify: {a: {workers: 4, rate: 50/s, wait: 30s, max_time: 1m, shrink: false}}", true},
    {"verify_workers_none", "verify: {a: {workers: 0}}", false},
    {"verify_rate", "verify: {a: {rate: 50}}", false},
    {"verify_include", "verify: {a: {include: ['tag:a', '/orders/*'], exclude: [createOrder]}}", true},
    {"verify_include_none", "verify: {a: {include: []}}", false},
    {"seed_text", "seed: abc", false},
    {"seed_fraction", "seed: 1.5", false},
    {"seed_large", "seed: 9007199254740993", true},
    {"name_number", "name: 12", false},
    {"unknown_section", "experiment: []", false},
    {"null_section", "experiments:", false},
    {"pattern_true", "resilience: {e: {stimulus: {request: GET /}, expect: {timeout: true}}}", true},
    {"pattern_false", "resilience: {e: {stimulus: {request: GET /}, expect: {timeout: false}}}", false},
    {"no_stimulus", "resilience: {e: {expect: {timeout: true}}}", true},
    {"stimulus_after_another",
     "resilience: {e: {stimulus: {request: 'POST /pay/${captured.id}', before: [{request: POST /orders, capture: {id: "
     "/id}}]}}}",
     true},
    {"nothing_before_stimulus", "resilience: {e: {stimulus: {request: GET /, before: []}}}", false},
    {"capture_without_pointer",
     "resilience: {e: {stimulus: {request: GET /, before: [{request: GET /, capture: {id: id}}]}}}", false},
    {"pointer", "experiments: [{name: a, invariants: [{probe: GET /, pointer: /a~2}]}]", false},
    {"pointer_whole", "experiments: [{name: a, invariants: [{probe: GET /, pointer: ''}]}]", true},
};

std::string file_with(std::string yaml) {
  if (yaml.substr(0, 5) == "LOAD ") yaml = "experiments: [{name: a, load: {request: GET /, " + yaml.substr(5) + "}}]";
  if (yaml.substr(0, 6) == "FAULT ") {
    yaml = "experiments: [{name: a, load: {request: GET /}, faults: [{edge: e, " + yaml.substr(6) + "}]}]";
  }
  return "squall: 1\nservices: {a: {url: 'http://127.0.0.1:1', contract: contract.yaml}, b: {contract: contract.yaml, "
         "stub: {}}}\n"
         "edges: {e: {from: a, to: b}}\n" +
         yaml + "\n";
}

TEST_F(Agreement, OnSnippets) {
  for (const Snippet& snippet : snippets) {
    SCOPED_TRACE(snippet.name);
    const std::string text = file_with(snippet.yaml);
    const auto document = Document::parse(text, "squall.yaml", Syntax::yaml);
    ASSERT_TRUE(document);
    EXPECT_EQ(schema_accepts(*document), snippet.good) << "schema";
    const auto system = parse_system(text, (tests::test_data() / "system" / "squall.yaml").string(), environment);
    EXPECT_EQ(system.has_value(), snippet.good)
        << "reader: " << (system ? "" : contracts::to_string(system.error().front()));
  }
}

}  // namespace
}  // namespace squall::harness
