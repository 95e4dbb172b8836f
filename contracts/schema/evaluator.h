#pragma once
// Runs blocks on instances. Without a Report it stops at the first failure and builds no text.

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "contracts/schema/branches.h"
#include "contracts/schema/report.h"

namespace squall::contracts::schema {

// Which members or elements some keyword has looked at (2020-12 core, section 11).
class Marks {
 public:
  explicit Marks(std::size_t size) : seen_(size) {}
  void mark(std::size_t index) { seen_[index] = true; }
  void mark_all() { seen_.assign(seen_.size(), true); }
  bool has(std::size_t index) const { return seen_[index]; }
  void merge(const Marks& other) {
    for (std::size_t i = 0; i < seen_.size(); ++i) seen_[i] = seen_[i] || other.seen_[i];
  }

 private:
  std::vector<bool> seen_;
};

class Evaluator {
 public:
  // Alternatives can multiply: beyond this many blocks run, an evaluation is given up.
  static constexpr std::size_t kMostSteps = 20'000'000;
  static constexpr std::size_t kMostUndecided = 20;
  static constexpr std::size_t kFewSteps = 500'000;  // while generating, where another draw is at hand

  Evaluator(const Schema::Program& program, const ValidateOptions& options, Report* report,
            std::size_t most_steps = kMostSteps)
      : program_(program),
        options_(options),
        report_(report),
        branches_(report == nullptr ? options.branches : nullptr),
        most_steps_(most_steps),
        directional_(program.directional && options.direction != Direction::none) {}

  // False also when the evaluation was given up.
  bool holds(const Node& instance);
  bool holds(const Block& block, const Node& instance);
  bool gave_up() const { return gave_up_; }

 private:
  bool run(const Block& block, const Node& instance, Marks* marks);
  bool run_code(const Block& block, const Node& instance, Marks* marks);
  bool step(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks);
  bool assertion(const Instruction& instruction, const Node& instance);

  // objects
  bool required(const Block& block, const Instruction& instruction, const Node& instance);
  bool members(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks);
  bool member(const Block& block, const MembersPlan& plan, const Member& member, bool& known);
  bool additional(const Block& block, const MembersPlan& plan, const Member& member);
  bool direction_allows(const Block& block, const MembersPlan& plan, std::size_t index, const Member& member);
  bool travels_otherwise(const Node& instance, std::string_view key) const;
  bool property_names(const Block& block, const Instruction& instruction, const Node& instance);
  bool dependent_required(const Block& block, const Instruction& instruction, const Node& instance);
  bool dependent_schemas(const Instruction& instruction, const Node& instance, Marks* marks);
  bool unevaluated_properties(const Block& block, const Instruction& instruction, const Node& instance, Marks& marks);

  // arrays
  bool unique(const Block& block, const Instruction& instruction, const Node& instance);
  bool items(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks);
  bool contains(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks);
  bool unevaluated_items(const Block& block, const Instruction& instruction, const Node& instance, Marks& marks);

  // the same instance
  bool all_of(const Instruction& instruction, const Node& instance, Marks* marks);
  bool any_of(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks);
  bool one_of(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks);
  // Whether the branch that the discriminator names holds; nullopt when it names none, and all are to be tried.
  std::optional<bool> discriminated(const Block& block, const Instruction& instruction, const Node& instance,
                                    Marks* marks);
  bool discriminator(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks);
  bool unknown_tag(const Block& block, const Node& tag);
  bool negation(const Block& block, const Instruction& instruction, const Node& instance);
  bool conditional(const Block& block, const Instruction& instruction, const Node& instance, Marks* marks);
  bool dynamic(const Instruction& instruction, const Node& instance, Marks* marks);
  std::string closest(const Instruction& instruction, const Node& instance);
  // What a block says against an instance, for a message.
  std::string objections(const Block& block, const Node& instance);
  // Each undecided search has cost its whole limit: after some of them no more are begun.
  Match search(const Pattern& pattern, std::string_view text);
  bool content(const Block& block, const Instruction& instruction, const Node& instance);
  // Runs without reporting; marks are added only on success.
  bool quietly(const Block& block, const Node& instance, Marks* marks);
  // The same for a test that is no part of what the instance is held to: its branches do not count.
  bool tested(const Block& block, const Node& instance, Marks* marks);
  // Adds the branches that an instance which holds takes in the block itself, when they are looked at.
  void note(const Block& block, const Node& instance);
  void note(Branch::Kind kind, const Block& block, std::size_t index = 0) {
    if (branches_ != nullptr) branches_->add(Branch{&block, kind, static_cast<std::uint32_t>(index)});
  }

  // Runs a subschema; the tokens extend the schema path.
  template <class... Tokens>
  bool below(const Block& block, const Node& instance, Marks* marks, Tokens... tokens) {
    if (report_ == nullptr) return run(block, instance, marks);
    const std::size_t depth = report_->schema.size();
    (report_->schema.push_back(Token(tokens)), ...);
    const bool held = run(block, instance, marks);
    report_->schema.resize(depth);
    return held;
  }
  // The same for a member or element.
  template <class Where, class... Tokens>
  bool inside(Where where, const Block& block, const Node& instance, Tokens... tokens) {
    if (report_ == nullptr) return run(block, instance, nullptr);
    report_->instance.push_back(Token(where));
    const bool held = below(block, instance, nullptr, tokens...);
    report_->instance.pop_back();
    return held;
  }
  // Reports, when there is a report. Always false.
  template <class Message>
  bool fails(const Block& block, std::string_view keyword, const Node* value, Message message) {
    if (report_ != nullptr) report_->add(block, keyword, value, message());
    return false;
  }
  bool done() const { return report_ == nullptr || report_->full(); }

  const Schema::Program& program_;
  const ValidateOptions& options_;
  Report* report_;
  Branches* branches_;
  std::size_t most_steps_;
  bool directional_;
  std::size_t depth_ = 0;
  std::size_t steps_ = 0;
  std::size_t undecided_ = 0;  // searches that ran into their limit
  bool gave_up_ = false;
  using Frame = std::pair<const Block*, const Node*>;
  std::vector<Frame> active_;            // guarded blocks that are being run
  std::vector<Frame> frames_;            // all blocks that are being run, when directions matter
  std::vector<const Resource*> scopes_;  // the dynamic scope, when there are dynamic references
};

}  // namespace squall::contracts::schema
