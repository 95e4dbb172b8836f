#include "tests/contracts/schema/real_schemas.h"

#include "contracts/core/document.h"
#include "tests/support/corpora.h"

namespace squall::tests {
namespace {

using contracts::Document;
using contracts::Member;
using contracts::Node;
using contracts::schema::Dialect;
using contracts::schema::SchemaSet;

void find_inline(const Node& node, const std::string& pointer, int depth, std::vector<std::string>& found) {
  if (depth > 14) return;
  for (const Member& member : node.members()) {
    if (member.key == "example" || member.key == "examples") continue;
    const std::string below = contracts::pointer_child(pointer, member.key);
    if (member.key == "schema" && member.value.is_object()) {
      found.push_back(below);
    } else {
      find_inline(member.value, below, depth + 1, found);
    }
  }
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    find_inline(node.items()[i], contracts::pointer_child(pointer, i), depth + 1, found);
  }
}

}  // namespace

RealSchemas load_real_schemas(const std::string& folder) {
  RealSchemas all;
  for (const auto& path : files_below(folder, {".json", ".yaml", ".yml"})) {
    auto document = Document::load(path.string());
    if (!document) {
      all.refused.push_back(contracts::to_string(document.error()));
      continue;
    }
    const Node* version = document->root().find("openapi");
    if (version == nullptr || !version->text().starts_with("3.")) continue;
    ++all.documents;
    const Dialect dialect = version->text().starts_with("3.0") ? Dialect::openapi30 : Dialect::draft2020_12;
    std::vector<std::string> pointers;
    if (const Node* components = document->root().resolve("/components/schemas")) {
      for (const Member& member : components->members()) {
        pointers.push_back(contracts::pointer_child("/components/schemas", member.key));
      }
    }
    if (const Node* paths = document->root().find("paths")) find_inline(*paths, "/paths", 0, pointers);
    SchemaSet set(dialect);
    const std::string uri = "file://" + path.string();
    set.add(uri, std::make_shared<const Document>(std::move(*document)));
    for (const std::string& pointer : pointers) {
      auto schema = contracts::schema::compile(set, uri, pointer, dialect);
      if (schema) {
        all.compiled.push_back(RealSchema{path.filename().string() + "#" + pointer, std::move(*schema)});
      } else {
        all.refused.push_back(contracts::to_string(schema.error()));
      }
    }
  }
  return all;
}

}  // namespace squall::tests
