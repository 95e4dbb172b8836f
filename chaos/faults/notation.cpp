#include "chaos/faults/notation.h"

#include "chaos/faults/conditions.h"
#include "chaos/faults/registry.h"
#include "contracts/core/document.h"
#include "contracts/core/suggest.h"

namespace squall::chaos {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Node;
using contracts::Status;
using contracts::Value;

Value parameters_of(const FaultDescriptor& fault, const Node& node) {
  if (node.is_object()) return Value(node);
  Value parameters{contracts::Object{}};
  if (!fault.shorthand.empty() && !node.is_null() && !node.is_boolean()) parameters.set(fault.shorthand, Value(node));
  return parameters;
}

contracts::Error unknown(std::string_view key) {
  std::vector<std::string> known(condition_names().begin(), condition_names().end());
  for (const auto& fault : faults()) known.emplace_back(fault.kind);
  const auto near = contracts::nearest(key, known);
  return {ErrorKind::usage,
          "unknown fault or member '" + std::string(key) + "'",
          {},
          near.empty() ? "" : "did you mean '" + near + "'?"};
}

Status read_member(FaultSpec& spec, std::string_view key, const Node& node) {
  if (const auto* fault = find_fault(key)) {
    if (!spec.kind.empty())
      return fail(ErrorKind::usage, "two faults in one: '" + spec.kind + "' and '" + std::string(key) + "'");
    spec.kind = key;
    spec.parameters = parameters_of(*fault, node);
    return {};
  }
  SQUALL_TRY_ASSIGN(const bool read, read_condition(spec, key, node));
  if (!read) return fail(unknown(key));
  return {};
}

}  // namespace

contracts::Result<FaultSpec> parse_fault(std::string_view text) {
  std::string yaml(text);
  if (!yaml.starts_with('{')) yaml = "{" + yaml + "}";
  const auto document = contracts::Document::parse(yaml, "", contracts::Syntax::yaml);
  const std::string what = "fault '" + std::string(text) + "': ";
  if (!document || !document->root().is_object()) {
    return fail(ErrorKind::usage, what + "expected KIND or KIND: VALUE", {},
                "write it like 'latency: 100ms, share: 5%'");
  }
  FaultSpec spec;
  for (const auto& member : document->root().members()) {
    if (auto read = read_member(spec, member.key, member.value); !read) {
      return fail(ErrorKind::usage, what + read.error().message, {}, read.error().hint);
    }
  }
  if (spec.kind.empty())
    return fail(ErrorKind::usage, what + "it names no kind of fault", {}, "write it like 'latency: 100ms, share: 5%'");
  return spec;
}

}  // namespace squall::chaos
