// Any bytes: read or refused with a place inside the text; what was read is written and reads the same again.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "contracts/core/document.h"

using namespace squall::contracts;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = Document::parse_json(std::string(reinterpret_cast<const char*>(data), size));
  if (!document) {
    if (document.error().message.empty() || document.error().location.line == 0) std::abort();
    return 0;
  }
  const auto again = Document::parse_json(to_json(document->root()));
  if (!again || !equal(document->root(), again->root())) std::abort();
  for (const Member& member : document->root().members()) {
    if (document->root().find(member.key) != &member.value) std::abort();
    if (document->root().resolve(document->locate(member.value).pointer) != &member.value) std::abort();
  }
  return 0;
}
