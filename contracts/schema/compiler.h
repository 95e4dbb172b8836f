#pragma once
// From schema nodes to blocks. Keywords are rows of tables (keywords_*.cpp); references may form cycles, so blocks are
// made first and filled from a queue.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/schema/program.h"
#include "contracts/schema/resources.h"

namespace squall::contracts::schema {

class Compiler;

// One keyword of one schema being compiled.
struct Site {
  Compiler& compiler;
  Block& block;
  Resource& resource;
  const Node& schema;
  std::string_view keyword;
  const Node& value;

  Dialect dialect() const { return resource.dialect; }
  bool boolean_bounds() const { return dialect() == Dialect::draft4 || dialect() == Dialect::openapi30; }
  Instruction& add(Op op, std::uint8_t kinds) const { return add(op, kinds, keyword, value); }
  Instruction& add(Op op, std::uint8_t kinds, std::string_view name, const Node& of) const;
  // The keyword's value is not what it must be.
  void wrong(std::string_view expected) const;
  void wrong(std::string_view expected, const Node& at) const;
};

constexpr std::uint8_t kOld = 1;  // draft 4 and OpenAPI 3.0
constexpr std::uint8_t kDraft7 = 2;
constexpr std::uint8_t k2019 = 4;
constexpr std::uint8_t k2020 = 8;
constexpr std::uint8_t kNew = k2019 | k2020;
constexpr std::uint8_t kEvery = 15;

struct Keyword {
  std::string_view name;
  std::uint8_t dialects;
  bool assertion;  // belongs to the validation vocabulary
  void (*compile)(const Site& site);
};
std::span<const Keyword> assertion_keywords();
std::span<const Keyword> applicator_keywords();
void compile_discriminator(const Site& site);

class Compiler {
 public:
  explicit Compiler(Library& library) : library_(library), resources_(library) {}

  // The block of the target and of all it reaches. On an error nothing of it is kept.
  Result<const Block*> compile(const Target& target);

  // The block of a schema in the text of `resource`; filled later.
  Block* block(const Node& schema, Resource& resource);
  Block* block(const Target& target) { return make_block(*target.node, *target.resource); }
  std::optional<Target> resolve(const Site& site, std::string_view reference);
  Resources& resources() { return resources_; }
  const Pattern* pattern(std::string_view text, const Site& site, const Node& where);
  void note_members(MembersPlan* plan) { members_.push_back(plan); }
  void note_dynamic(const std::string& anchor) { library_.dynamic_names.insert(anchor); }
  void error(const Resource& resource, const Node& where, std::string message, std::string hint = {});
  Library& library() { return library_; }

 private:
  Block* make_block(const Node& schema, Resource& resource);
  void fill(Block& block, Resource& resource);
  void fill_keywords(Block& block, Resource& resource);
  void fill_queued();
  void follow_dynamic_anchors();
  void roll_back();

  Library& library_;
  Resources resources_;
  std::vector<std::pair<Block*, Resource*>> queue_;
  std::vector<Block*> made_;
  std::vector<MembersPlan*> members_;
  std::optional<Error> error_;
  bool malformed_ = false;  // the error is a keyword's value, not where a reference leads
};

// The blocks that apply to the same instance as this one.
std::vector<const Block*> in_place(const Block& block);
// What can only be known when all blocks are filled: which ones may come back to themselves on the same instance, and
// which members travel in one direction only.
void mark_guarded(std::span<Block* const> blocks);
void mark_directions(Library& library, std::span<Block* const> blocks, std::span<MembersPlan* const> plans);
// Every dynamic anchor that a reachable $dynamicRef may mean.
DynamicAnchors dynamic_anchors_of(const Library& library);

}  // namespace squall::contracts::schema
