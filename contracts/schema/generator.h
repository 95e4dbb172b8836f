#pragma once
// The state of one attempt to generate an instance.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "contracts/schema/constraints.h"
#include "contracts/schema/generate.h"
#include "contracts/schema/hopeless_texts.h"

namespace squall::contracts::schema {

// What the value at the top shall be, where its schema leaves a choice.
struct Wishes {
  std::optional<Kind> kind;
  const std::vector<const Block*>* branches = nullptr;  // the alternative whose branch is given
  std::size_t branch = 0;
  std::optional<std::uint64_t> items;
};

// Which of the values that are possible is wanted, where a plain one is.
struct Turn {
  std::size_t branch = 0;  // of the alternatives and kinds of the value itself
  std::size_t nth = 0;     // of the plain texts, numbers, choices and examples in it
  bool drawn = false;      // no plain value: by chance
};

class Generator {
 public:
  // `attempt` counts from 0; later attempts take other branches, smaller shapes and given examples. All attempts share
  // `hopeless`, which outlives them.
  Generator(const Schema::Program& program, const GenerateOptions& options, Random random, std::size_t attempt,
            HopelessTexts& hopeless, const Wishes& wishes = {})
      : program_(program),
        options_(options),
        random_(random),
        attempt_(attempt),
        hopeless_texts_(hopeless),
        wishes_(wishes) {}

  std::optional<Value> value(const std::vector<const Block*>& blocks, std::size_t depth, std::string_view hint = {});
  // Every value within is held to its own schema and made anew where it breaks it; a member that cannot be made costs
  // itself alone, and so do members that exclude each other. Dearer than value(), which makes everything once.
  std::optional<Value> sound_value(const std::vector<const Block*>& blocks);
  // Whether a member that nobody requires was left out because it could not be made.
  bool lost() const { return lost_; }

 private:
  std::optional<Value> draw(const std::vector<const Block*>& blocks, std::size_t depth, std::string_view hint);
  std::optional<Value> sound(const std::vector<const Block*>& blocks, std::size_t depth, std::string_view hint);
  // A sound value by rounds [first, last) of its turns; objects that are not sound are kept in `unsound`.
  std::optional<Value> by_turns(const std::vector<const Block*>& blocks, std::size_t depth, std::string_view hint,
                                std::size_t first, std::size_t last, std::vector<Value>& unsound);
  bool holds(const std::vector<const Block*>& blocks, const Value& value);
  // As many members of the object as can stand together.
  std::optional<Value> pruned(const std::vector<const Block*>& blocks, const Value& object);
  // The object with members that all branches of an alternative but one forbid.
  std::optional<Value> told_apart(const std::vector<const Block*>& blocks, const Value& object);
  bool exclude(const Block& other, const Block& chosen, Value& object);
  bool spent() const { return work_ > options_.max_nodes * 5; }

  // A sample shows all there is; where that contradicts itself, only what is required. Later attempts draw.
  bool plain() const { return options_.flavour == Flavour::sample && attempt_ < 2; }
  bool first_choice() const { return plain() && !turn_.drawn; }
  bool small() const { return options_.flavour == Flavour::minimal || attempt_ % 3 == 2; }
  bool deep(std::size_t depth) const { return depth >= options_.max_depth || nodes_ >= options_.max_nodes; }
  std::size_t choose(const std::vector<const Block*>& branches, std::size_t depth);
  // Levels below an instance of the block that cannot be avoided; large when it never ends.
  std::size_t least_depth(const Block& block);
  std::optional<Value> example(const Constraints& constraints);
  std::optional<Value> text(const Constraints& constraints, Flavour flavour, std::string_view hint);
  std::optional<Kind> pick_kind(const Constraints& constraints);
  bool fits(const Constraints& constraints, const Node& node);
  bool may_be_called(const Constraints& constraints, std::string_view name);

  std::optional<Value> object(Constraints& constraints, std::size_t depth);
  std::vector<std::string> names_of(Constraints& constraints, std::size_t depth);
  void add_optional(const Constraints& constraints, std::size_t depth, std::vector<std::string>& names);
  void add_free(const Constraints& constraints, std::size_t depth, std::vector<std::string>& names);
  std::optional<std::string> free_name(const Constraints& constraints, std::size_t index);
  std::optional<std::string> new_name(const Constraints& constraints, std::size_t index,
                                      const std::vector<std::string>& names, bool needed);
  bool follow_dependencies(Constraints& constraints, std::size_t depth, std::vector<std::string>& names);
  // Whether one of the blocks is about the very thing that is being made: it would never end.
  bool recurs(const std::vector<const Block*>& blocks) const;
  bool travels(const Constraints& constraints, std::string_view name) const;

  std::optional<Value> array(const Constraints& constraints, std::size_t depth, std::string_view hint);
  std::optional<Value> element(const Constraints& constraints, std::size_t index, std::size_t depth,
                               std::string_view hint);
  // An element that is none of the others.
  std::optional<Value> new_element(const Constraints& constraints, const Array& others, std::size_t depth,
                                   std::string_view hint);

  const Schema::Program& program_;
  const GenerateOptions& options_;
  Random random_;
  std::size_t attempt_;
  HopelessTexts& hopeless_texts_;
  Wishes wishes_;  // each is taken away when it is fulfilled
  Turn turn_;
  std::size_t ways_ = 1;  // alternatives and kinds that the value at hand could have taken
  bool careful_ = false;
  bool lost_ = false;
  std::size_t nodes_ = 0;
  std::size_t work_ = 0;                                       // nodes too, with those that were thrown away
  std::map<std::vector<const Block*>, std::size_t> hopeless_;  // what could not be made, from which depth on
  std::vector<const Block*> path_;                             // of the objects that are being made, for samples
  std::unordered_map<const Block*, std::size_t> least_depths_;
};

// A number within the bounds, nullopt when none was found; of samples the nth.
std::optional<Value> generate_number(const Constraints& constraints, Random& random, Flavour flavour,
                                     std::size_t nth = 0);
// What a sample shows for a format; nullopt where it has nothing of its own.
std::optional<std::string> shown_text(const Constraints& constraints);
// "string", repeated or cut to the length asked for; the nth of them ends in its number.
std::string plain_text(const Constraints& constraints, std::size_t nth = 0);
// Whether a text keeps the lengths, patterns and formats.
bool keeps(const Constraints& constraints, const std::string& text);
// A text of its format that has a certain length or keeps patterns besides.
std::optional<std::string> fitted_text(const Constraints& constraints, Random& random);
// A string; `hint` is the name of the property it is for; of samples the nth.
std::optional<Value> generate_text(const Constraints& constraints, Random& random, Flavour flavour,
                                   std::string_view hint, std::size_t nth = 0);

}  // namespace squall::contracts::schema
