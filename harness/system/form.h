#pragma once
// Form: what may stand at a place of the system file. The tree of forms is the file's grammar; the reader's checks and
// the published JSON Schema are both made from it, and the faults and patterns in it come from their registries.

#include <memory>
#include <string>
#include <vector>

#include "harness/system/notation.h"

namespace squall::harness {

struct Form;
using FormPtr = std::shared_ptr<const Form>;

struct Field {
  std::string name;
  FormPtr form;
  bool required = false;
};

// A value must fit one of: its notations, an object with its fields, a list of items, a map of values.
struct Form {
  std::string summary;  // for editors
  std::vector<Notation> notations;
  std::vector<std::string> choices;  // of Notation::choice
  std::vector<std::string> refused;  // choices that exist in the world but are not handled; `refusal` says what to do
  std::string refusal;
  std::vector<Field> fields;
  bool object = false;  // an object with `fields`
  FormPtr items;        // a list
  FormPtr values;       // a map by name
  bool anything = false;
  bool may_be_empty = false;   // `key:` without a value means {}
  bool any_key = false;        // map keys need not be names (headers, environment)
  bool not_empty = false;      // lists: at least one item
  std::string exactly_one_of;  // what exactly one of the `alternatives` names: "fault"
  std::vector<std::string> alternatives;

  const Field* field(std::string_view name) const;
};

const Form& system_form();  // made once, on first use

}  // namespace squall::harness
