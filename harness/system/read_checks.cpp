// resilience, and the requests that it and experiments send.

#include <algorithm>

#include "chaos/patterns/registry.h"
#include "contracts/core/suggest.h"
#include "harness/system/notation.h"
#include "harness/system/reading.h"
#include "harness/system/references.h"

namespace squall::harness {

namespace {

using contracts::Member;
using contracts::Node;

// Services and edges that an expectation names are there.
void check_names(Reading& reading, const chaos::PatternDescriptor& pattern, const Node& expectation) {
  for (const chaos::NamedMember& member : pattern.probes) {
    const Node* probes = expectation.find(member.name);
    if (probes == nullptr || !probes->is_array()) continue;
    for (const Node& probe : probes->items()) {
      const Fields fields(reading.source, probe);
      if (fields.find("service") != nullptr) require_service(reading, fields, "service");
    }
  }
  const Node* to = expectation.find("to");
  if (to == nullptr) return;
  const std::string name = Fields(reading.source, expectation).text("to");
  if (reading.system.edge(name) != nullptr) return;
  std::vector<std::string> names;
  for (const EdgeSpec& known : reading.system.edges) names.push_back(known.name);
  const std::string near = contracts::nearest(name, names);
  reading.source.mistake(*to, "there is no edge '" + name + "'",
                         near.empty() ? "declare it under `edges`" : "did you mean '" + near + "'?");
}

}  // namespace

namespace {

StimulusStep read_step(Reading& reading, const Node& node, const std::string& otherwise) {
  const Fields fields(reading.source, node);
  StimulusStep step;
  step.request = read_request(reading, fields, "request");
  step.service = read_target_service(reading, fields, otherwise);
  if (const Node* capture = fields.find("capture")) {
    for (const Member& member : capture->members())
      step.capture.emplace_back(std::string(member.key), reading.source.text(member.value));
  }
  return step;
}

// Every ${captured.NAME} below the node was captured by an earlier step.
void check_captured(Reading& reading, const Node& node, const std::vector<std::string>& captured) {
  for (const Node& item : node.items()) check_captured(reading, item, captured);
  for (const Member& member : node.members()) check_captured(reading, member.value, captured);
  if (!node.is_string()) return;
  const auto pieces = split_references(node.text());
  if (!pieces) return;
  for (const Piece& piece : *pieces) {
    const Reference reference = parse_reference(piece.text);
    if (!piece.reference || reference.space != "captured") continue;
    const std::string name = piece.text.substr(piece.text.find('.') + 1);
    if (std::find(captured.begin(), captured.end(), name) != captured.end()) continue;
    const std::string near = contracts::nearest(name, captured);
    reading.source.mistake(
        node, "no step before it captures '" + name + "'",
        near.empty() ? "capture it: {capture: {" + name + ": /pointer}}" : "did you mean '" + near + "'?");
  }
}

void read_stimulus(Reading& reading, const Node& node, const std::string& consumer, ResilienceSpec& spec) {
  const Fields fields(reading.source, node);
  spec.stimulus = read_request(reading, fields, "request");
  spec.stimulus_service = read_target_service(reading, fields, consumer);
  std::vector<std::string> captured;
  if (const Node* before = fields.find("before")) {
    for (const Node& item : before->items()) {
      check_captured(reading, item, captured);
      spec.before.push_back(read_step(reading, item, spec.stimulus_service));
      for (const auto& [name, pointer] : spec.before.back().capture) captured.push_back(name);
    }
  }
  for (const Member& member : node.members()) {
    if (member.key != "before") check_captured(reading, member.value, captured);
  }
}

}  // namespace

RequestSpec read_request(Reading& reading, const Fields& fields, std::string_view key) {
  RequestSpec request;
  request.location = fields.location();
  const std::string line = fields.text(key);
  if (const std::size_t space = line.find(' '); space != std::string::npos) {
    request.method = line.substr(0, space);
    request.target = line.substr(space + 1);
  }
  request.headers = fields.headers("headers");
  if (const Node* body = fields.find("body")) request.body = reading.source.value(*body);
  return request;
}

std::string read_target_service(Reading& reading, const Fields& fields, const std::string& otherwise) {
  if (fields.find("service") != nullptr) {
    require_service(reading, fields, "service");
    return fields.text("service");
  }
  if (otherwise.empty() && fields.node().is_object()) {
    reading.source.mistake(fields.node(), "nothing says which service the request is sent to", "add `service`");
  }
  return otherwise;
}

void read_resilience(Reading& reading) {
  const Node* section = reading.source.root().find("resilience");
  if (section == nullptr) return;
  for (const Member& member : section->members()) {
    const Fields fields(reading.source, member.value);
    ResilienceSpec spec;
    spec.edge = std::string(member.key);
    spec.location = reading.source.locate(member.value);
    const EdgeSpec* edge = reading.system.edge(spec.edge);
    if (edge == nullptr) {
      std::vector<std::string> names;
      for (const EdgeSpec& known : reading.system.edges) names.push_back(known.name);
      const std::string near = contracts::nearest(spec.edge, names);
      reading.source.mistake_at_key(*section, member.key, "there is no edge '" + spec.edge + "'",
                                    near.empty() ? "declare it under `edges`" : "did you mean '" + near + "'?");
    } else if (!speaks_http(reading.system, *edge)) {
      reading.source.mistake_at_key(*section, member.key,
                                    "the edge '" + spec.edge + "' speaks tcp; patterns are measured on http edges",
                                    "add a contract to '" + edge->to + "', or `protocol: http` to the edge");
    }
    if (const Node* stimulus = fields.find("stimulus"); stimulus != nullptr && stimulus->is_object()) {
      read_stimulus(reading, *stimulus, edge == nullptr ? spec.edge : edge->from, spec);
    }
    if (const Node* expect = fields.find("expect")) {
      for (const Member& pattern : expect->members()) {
        spec.expect.emplace_back(std::string(pattern.key), reading.source.value(pattern.value));
        spec.expect_locations[std::string(pattern.key)] = reading.source.locate(pattern.value);
        const auto* known = chaos::find_pattern(pattern.key);
        if (known != nullptr && pattern.value.is_object()) check_names(reading, *known, pattern.value);
      }
    }
    spec.patterns = fields.texts("patterns");
    reading.system.resilience.push_back(std::move(spec));
  }
}

}  // namespace squall::harness
