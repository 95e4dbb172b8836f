#pragma once
// WireShape: how text on the wire is to be read, as far as a schema says. `7` in a query is a number where the schema
// says integer, and a string where it says string.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contracts/core/node.h"

namespace squall::contracts::openapi {

// How a schema's instance is written in XML (OAS 3.2.0, section 4.26).
struct XmlHints {
  enum class As : std::uint8_t { element, attribute, text };
  std::string name;  // "" for the property's, or for the root the component's
  std::string prefix;
  std::string name_space;
  As as = As::element;
  bool wrapped = false;  // of an array: its items stand inside an element of their own
  bool operator==(const XmlHints&) const = default;
};

struct WireShape {
  std::uint8_t kinds = 0x3f;  // one bit for each Kind that is possible; all when the schema does not say
  std::vector<std::pair<std::string, std::shared_ptr<const WireShape>>> properties;
  std::shared_ptr<const WireShape> items;
  std::shared_ptr<const WireShape> additional;  // of members that `properties` does not name

  std::vector<std::string> required;  // of an object
  XmlHints xml;
  std::string component;   // the name of the schema that was referred to
  bool binary = false;     // text that is no text: format binary, contentEncoding, contentMediaType
  bool read_only = false;  // of a member: only the provider knows it
  bool cut = false;        // there is more of it than this says

  bool allows(Kind kind) const { return (kinds >> static_cast<int>(kind) & 1) != 0; }
  bool only(Kind kind) const { return kinds == 1 << static_cast<int>(kind); }
  // The member's shape, or nullptr when nothing is known of it.
  const WireShape* property(std::string_view name) const;
};

}  // namespace squall::contracts::openapi
