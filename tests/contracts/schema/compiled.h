#pragma once
// A schema written inside a test.

#include <memory>
#include <string>

#include "contracts/schema/schema.h"

namespace squall::tests {

// JSON text as a schema of 2020-12. The text is sound.
inline contracts::schema::Schema compiled(const std::string& text) {
  contracts::schema::SchemaSet set(contracts::schema::Dialect::draft2020_12);
  set.add("file:///s",
          std::make_shared<contracts::Document>(*contracts::Document::parse(text, "s", contracts::Syntax::json)));
  return *compile(set, "file:///s");
}

}  // namespace squall::tests
