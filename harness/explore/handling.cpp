#include "harness/explore/handling.h"

#include <algorithm>
#include <map>

#include "contracts/core/document.h"

namespace squall::harness {
namespace {

using contracts::Kind;
using contracts::Node;

std::string shape(const Node& node) {
  if (node.is_array()) return node.items().empty() ? "[]" : "[" + shape(node.items().front()) + "]";
  if (!node.is_object()) return std::string(contracts::to_string(node.kind()));
  std::map<std::string, std::string> members;
  for (const auto& member : node.members()) members.emplace(member.key, shape(member.value));
  std::string text;
  for (const auto& [name, kind] : members) text += (text.empty() ? "" : ",") + name + ":" + kind;
  return "{" + text + "}";
}

std::string answers_of(const Observation& seen) {
  std::string text;
  for (const AnswerSeen& answer : seen.answers) {
    text += std::to_string(answer.status) + "/" + std::to_string(static_cast<int>(answer.error)) + answer.shape + ";";
  }
  return text;
}

template <class Describe>
std::string described(const Observation& seen, Describe describe) {
  std::map<Place, std::string> places;
  for (const Hop& hop : seen.hops) places[hop.place] += describe(hop) + " ";
  std::string text = answers_of(seen);
  for (const auto& [place, hops] : places) text += "\n" + to_string(place) + ": " + hops;
  return text;
}

}  // namespace

std::string to_string(const Place& place) {
  return (place.whole_edge() ? "everything" : place.operation) + " on " + place.edge;
}

std::string to_string(const PlacedFault& fault) {
  return fault.choice.name + ": " + to_string(fault.place);
}

std::string shape_of(const std::string& body) {
  const auto document = contracts::Document::parse_json(body);
  return document ? shape(document->root()) : "";
}

std::string handling_of(const Observation& seen) {
  return described(seen, [](const Hop& hop) {
    return hop.struck ? std::string(hop.executed ? "struck+done" : "struck") : std::to_string(hop.status);
  });
}

std::string visible_of(const Observation& seen) {
  return described(seen, [](const Hop& hop) { return std::to_string(hop.status); });
}

bool reached(const Observation& seen, const Place& place) {
  return std::any_of(seen.hops.begin(), seen.hops.end(), [&](const Hop& hop) {
    return place.whole_edge() ? hop.place.edge == place.edge : hop.place == place;
  });
}

std::vector<Place> places_of(const Observation& seen) {
  std::vector<Place> places;
  const auto add = [&](const Place& place) {
    if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
  };
  for (const Hop& hop : seen.hops) {
    if (!hop.place.whole_edge()) add(hop.place);
  }
  for (const Hop& hop : seen.hops) add({hop.place.edge, ""});
  return places;
}

}  // namespace squall::harness
