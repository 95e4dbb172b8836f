#include "harness/system/source.h"

#include <algorithm>

#include "contracts/core/suggest.h"
#include "harness/system/expand.h"
#include "harness/system/references.h"

namespace squall::harness {

using contracts::Node;

Source::Source(const contracts::Document& document, const EnvironmentLookup& environment)
    : document_(document), environment_(environment) {}

void Source::mistake(const Node& at, std::string message, std::string hint) {
  mistakes_.add(document_.locate(at), std::move(message), std::move(hint));
}

void Source::mistake_at_key(const Node& object, std::string_view key, std::string message, std::string hint) {
  mistakes_.add(document_.locate_key(object, key), std::move(message), std::move(hint));
}

namespace {

// A literal '${' that a later expansion must not take for a reference.
std::string escaped(std::string text) {
  for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at + 3)) text.insert(at, 1, '$');
  return text;
}

}  // namespace

std::string Source::text(const Node& node) const {
  return expanded(node, false);
}
std::string Source::late_text(const Node& node) const {
  return expanded(node, true);
}

std::string Source::expanded(const Node& node, bool again_later) const {
  if (node.is_boolean()) return node.boolean() ? "true" : "false";
  if (!node.is_string()) return std::string(node.text());
  const auto pieces = split_references(node.text());
  if (!pieces) return std::string(node.text());
  std::string result;
  for (const Piece& piece : *pieces) {
    const Reference reference = parse_reference(piece.text);
    if (piece.reference && reference.space != "env") {
      result += "${" + piece.text + "}";
      continue;
    }
    const std::string literal = piece.reference ? environment_(reference.name).value_or("") : piece.text;
    result += again_later ? escaped(literal) : literal;
  }
  return result;
}

bool Source::has_environment_reference(const Node& node) const {
  return node.is_string() && node.text().find("${env.") != std::string_view::npos;
}

contracts::Value Source::value(const Node& node) const {
  if (node.is_string()) return contracts::Value(text(node));
  if (node.is_array()) {
    contracts::Array items;
    for (const Node& item : node.items()) items.push_back(value(item));
    return contracts::Value(std::move(items));
  }
  if (node.is_object()) {
    contracts::Object members;
    for (const contracts::Member& member : node.members()) {
      members.emplace_back(std::string(member.key), value(member.value));
    }
    return contracts::Value(std::move(members));
  }
  return contracts::Value(node);
}

std::vector<std::string> Source::names_in(std::string_view section) const {
  std::vector<std::string> names;
  const Node* node = root().find(section);
  if (node == nullptr) return names;
  for (const contracts::Member& member : node->members()) {
    const Node* to = member.value.find("to");
    if (to == nullptr || !to->is_array()) {
      names.emplace_back(member.key);
      continue;
    }
    // An edge with replicas has an address for each.
    for (const Node& replica : to->items())
      names.push_back(std::string(member.key) + "." + std::string(replica.text()));
  }
  return names;
}

void Source::check_references() {
  for (const contracts::Member& member : root().members())
    check_below(member.value, member.key == "services" || member.key == "consumers");
}

void Source::check_below(const Node& node, bool late_allowed) {
  if (node.is_string()) check_text(node, late_allowed);
  for (const Node& item : node.items()) check_below(item, late_allowed);
  for (const contracts::Member& member : node.members()) check_below(member.value, late_allowed);
}

void Source::check_text(const Node& node, bool late_allowed) {
  const auto pieces = split_references(node.text());
  if (!pieces) return mistake(node, pieces.error().message, pieces.error().hint);
  for (const Piece& piece : *pieces) {
    if (piece.reference) check_reference(node, piece.text, late_allowed);
  }
}

void Source::check_reference(const Node& node, const std::string& content, bool late_allowed) {
  const Reference reference = parse_reference(content);
  const std::string shown = "${" + content + "}";
  if (reference.space == "env") {
    const auto found = environment_(reference.name);
    if (!found) {
      mistake(node, "the environment variable '" + reference.name + "' is not set",
              "set it, as " + shown + " needs it");
    } else if (!found->empty()) {
      secrets_.emplace(*found, shown);
    }
    return;
  }
  if (content == "unique" || (reference.space == "captured" && !reference.name.empty())) {
    if (locate(node).pointer.starts_with("/resilience/")) return;
    return mistake(node, "'" + shown + "' cannot stand here", "it has a value in a resilience stimulus only");
  }
  if (reference.space != "services" && reference.space != "edges" && reference.space != "discovery") {
    return mistake(node, "'" + shown + "' is unknown",
                   "write ${env.NAME}, ${services.NAME.url}, ${edges.NAME.url} or ${discovery.NAME.port}; '$${' is a "
                   "literal '${'");
  }
  const std::string what = reference.space == "services" ? "service"
                           : reference.space == "edges"  ? "edge"
                                                         : "name server";
  if (!late_allowed) {
    return mistake(node, "'" + shown + "' cannot stand here",
                   "addresses expand in a service's command, env and url, and in a consumer's, only; name the " + what +
                       " instead");
  }
  const auto names = names_in(reference.space);
  if (std::find(names.begin(), names.end(), reference.name) == names.end()) {
    const std::string near = contracts::nearest(reference.name, names);
    return mistake(node, "'" + shown + "': there is no " + what + " '" + reference.name + "'",
                   near.empty() ? "" : "did you mean '" + near + "'?");
  }
  if (!is_address_property(reference.property)) {
    mistake(node, "'" + shown + "': a " + what + " has no '" + reference.property + "'",
            "it has " + std::string(address_properties));
  }
}

}  // namespace squall::harness
