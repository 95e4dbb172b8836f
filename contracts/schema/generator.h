#pragma once
// The state of one attempt to generate an instance.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "contracts/schema/constraints.h"
#include "contracts/schema/generate.h"

namespace squall::contracts::schema {

// What the value at the top shall be, where its schema leaves a choice.
struct Wishes {
  std::optional<Kind> kind;
  const std::vector<const Block*>* branches = nullptr;  // the alternative whose branch is given
  std::size_t branch = 0;
  std::optional<std::uint64_t> items;
};

class Generator {
 public:
  // `attempt` counts from 0; later attempts take other branches, smaller shapes and given examples.
  Generator(const Schema::Program& program, const GenerateOptions& options, Random random, std::size_t attempt,
            const Wishes& wishes = {})
      : program_(program), options_(options), random_(random), attempt_(attempt), wishes_(wishes) {}

  std::optional<Value> value(const std::vector<const Block*>& blocks, std::size_t depth, std::string_view hint = {});

 private:
  // A sample shows all there is; where that contradicts itself, only what is required. Later attempts draw.
  bool plain() const { return options_.flavour == Flavour::sample && attempt_ < 2; }
  bool small() const { return options_.flavour == Flavour::minimal || attempt_ % 3 == 2; }
  bool deep(std::size_t depth) const { return depth >= options_.max_depth || nodes_ >= options_.max_nodes; }
  std::size_t choose(const std::vector<const Block*>& branches, std::size_t depth);
  // Levels below an instance of the block that cannot be avoided; large when it never ends.
  std::size_t least_depth(const Block& block);
  std::optional<Value> example(const Constraints& constraints);
  std::optional<Kind> pick_kind(const Constraints& constraints);
  bool fits(const Constraints& constraints, const Node& node);

  std::optional<Value> object(Constraints& constraints, std::size_t depth);
  std::vector<std::string> names_of(Constraints& constraints, std::size_t depth);
  void add_optional(const Constraints& constraints, std::size_t depth, std::vector<std::string>& names);
  void add_free(const Constraints& constraints, std::size_t depth, std::vector<std::string>& names);
  std::optional<std::string> free_name(const Constraints& constraints, std::size_t index);
  bool follow_dependencies(Constraints& constraints, std::size_t depth, std::vector<std::string>& names);
  // Whether one of the blocks is about the very thing that is being made: it would never end.
  bool recurs(const std::vector<const Block*>& blocks) const;
  bool travels(const Constraints& constraints, std::string_view name) const;

  std::optional<Value> array(const Constraints& constraints, std::size_t depth, std::string_view hint);
  std::optional<Value> element(const Constraints& constraints, std::size_t index, std::size_t depth,
                               std::string_view hint);

  const Schema::Program& program_;
  const GenerateOptions& options_;
  Random random_;
  std::size_t attempt_;
  Wishes wishes_;  // each is taken away when it is fulfilled
  std::size_t nodes_ = 0;
  std::vector<const Block*> path_;  // of the objects that are being made, for samples
  std::unordered_map<const Block*, std::size_t> least_depths_;
};

// A number within the bounds, nullopt when none was found.
std::optional<Value> generate_number(const Constraints& constraints, Random& random, Flavour flavour);
// What a sample shows for a format; nullopt where it has nothing of its own.
std::optional<std::string> shown_text(const Constraints& constraints);
// "string", repeated or cut to the length asked for.
std::string plain_text(const Constraints& constraints);
// A string; `hint` is the name of the property it is for.
std::optional<Value> generate_text(const Constraints& constraints, Random& random, Flavour flavour,
                                   std::string_view hint);

}  // namespace squall::contracts::schema
