// explore: where the search for combinations of faults begins, and what must hold after each.

#include <algorithm>

#include "harness/system/reading.h"

namespace squall::harness {

namespace {

using contracts::Member;
using contracts::Node;

std::pair<std::string, RequestSpec> read_entry_request(Reading& reading, const Node& node, const std::string& service) {
  const Fields fields(reading.source, node);
  std::string asked = read_target_service(reading, fields, service);
  return {std::move(asked), read_request(reading, fields, "request")};
}

ExploreEntry read_entry(Reading& reading, const Node& node, const std::string& service) {
  const Fields fields(reading.source, node);
  ExploreEntry entry;
  entry.location = reading.source.locate(node);
  entry.requests.push_back(read_entry_request(reading, node, service));
  if (const Node* then = fields.find("then")) {
    for (const Node& item : then->items()) entry.requests.push_back(read_entry_request(reading, item, service));
  }
  entry.name = fields.text("name");
  if (entry.name.empty()) entry.name = fields.text("request");
  return entry;
}

NamedProbe read_probe(Reading& reading, const Member& member, const std::string& service) {
  const Fields fields(reading.source, member.value);
  NamedProbe probe;
  probe.name = std::string(member.key);
  probe.location = reading.source.locate(member.value);
  probe.request = read_request(reading, fields, "probe");
  probe.service = read_target_service(reading, fields, service);
  probe.pointer = fields.text("pointer");
  return probe;
}

void read_expression(Reading& reading, const Fields& fields, ExploreInvariant& invariant) {
  const Node* node = fields.find("holds");
  if (node == nullptr) return;
  auto expression = parse_expression(fields.text("holds"));
  if (!expression) return reading.source.mistake(*node, expression.error().message, expression.error().hint);
  invariant.holds = std::move(*expression);
  for (const auto* side : {&invariant.holds.left, &invariant.holds.right}) {
    for (const Term& term : *side) {
      const bool known = std::any_of(invariant.values.begin(), invariant.values.end(),
                                     [&](const NamedProbe& probe) { return probe.name == term.name; });
      if (!term.name.empty() && !known)
        reading.source.mistake(*node, "no value is called '" + term.name + "'", "name it under `values`");
    }
  }
}

ExploreInvariant read_invariant(Reading& reading, const Node& node, const std::string& service) {
  const Fields fields(reading.source, node);
  ExploreInvariant invariant;
  invariant.location = reading.source.locate(node);
  if (const Node* values = fields.find("values")) {
    for (const Member& member : values->members()) invariant.values.push_back(read_probe(reading, member, service));
  }
  read_expression(reading, fields, invariant);
  invariant.name = fields.text("name");
  if (invariant.name.empty()) invariant.name = invariant.holds.text;
  invariant.within = fields.duration("within").value_or(invariant.within);
  return invariant;
}

template <class Named>
void check_unique(Reading& reading, const std::vector<Named>& all, const Node& items) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (all[i].name != all[j].name) continue;
      reading.source.mistake(items.items()[i], "there are two of the name '" + all[i].name + "'", "give it a `name`");
    }
  }
}

}  // namespace

void read_explore(Reading& reading) {
  const Node* section = reading.source.root().find("explore");
  if (section == nullptr || !section->is_object()) return;
  const Fields fields(reading.source, *section);
  ExploreSpec& explore = reading.system.explore;
  explore.location = reading.source.locate(*section);
  explore.within = fields.duration("within");
  const std::string service = entry_service(reading.system);
  if (const Node* entries = fields.find("entries")) {
    for (const Node& item : entries->items()) explore.entries.push_back(read_entry(reading, item, service));
    check_unique(reading, explore.entries, *entries);
  }
  if (const Node* invariants = fields.find("invariants")) {
    for (const Node& item : invariants->items()) explore.invariants.push_back(read_invariant(reading, item, service));
    check_unique(reading, explore.invariants, *invariants);
  }
}

}  // namespace squall::harness
