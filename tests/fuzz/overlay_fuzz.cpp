// Any text as a document and an overlay on it: applied or refused with a located error; what comes out is whole, and
// each of its nodes stands somewhere. The first line's text is also read as a JSONPath.

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "contracts/openapi/json_path.h"
#include "contracts/openapi/overlay.h"

using namespace squall::contracts;

namespace {

constexpr std::string_view separator = "\n---8<---\n";  // between the document and the overlay

std::shared_ptr<const Document> parsed(std::string_view text, const char* name) {
  Limits limits;
  limits.nodes = 20'000;
  auto document = Document::parse(std::string(text), name, limits);
  return document ? std::make_shared<const Document>(std::move(*document)) : nullptr;
}

void locate_all(const Document& document, const Node& node, int& budget) {
  if (--budget < 0) return;
  if (document.locate(node).file.empty()) std::abort();
  for (const Node& item : node.items()) locate_all(document, item, budget);
  for (const Member& member : node.members()) {
    if (document.locate_key(node, member.key).file.empty()) std::abort();
    locate_all(document, member.value, budget);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto cut = text.find(separator);
  const auto document = parsed(text.substr(0, cut), "document");
  if (document == nullptr) return 0;
  if (const auto path = openapi::JsonPath::parse(text.substr(0, text.find('\n')))) {
    if (const auto found = path->select(document->root())) {
      for (const auto& match : *found) {
        if (document->root().resolve(match.pointer) == nullptr) std::abort();
      }
    }
  }
  if (cut == std::string_view::npos) return 0;
  const auto overlay = parsed(text.substr(cut + separator.size()), "overlay");
  if (overlay == nullptr) return 0;
  openapi::Diagnostics diagnostics;
  const auto made = openapi::apply_overlay(document, overlay, diagnostics);
  if (!made) {
    if (made.error().message.empty() || made.error().location.file != "overlay") std::abort();
    return 0;
  }
  int budget = 2'000;
  locate_all(**made, (*made)->root(), budget);
  return 0;
}
