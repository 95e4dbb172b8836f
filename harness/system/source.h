#pragma once
// Source: one system file while it is read. Texts come out with ${env...} expanded; mistakes go in.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contracts/core/document.h"
#include "contracts/core/value.h"
#include "harness/system/mistakes.h"

namespace squall::harness {

using EnvironmentLookup = std::function<std::optional<std::string>(const std::string& name)>;

class Source {
 public:
  Source(const contracts::Document& document, const EnvironmentLookup& environment);

  const contracts::Node& root() const { return document_.root(); }
  contracts::Location locate(const contracts::Node& node) const { return document_.locate(node); }

  void mistake(const contracts::Node& at, std::string message, std::string hint = {});
  void mistake_at_key(const contracts::Node& object, std::string_view key, std::string message, std::string hint = {});
  Mistakes& mistakes() { return mistakes_; }
  // Was a mistake found in the node already?
  bool faulty(const contracts::Node& node) const { return mistakes_.any_below(document_.locate(node).pointer); }

  // Reports missing variables and references that lead nowhere. `services` and `edges` may stand only where the ports
  // are known when they are needed: below /services and /consumers.
  void check_references();
  // The text of a scalar, ${env...} expanded; other references stay as they are.
  std::string text(const contracts::Node& node) const;
  // The same for what expand() will read: a literal "${" stays escaped.
  std::string late_text(const contracts::Node& node) const;
  bool has_environment_reference(const contracts::Node& node) const;
  // A deep copy, every string expanded.
  contracts::Value value(const contracts::Node& node) const;

  // The values that ${env...} stood for, and what to print instead.
  const std::map<std::string, std::string>& secrets() const { return secrets_; }

 private:
  std::string expanded(const contracts::Node& node, bool again_later) const;
  void check_text(const contracts::Node& node, bool late_allowed);
  void check_reference(const contracts::Node& node, const std::string& content, bool late_allowed);
  void check_below(const contracts::Node& node, bool late_allowed);
  std::vector<std::string> names_in(std::string_view section) const;

  const contracts::Document& document_;
  const EnvironmentLookup& environment_;
  Mistakes mistakes_;
  std::map<std::string, std::string> secrets_;
};

}  // namespace squall::harness
