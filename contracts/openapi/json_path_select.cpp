#include <algorithm>
#include <compare>
#include <deque>
#include <map>

#include "contracts/core/number.h"
#include "contracts/core/utf8.h"
#include "contracts/openapi/json_path_query.h"
#include "contracts/schema/pattern.h"

namespace squall::contracts::openapi {
namespace {

using Query = JsonPath::Query;
using Function = PathOperand::Function;
using Condition = PathCondition;

constexpr std::size_t most_visits = 10'000'000;
constexpr std::size_t most_held = 128u * 1024 * 1024;  // bytes of matches and their pointers
constexpr std::size_t visit_bytes = 1024;              // a pointer this long costs as much as one more visit

class Selection {
 public:
  explicit Selection(const Node& root) : root_(root) {}

  // Pointers are made only where somebody asks for them.
  std::vector<PathMatch> run(const Query& query, const Node& start, bool pointers) {
    std::vector<PathMatch> found{{&start, {}}};
    for (const PathSegment& segment : query.segments) {
      std::vector<PathMatch> next;
      for (const PathMatch& match : found) {
        apply(segment, match, next, pointers);
        if (exhausted()) return {};
      }
      found = std::move(next);
    }
    return found;
  }

  bool exhausted() const { return visits_ > most_visits || held_ > most_held; }

  // What exhausted it.
  std::string excess() const {
    if (visits_ > most_visits) return "looks at more than " + std::to_string(most_visits) + " nodes";
    return "selects more than " + std::to_string(most_held / (1024 * 1024)) + " MiB of pointers";
  }

 private:
  static PathMatch below(const PathMatch& from, const Member& member, bool pointers) {
    return {&member.value, pointers ? pointer_child(from.pointer, member.key) : std::string()};
  }
  static PathMatch below(const PathMatch& from, std::size_t index, bool pointers) {
    return {from.node->at(index), pointers ? pointer_child(from.pointer, index) : std::string()};
  }

  template <class Visit>
  void children(const PathMatch& match, bool pointers, Visit visit) {
    for (const Member& member : match.node->members()) visit(below(match, member, pointers));
    for (std::size_t i = 0; i < match.node->items().size(); ++i) visit(below(match, i, pointers));
  }

  void apply(const PathSegment& segment, const PathMatch& match, std::vector<PathMatch>& out, bool pointers) {
    if (visits_ += 1 + match.pointer.size() / visit_bytes; exhausted()) return;
    for (const PathSelector& selector : segment.selectors) select(selector, match, out, pointers);
    if (!segment.descendant) return;
    children(match, pointers, [&](const PathMatch& child) { apply(segment, child, out, pointers); });
  }

  void select(const PathSelector& selector, const PathMatch& match, std::vector<PathMatch>& out, bool pointers) {
    switch (selector.kind) {
      case PathSelector::Kind::name:
        if (const Node* child = match.node->find(selector.name)) {
          keep({child, pointers ? pointer_child(match.pointer, selector.name) : std::string()}, out);
        }
        break;
      case PathSelector::Kind::wildcard:
        children(match, pointers, [&](PathMatch child) { keep(std::move(child), out); });
        break;
      case PathSelector::Kind::index: {
        const auto size = static_cast<std::int64_t>(match.node->items().size());
        const std::int64_t index = selector.index < 0 ? selector.index + size : selector.index;
        if (index >= 0 && index < size) keep(below(match, static_cast<std::size_t>(index), pointers), out);
        break;
      }
      case PathSelector::Kind::slice:
        slice(selector, match, out, pointers);
        break;
      case PathSelector::Kind::filter:
        children(match, pointers, [&](PathMatch child) {
          if (!exhausted() && holds(*selector.filter, *child.node)) keep(std::move(child), out);
        });
        break;
    }
  }

  void keep(PathMatch match, std::vector<PathMatch>& out) {
    ++visits_;
    if (!match.pointer.empty()) held_ += sizeof match + match.pointer.size();
    if (!exhausted()) out.push_back(std::move(match));
  }

  // Section 2.3.4.2.2.
  void slice(const PathSelector& selector, const PathMatch& match, std::vector<PathMatch>& out, bool pointers) {
    const auto size = static_cast<std::int64_t>(match.node->items().size());
    const std::int64_t step = selector.step.value_or(1);
    if (step == 0) return;
    const auto normal = [size](std::int64_t index) { return index >= 0 ? index : size + index; };
    const std::int64_t first = normal(selector.start.value_or(step > 0 ? 0 : size - 1));
    const std::int64_t last = selector.end ? normal(*selector.end) : step > 0 ? size : -1;
    if (step > 0) {
      const std::int64_t to = std::clamp<std::int64_t>(last, 0, size);
      for (std::int64_t i = std::clamp<std::int64_t>(first, 0, size); i < to; i += std::min(step, size)) {
        keep(below(match, static_cast<std::size_t>(i), pointers), out);
      }
    } else {
      const std::int64_t to = std::clamp<std::int64_t>(last, -1, size - 1);
      for (std::int64_t i = std::clamp<std::int64_t>(first, -1, size - 1); i > to; i += std::max(step, -size)) {
        keep(below(match, static_cast<std::size_t>(i), pointers), out);
      }
    }
  }

