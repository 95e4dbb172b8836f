#pragma once
// Text on the wire that a schema leaves open: "1" is a number, a text or a list of one where alternatives allow each.
// It is what the schema likes best.

#include <optional>
#include <string>
#include <vector>

#include "contracts/match/wire_text.h"
#include "contracts/schema/schema.h"

namespace squall::contracts::match {

// Beside other kinds, or alone. A shape that says nothing is of scalars.
bool may_be_array(const WireShape* shape);
bool may_be_object(const WireShape* shape);

// The places inside one value that may be read in another way, too.
class OpenValues {
 public:
  // A value at that place (a JSON Pointer; "" for the whole) that came of text by its shape, and what is below it.
  // `json`: text may also be the JSON of an array or object.
  void add(const std::string& pointer, const Value& value, const WireShape* shape, bool json = false);
  // The same for the member of a form or multipart body of that name, unless it was JSON, which leaves nothing open.
  void add_property(const std::string& name, const Value& value, const WireShape* shape);
  // Another reading of the value there.
  void offer(const std::string& pointer, Value other);
  // Has each place be read as leaves the fewest violations, in order. Nothing changes where all is valid as it is.
  void settle(Value& whole, const std::optional<schema::Schema>& schema) const;

 private:
  struct Place {
    std::string pointer;
    Value other;
  };
  std::vector<Place> places_;
};

}  // namespace squall::contracts::match
