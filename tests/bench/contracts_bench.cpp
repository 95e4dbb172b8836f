// Reading documents and validating instances, on data made here.

#include <benchmark/benchmark.h>

#include <string>

#include "contracts/core/document.h"
#include "contracts/schema/schema.h"

namespace squall::contracts {
namespace {

std::string orders(int count) {
  std::string text = "[";
  for (int i = 0; i < count; ++i) {
    text +=
        std::string(i == 0 ? "" : ",") + R"({"id":")" + std::to_string(100000 + i) +
        R"(","quantity":3,"price":19.99,"note":"leave at the door, please","tags":["a","b"],"address":{"city":"Ulm","zip":"89073"}})";
  }
  return text + "]";
}

constexpr const char* kSchema = R"({"type":"array","items":{"type":"object","required":["id","quantity","price"],
  "additionalProperties":false,"properties":{"id":{"type":"string","pattern":"^[0-9]+$"},
  "quantity":{"type":"integer","minimum":1,"maximum":100},"price":{"type":"number","multipleOf":0.01},
  "note":{"type":"string","maxLength":200},"tags":{"type":"array","items":{"enum":["a","b","c"]},"uniqueItems":true},
  "address":{"type":"object","required":["city"],"properties":{"city":{"type":"string"},"zip":{"type":"string"}}}}}})";

void read(benchmark::State& state, Syntax syntax) {
  const std::string text = orders(5000);
  for (auto _ : state) {
    auto document = Document::parse(text, "orders", syntax);
    if (!document) state.SkipWithError("not read");
    benchmark::DoNotOptimize(document);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
void read_json(benchmark::State& state) {
  read(state, Syntax::json);
}
void read_yaml(benchmark::State& state) {
  read(state, Syntax::yaml);
}
BENCHMARK(read_json);
BENCHMARK(read_yaml);

void validate(benchmark::State& state) {
  schema::SchemaSet set(schema::Dialect::draft2020_12);
  auto document = Document::parse(kSchema, "schema", Syntax::json);
  set.add("file:///schema", std::make_shared<const Document>(std::move(*document)));
  const auto schema = schema::compile(set, "file:///schema");
  const auto instance = Document::parse_json(orders(1000));
  for (auto _ : state) {
    if (!schema->valid(instance->root())) state.SkipWithError("not valid");
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 1000);
}
BENCHMARK(validate);

}  // namespace
}  // namespace squall::contracts

BENCHMARK_MAIN();
