#include "harness/explore/menu.h"

#include <algorithm>

#include "chaos/faults/registry.h"
#include "contracts/core/document.h"
#include "contracts/match/changed_answer.h"

namespace squall::harness {
namespace {

using contracts::Node;
using contracts::Object;
using contracts::Value;

constexpr std::size_t kMostFields = 24;
constexpr int kDeepest = 3;

chaos::FaultSpec fault(const std::string& kind, Object parameters = {}) {
  chaos::FaultSpec spec;
  spec.kind = kind;
  spec.parameters = Value(std::move(parameters));
  return spec;
}

FaultChoice once(FaultChoice choice) {
  choice.name += ", once";
  choice.fault.first = 1;
  return choice;
}

std::string escaped(std::string_view key) {  // RFC 6901, section 3
  std::string text;
  for (const char c : key) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return text;
}

struct Field {
  std::string pointer;
  contracts::Kind kind;
};

// Members of objects, of the first item where there is a list.
void collect(const Node& node, const std::string& pointer, int depth, std::vector<Field>& fields) {
  if (depth > kDeepest) return;
  if (node.is_array() && !node.items().empty()) collect(node.items().front(), pointer + "/0", depth, fields);
  for (const auto& member : node.members()) {
    if (fields.size() == kMostFields) return;
    const std::string inside = pointer + "/" + escaped(member.key);
    fields.push_back({inside, member.value.kind()});
    collect(member.value, inside, depth + 1, fields);
  }
}

class Menu {
 public:
  explicit Menu(const MenuFor& what) : what_(what) {}

  std::vector<FaultChoice> make() {
    if (what_.place.whole_edge()) {
      whole_edge();
    } else {
      transport();
      answers();
      body();
    }
    return std::move(choices_);
  }

 private:
  void add(FaultChoice choice) {
    const auto& kinds = what_.kinds;
    if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), choice.fault.kind) == kinds.end()) return;
    if (!what_.place.whole_edge()) strike_operation(choice.fault.match);
    if (chaos::check(choice.fault, what_.protocol, what_.operation != nullptr)) choices_.push_back(std::move(choice));
  }

  void strike_operation(chaos::Match& match) const {
    if (what_.operation != nullptr) {
      match.operation = what_.place.operation;
      return;
    }
    const std::size_t space = what_.place.operation.find(' ');
    match.method = what_.place.operation.substr(0, space);
    match.path = what_.place.operation.substr(space + 1);
  }

  void whole_edge() {
    if (what_.whole_edge_can_be_struck) add({"port closed", fault("refuse")});
    if (what_.protocol != chaos::Protocol::tcp) return;
    add({"connections reset", fault("reset", {{"when", "at_once"}})});
    add({"nothing passes", fault("blackhole")});
  }

  void transport() {
    const FaultChoice lost{"answer lost", fault("reset", {{"when", "before_answer"}})};
    const FaultChoice silent{"no answer", fault("hold")};
    for (const FaultChoice& choice : {lost, silent}) {
      add(choice);
      add(once(choice));
    }
  }

  void answers() {
    std::vector<int> declared;
    if (what_.operation != nullptr) declared = contracts::match::declared_errors(*what_.operation);
    const auto answered = [&](int status) {
      const bool legal = std::find(declared.begin(), declared.end(), status) != declared.end();
      return FaultChoice{"answered " + std::to_string(status),
                         fault(legal ? "declared_error" : "abort", {{"status", status}})};
    };
    add(answered(503));
    add(once(answered(503)));
    add(answered(500));
    for (const int status : declared) {
      if (status != 503 && status != 500) add(answered(status));
    }
  }

  void body() {
    add({"unreadable answer", fault("broken_json")});
    const auto document = contracts::Document::parse_json(what_.answer_body);
    if (!document) return;
    std::vector<Field> fields;
    collect(document->root(), "", 1, fields);
    for (const Field& field : fields) change(field);
  }

  void change(const Field& field) {
    FaultChoice removed{field.pointer + " removed", fault("rewrite", {{"pointer", field.pointer}, {"remove", true}}),
                        field.pointer, true};
    add(std::move(removed));
    const auto set = [&](const std::string& name, const char* json) {
      add({field.pointer + " " + name, fault("rewrite", {{"pointer", field.pointer}, {"value", json}}), field.pointer});
    };
    if (field.kind != contracts::Kind::null) set("null", "null");
    field.kind == contracts::Kind::string ? set("a number", "-1") : set("a text", "\"squall\"");
  }

  const MenuFor& what_;
  std::vector<FaultChoice> choices_;
};

}  // namespace

std::vector<FaultChoice> menu_for(const MenuFor& what) {
  return Menu(what).make();
}

const std::vector<std::string>& menu_kinds() {
  static const std::vector<std::string> kinds = {"reset",       "hold",    "declared_error", "abort",
                                                 "broken_json", "rewrite", "refuse",         "blackhole"};
  return kinds;
}

}  // namespace squall::harness
