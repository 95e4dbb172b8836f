// Any bytes: read or refused with a place; what was read is JSON.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "contracts/core/document.h"

using namespace squall::contracts;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Limits limits;
  limits.nodes = 20'000;
  const auto document =
      Document::parse(std::string(reinterpret_cast<const char*>(data), size), "f", Syntax::yaml, limits);
  if (!document) {
    if (document.error().message.empty()) std::abort();
    return 0;
  }
  const auto again = Document::parse_json(to_json(document->root()));
  if (!again || !equal(document->root(), again->root())) std::abort();
  for (const Member& member : document->root().members()) (void)document->locate(member.value);
  return 0;
}
