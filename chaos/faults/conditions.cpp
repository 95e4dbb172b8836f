#include "chaos/faults/conditions.h"

#include <algorithm>
#include <string>
#include <vector>

#include "contracts/core/number.h"
#include "contracts/core/units.h"

namespace squall::chaos {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Node;
using contracts::Result;
using contracts::Status;
using contracts::Value;

Status read_text(std::string& into, std::string_view name, const Node& node) {
  if (!node.is_string() && !node.is_number()) {
    return fail(ErrorKind::usage,
                std::string(name) + ": expected text, found " + std::string(contracts::to_string(node.kind())));
  }
  into = node.text();
  return {};
}

Result<std::uint64_t> read_whole(std::string_view name, const Node& node) {
  const std::string text(node.text());
  const auto number = node.is_number() ? contracts::to_int64(text) : std::nullopt;
  if (!number || *number < 0)
    return fail(ErrorKind::usage, std::string(name) + ": expected a whole number, found '" + text + "'");
  return static_cast<std::uint64_t>(*number);
}

struct Condition {
  std::string_view name;
  Status (*read)(FaultSpec&, const Node&);
};

const Condition kConditions[] = {
    {"share",
     [](FaultSpec& spec, const Node& node) -> Status {
       SQUALL_TRY_ASSIGN(spec.share, contracts::parse_share(node.text()));
       return {};
     }},
    {"first",
     [](FaultSpec& spec, const Node& node) -> Status {
       SQUALL_TRY_ASSIGN(spec.first, read_whole("first", node));
       return {};
     }},
    {"method", [](FaultSpec& spec, const Node& node) { return read_text(spec.match.method, "method", node); }},
    {"path", [](FaultSpec& spec, const Node& node) { return read_text(spec.match.path, "path", node); }},
    {"header", [](FaultSpec& spec, const Node& node) { return read_text(spec.match.header, "header", node); }},
    {"id", [](FaultSpec& spec, const Node& node) { return read_text(spec.id, "id", node); }},
};

}  // namespace

std::span<const std::string_view> condition_names() {
  static const auto names = [] {
    std::vector<std::string_view> all;
    for (const auto& condition : kConditions) all.push_back(condition.name);
    return all;
  }();
  return names;
}

Result<bool> read_condition(FaultSpec& spec, std::string_view name, const Node& node) {
  const auto found = std::find_if(std::begin(kConditions), std::end(kConditions),
                                  [name](const Condition& condition) { return condition.name == name; });
  if (found == std::end(kConditions)) return false;
  SQUALL_TRY(found->read(spec, node));
  return true;
}

Value conditions_of(const FaultSpec& spec) {
  Value object{contracts::Object{}};
  if (spec.share != 1.0) object.set("share", Value(spec.share));
  if (spec.first) object.set("first", Value(*spec.first));
  const auto text = [&object](std::string_view name, const std::string& value) {
    if (!value.empty()) object.set(name, Value(value));
  };
  text("method", spec.match.method);
  text("path", spec.match.path);
  text("header", spec.match.header);
  return object;
}

Status check_conditions(const FaultSpec& spec) {
  if (!(spec.share >= 0.0 && spec.share <= 1.0)) return fail(ErrorKind::usage, "share: expected 0% to 100%");
  if (!spec.match.path.empty() && spec.match.path.front() != '/')
    return fail(ErrorKind::usage, "path: expected it to begin with '/', found '" + spec.match.path + "'");
  return {};
}

}  // namespace squall::chaos
