// Reading a document and validating it, formats asserted, over and over; the peer is validation/ajv.js.
// Usage: validation_bench SCHEMA DOCUMENT SECONDS. Prints {"valid": ..., "rate": documents per second}.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "contracts/core/document.h"
#include "contracts/schema/schema.h"

namespace squall::contracts {
namespace {

using Clock = std::chrono::steady_clock;

int fails(const Error& error) {
  fmt::print(stderr, "validation_bench: {}\n", to_string(error));
  return 2;
}

int run(const char* schema_file, const char* document_file, double seconds) {
  auto document = Document::load(schema_file);
  if (!document) return fails(document.error());
  schema::SchemaSet set(schema::Dialect::draft2020_12);
  set.add("file:///schema", std::make_shared<const Document>(std::move(*document)));
  const auto schema = schema::compile(set, "file:///schema");
  if (!schema) return fails(schema.error());
  const auto sample = Document::load(document_file);
  if (!sample) return fails(sample.error());
  const std::string text(sample->source());

  const std::size_t batch = std::max<std::size_t>(1, 1'000'000 / text.size());
  const auto begin = Clock::now();
  std::size_t count = 0;
  bool valid = true;
  std::chrono::duration<double> taken{};
  do {
    for (std::size_t i = 0; i < batch; ++i) {
      const auto instance = Document::parse_json(text);
      valid = instance && schema->valid(instance->root()) && valid;
    }
    count += batch;
    taken = Clock::now() - begin;
  } while (taken.count() < seconds);
  fmt::print("{{\"valid\": {}, \"rate\": {:.1f}}}\n", valid, static_cast<double>(count) / taken.count());
  return 0;
}

}  // namespace
}  // namespace squall::contracts

int main(int count, char** arguments) {
  if (count != 4) {
    std::fputs("usage: validation_bench SCHEMA DOCUMENT SECONDS\n", stderr);
    return 2;
  }
  return squall::contracts::run(arguments[1], arguments[2], std::atof(arguments[3]));
}