  bool holds(const Condition& condition, const Node& current) {
    const auto part_holds = [&](const Condition& part) { return holds(part, current); };
    switch (condition.kind) {
      case Condition::Kind::any:
        return std::any_of(condition.parts.begin(), condition.parts.end(), part_holds);
      case Condition::Kind::all:
        return std::all_of(condition.parts.begin(), condition.parts.end(), part_holds);
      case Condition::Kind::negation:
        return !holds(condition.parts.front(), current);
      case Condition::Kind::compare: {
        const std::size_t before = values_.size();
        const Node* left = value_of(condition.left, current);
        const bool result = compares(condition.op, left, value_of(condition.right, current));
        while (values_.size() > before) values_.pop_back();
        return result;
      }
      case Condition::Kind::test:
        break;
    }
    const PathOperand& operand = condition.left;
    return operand.query != nullptr ? !nodes_of(*operand.query, current).empty() : matches(operand, current);
  }

  std::vector<PathMatch> nodes_of(const Query& query, const Node& current) {
    return run(query, query.relative ? current : root_, false);
  }

  // nullptr is Nothing (section 2.4.1).
  const Node* value_of(const PathOperand& operand, const Node& current) {
    if (operand.literal != nullptr) return &operand.literal->root();
    if (operand.query != nullptr) {
      const auto nodes = nodes_of(*operand.query, current);
      return nodes.size() == 1 ? nodes.front().node : nullptr;
    }
    const PathOperand& argument = operand.arguments.front();
    if (operand.function == Function::value) return value_of(argument, current);
    if (operand.function == Function::count) return made(nodes_of(*argument.query, current).size());
    const Node* value = value_of(argument, current);
    if (value == nullptr) return nullptr;
    if (value->is_string()) return made(utf8_length(value->text()));
    return value->is_array() || value->is_object() ? made(value->size()) : nullptr;
  }

  const Node* made(std::size_t number) {
    values_.push_back(Document::of(Value(static_cast<std::uint64_t>(number))));
    return &values_.back().root();
  }

  bool matches(const PathOperand& operand, const Node& current) {
    const Node* text = value_of(operand.arguments[0], current);
    const Node* pattern = value_of(operand.arguments[1], current);
    if (text == nullptr || pattern == nullptr || !text->is_string() || !pattern->is_string()) return false;
    std::string expression(pattern->text());
    if (operand.function == Function::match) expression = "^(?:" + expression + ")$";
    auto known = patterns_.find(expression);
    if (known == patterns_.end()) {
      auto compiled = schema::Pattern::compile(expression);
      std::optional<schema::Pattern> usable;
      if (compiled) usable = std::move(*compiled);
      known = patterns_.emplace(expression, std::move(usable)).first;
    }
    return known->second && known->second->search(text->text()) == schema::Match::yes;
  }

  // Section 2.3.5.2.2.
  static bool compares(Condition::Operator op, const Node* a, const Node* b) {
    const bool same = a == nullptr || b == nullptr ? a == b : equal(*a, *b);
    if (op == Condition::Operator::equal) return same;
    if (op == Condition::Operator::not_equal) return !same;
    const bool or_equal = op == Condition::Operator::less_equal || op == Condition::Operator::greater_equal;
    if (same) return or_equal;
    if (a == nullptr || b == nullptr) return false;
    const bool greater = op == Condition::Operator::greater || op == Condition::Operator::greater_equal;
    const Node& low = greater ? *b : *a;
    const Node& high = greater ? *a : *b;
    if (low.is_number() && high.is_number()) return compare(low.text(), high.text()) < 0;
    return low.is_string() && high.is_string() && low.text() < high.text();
  }

  const Node& root_;
  std::size_t visits_ = 0;
  std::size_t held_ = 0;
  std::deque<Document> values_;  // made by functions, for the comparisons at hand
  std::map<std::string, std::optional<schema::Pattern>> patterns_;
};

}  // namespace

JsonPath::JsonPath(std::unique_ptr<const Query> query) : query_(std::move(query)) {}
JsonPath::JsonPath(JsonPath&&) noexcept = default;
JsonPath& JsonPath::operator=(JsonPath&&) noexcept = default;
JsonPath::~JsonPath() = default;

Result<std::vector<PathMatch>> JsonPath::select(const Node& root) const {
  Selection selection(root);
  auto found = selection.run(*query_, root, true);
  if (selection.exhausted()) {
    return fail(ErrorKind::malformed, "the JSONPath " + selection.excess());
  }
  return found;
}

}  // namespace squall::contracts::openapi
