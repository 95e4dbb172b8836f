// The first line chooses a dialect, the second is the schema, the third an instance. Compiled or refused; the two ways
// of validating agree; what is generated is valid, what is a negative is not.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "contracts/schema/generate.h"
#include "contracts/schema/schema.h"

using namespace squall::contracts;
using namespace squall::contracts::schema;

namespace {

std::string take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  std::string line(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string dialect_line = take_line(text);
  const auto digit = static_cast<unsigned char>(dialect_line.empty() ? 0 : dialect_line[0] - '0');
  const auto dialect = static_cast<Dialect>(digit % 5);
  Limits limits;
  limits.depth = 40;
  auto document = Document::parse(take_line(text), "s", Syntax::json, limits);
  const auto instance = Document::parse_json(take_line(text), limits);
  if (!document || !instance) return 0;
  SchemaSet set(dialect);
  set.add("file:///s", std::make_shared<const Document>(std::move(*document)));
  const auto compiled = compile(set, "file:///s", "", dialect);
  if (!compiled) return 0;
  if (compiled->valid(instance->root()) != compiled->validate(instance->root()).empty()) std::abort();
  GenerateOptions options;
  options.max_nodes = 60;
  options.max_depth = 4;
  if (const auto value = generate(*compiled, Random(1, "fuzz"), options)) {
    if (!compiled->valid(Document::of(*value).root())) std::abort();
  }
  for (const Negative& negative : negatives(*compiled, Random(1, "fuzz"), options)) {
    if (compiled->valid(Document::of(negative.instance).root())) std::abort();
  }
  return 0;
}
