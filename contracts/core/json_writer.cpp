#include <string>
#include <string_view>

#include "contracts/core/value.h"

namespace squall::contracts {
namespace {

void write_string(std::string& out, std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"':
        out.append("\\\"");
        break;
      case '\\':
        out.append("\\\\");
        break;
      case '\n':
        out.append("\\n");
        break;
      case '\r':
        out.append("\\r");
        break;
      case '\t':
        out.append("\\t");
        break;
      case '\b':
        out.append("\\b");
        break;
      case '\f':
        out.append("\\f");
        break;
      default:
        if (byte < 0x20) {
          out.append("\\u00");
          out.push_back(kHex[byte >> 4]);
          out.push_back(kHex[byte & 15]);
        } else {
          out.push_back(c);
        }
    }
  }
  out.push_back('"');
}

// Works on Value and Node: both have kind, boolean, text, items and members.
template <class Tree>
void write(std::string& out, const Tree& tree);

template <class Tree>
void write_array(std::string& out, const Tree& tree) {
  char separator = '[';
  for (const auto& item : tree.items()) {
    out.push_back(separator);
    write(out, item);
    separator = ',';
  }
  if (separator == '[') out.push_back('[');
  out.push_back(']');
}

void write_member(std::string& out, const Member& member) {
  write_string(out, member.key);
  out.push_back(':');
  write(out, member.value);
}

void write_member(std::string& out, const std::pair<std::string, Value>& member) {
  write_string(out, member.first);
  out.push_back(':');
  write(out, member.second);
}

template <class Tree>
void write_object(std::string& out, const Tree& tree) {
  char separator = '{';
  for (const auto& member : tree.members()) {
    out.push_back(separator);
    write_member(out, member);
    separator = ',';
  }
  if (separator == '{') out.push_back('{');
  out.push_back('}');
}

template <class Tree>
void write(std::string& out, const Tree& tree) {
  switch (tree.kind()) {
    case Kind::null:
      out.append("null");
      break;
    case Kind::boolean:
      out.append(tree.boolean() ? "true" : "false");
      break;
    case Kind::number:
      out.append(tree.text());
      break;
    case Kind::string:
      write_string(out, tree.text());
      break;
    case Kind::array:
      write_array(out, tree);
      break;
    case Kind::object:
      write_object(out, tree);
      break;
  }
}

}  // namespace

std::string to_json(const Value& value) {
  std::string out;
  write(out, value);
  return out;
}

std::string to_json(const Node& node) {
  std::string out;
  write(out, node);
  return out;
}

}  // namespace squall::contracts
