#pragma once
// JSON values as XML by a schema's `xml` hints (OAS 3.2.0, section 4.26), and back.

#include <optional>
#include <string>

#include "contracts/core/xml.h"
#include "contracts/match/wire_text.h"

namespace squall::contracts::match {

// The value that the root element stands for. nullopt: the shape does not say enough to tell. `problem` is set when the
// root is another than the schema names.
std::optional<Value> value_of_xml(const XmlElement& root, const WireShape& shape, std::string& problem);
// nullopt when XML cannot carry the value: empty lists that are not wrapped, control characters, names that are none.
std::optional<std::string> xml_of_value(const Value& value, const WireShape* shape);

}  // namespace squall::contracts::match
