#include "chaos/faults/conditions.h"

#include <algorithm>
#include <string>
#include <vector>

#include "chaos/faults/client_range.h"
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

Result<std::chrono::nanoseconds> read_time(std::string_view name, const Node& node) {
  auto time = contracts::parse_duration(node.text());
  if (!time) return fail(ErrorKind::usage, std::string(name) + ": " + time.error().message, {}, time.error().hint);
  return *time;
}

Status read_body(FaultSpec& spec, const Node& node) {
  if (!node.is_object())
    return fail(ErrorKind::usage, "body: expected an object of JSON Pointers and values", {},
                "write it like 'body: {/customer/id: 42}'");
  for (const auto& member : node.members()) {
    if (!member.key.empty() && member.key.front() != '/')
      return fail(ErrorKind::usage, "body: '" + std::string(member.key) + "' is no JSON Pointer", {},
                  "begin it with '/'");
    spec.match.body.push_back({std::string(member.key), Value(member.value)});
  }
  return {};
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
    {"every",
     [](FaultSpec& spec, const Node& node) -> Status {
       SQUALL_TRY_ASSIGN(spec.every, read_whole("every", node));
       return {};
     }},
    {"after",
     [](FaultSpec& spec, const Node& node) -> Status {
       SQUALL_TRY_ASSIGN(spec.after, read_time("after", node));
       return {};
     }},
    {"for",
     [](FaultSpec& spec, const Node& node) -> Status {
       SQUALL_TRY_ASSIGN(spec.lasts, read_time("for", node));
       return {};
     }},
    {"method", [](FaultSpec& spec, const Node& node) { return read_text(spec.match.method, "method", node); }},
    {"path", [](FaultSpec& spec, const Node& node) { return read_text(spec.match.path, "path", node); }},
    {"header", [](FaultSpec& spec, const Node& node) { return read_text(spec.match.header, "header", node); }},
    {"operation", [](FaultSpec& spec, const Node& node) { return read_text(spec.match.operation, "operation", node); }},
    {"client", [](FaultSpec& spec, const Node& node) { return read_text(spec.match.client, "client", node); }},
    {"body", read_body},
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
  if (spec.every) object.set("every", Value(*spec.every));
  if (spec.after.count() > 0) object.set("after", Value(contracts::format_duration(spec.after)));
  if (spec.lasts) object.set("for", Value(contracts::format_duration(*spec.lasts)));
  const auto text = [&object](std::string_view name, const std::string& value) {
    if (!value.empty()) object.set(name, Value(value));
  };
  text("method", spec.match.method);
  text("path", spec.match.path);
  text("header", spec.match.header);
  text("operation", spec.match.operation);
  text("client", spec.match.client);
  if (!spec.match.body.empty()) {
    Value body{contracts::Object{}};
    for (const auto& condition : spec.match.body) body.set(condition.pointer, condition.value);
    object.set("body", std::move(body));
  }
  return object;
}

Status check_conditions(const FaultSpec& spec) {
  if (!(spec.share >= 0.0 && spec.share <= 1.0)) return fail(ErrorKind::usage, "share: expected 0% to 100%");
  if (spec.every && *spec.every == 0) return fail(ErrorKind::usage, "every: expected at least 1");
  if (spec.lasts && spec.lasts->count() == 0) return fail(ErrorKind::usage, "for: the fault would last no time at all");
  if (!spec.match.path.empty() && spec.match.path.front() != '/')
    return fail(ErrorKind::usage, "path: expected it to begin with '/', found '" + spec.match.path + "'");
  if (!spec.match.client.empty() && !ClientRange::parse(spec.match.client)) {
    return fail(ErrorKind::usage, "client: expected an IP address or a range, found '" + spec.match.client + "'", {},
                "write it like 'client: 10.0.0.0/8'");
  }
  return {};
}

}  // namespace squall::chaos
