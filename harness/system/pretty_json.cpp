#include "harness/system/pretty_json.h"

namespace squall::harness {

namespace {

constexpr std::size_t short_enough = 100;

void write(const contracts::Value& value, std::size_t indent, std::string& out) {
  const std::string compact = contracts::to_json(value);
  const bool nested = (value.is_object() && !value.members().empty()) || (value.is_array() && !value.items().empty());
  if (!nested || indent + compact.size() <= short_enough) {
    out += compact;
    return;
  }
  const std::string inner(indent + 2, ' ');
  const char* separator = "\n";
  if (value.is_object()) {
    out += '{';
    for (const auto& [key, member] : value.members()) {
      out += separator + inner + contracts::to_json(contracts::Value(key)) + ": ";
      write(member, indent + 2, out);
      separator = ",\n";
    }
    out += "\n" + std::string(indent, ' ') + "}";
    return;
  }
  out += '[';
  for (const contracts::Value& item : value.items()) {
    out += separator + inner;
    write(item, indent + 2, out);
    separator = ",\n";
  }
  out += "\n" + std::string(indent, ' ') + "]";
}

}  // namespace

std::string pretty_json(const contracts::Value& value) {
  std::string out;
  write(value, 0, out);
  return out;
}

}  // namespace squall::harness
