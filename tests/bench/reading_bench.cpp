// Reading one contract: our JSON reader and the whole load, against nlohmann's two ways.
// Usage: reading_bench FILE [Google Benchmark's options]

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "contracts/core/document.h"
#include "contracts/openapi/contract.h"

namespace squall::contracts {
namespace {

// Takes every event and keeps nothing: what nlohmann's parser costs alone.
struct Discard final : nlohmann::json_sax<nlohmann::json> {
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override { return false; }
};

template <class Read>
void measure(const char* name, std::size_t bytes, const Read& read) {
  benchmark::RegisterBenchmark(name, [bytes, read](benchmark::State& state) {
    for (auto _ : state) {
      if (!read()) state.SkipWithError("it was not read");
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(bytes));
  })->Unit(benchmark::kMillisecond);
}

int run(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const std::string file = argc > 1 ? argv[1] : "";
  const auto document = Document::load(file);
  if (!document) {
    fmt::print(stderr, "reading_bench: {}\n", to_string(document.error()));
    return 2;
  }
  const std::string text(document->source());
  measure("Document::parse_json", text.size(), [&] { return Document::parse_json(text).has_value(); });
  measure("nlohmann DOM", text.size(), [&] { return !nlohmann::json::parse(text, nullptr, false).is_discarded(); });
  measure("nlohmann SAX, keeping nothing", text.size(), [&] {
    Discard discard;
    return nlohmann::json::sax_parse(text, &discard);
  });
  measure("openapi::load", text.size(), [&] { return openapi::load(file).has_value(); });
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

}  // namespace
}  // namespace squall::contracts

int main(int argc, char** argv) {
  return squall::contracts::run(argc, argv);
}
