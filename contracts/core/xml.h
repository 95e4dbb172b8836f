#pragma once
// XML 1.0 with namespaces, as much of it as messages use: elements, attributes, text, CDATA, comments, the five named
// entities and character references. A document type is refused, so nothing is fetched and nothing expands. UTF-8 only.

#include <string>
#include <string_view>
#include <vector>

#include "contracts/core/result.h"

namespace squall::contracts {

struct XmlAttribute {
  std::string name;  // local
  std::string value;
  std::string name_space;  // URI, "" for none
};

struct XmlElement {
  std::string name;                      // local
  std::string name_space;                // URI, "" for none
  std::vector<XmlAttribute> attributes;  // declarations of namespaces are not kept
  std::vector<XmlElement> children;
  std::string text;  // of the element itself, all pieces together
};

// The root element. Errors: malformed, with line and column; nesting deeper than 200.
Result<XmlElement> read_xml(std::string_view text);

bool is_xml_name(std::string_view name);  // without a colon
// False for characters that XML 1.0 cannot carry, however written (section 2.2).
bool is_xml_text(std::string_view text);
std::string xml_escaped(std::string_view text, bool in_attribute);

}  // namespace squall::contracts
