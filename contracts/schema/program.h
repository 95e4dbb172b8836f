#pragma once
// What schemas are compiled to: blocks of instructions that point at each other. Immutable once compiled, so any
// thread may run them; owned by the Library that the set and every Schema share.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "contracts/core/document.h"
#include "contracts/schema/format.h"
#include "contracts/schema/pattern.h"
#include "contracts/schema/schema.h"

namespace squall::contracts::schema {

// A schema resource: a document's root, or a subschema with an $id of its own (2020-12 core, section 4.3.5).
struct Resource {
  std::string uri;  // absolute, without fragment
  std::shared_ptr<const Document> document;
  const Node* root = nullptr;
  Dialect dialect = Dialect::draft2020_12;
  bool validates = true;         // its metaschema has the validation vocabulary
  bool asserts_formats = false;  // its metaschema has the format-assertion vocabulary
  std::map<std::string, const Node*, std::less<>> anchors;
  std::map<std::string, const Node*, std::less<>> dynamic_anchors;
};

// In the order in which they are run: what is cheap first, what looks at the others' results last.
enum class Op : std::uint8_t {
  never,
  type,
  enumeration,
  minimum,
  maximum,
  exclusive_minimum,
  exclusive_maximum,
  multiple_of,
  min_length,
  max_length,
  min_items,
  max_items,
  min_properties,
  max_properties,
  required,
  format,
  pattern,
  content,
  dependent_required,
  unique_items,
  members,
  property_names,
  items,
  contains,
  reference,
  dynamic_reference,
  discriminator,
  all_of,
  any_of,
  one_of,
  negation,
  conditional,
  dependent_schemas,
  unevaluated_items,
  unevaluated_properties
};

struct Block;

struct Property {
  const Block* block = nullptr;
  bool read_only = false;
  bool write_only = false;
};

struct MembersPlan {
  const Node* properties = nullptr;  // the keyword's value; a member's place is its place in `known`
  std::vector<Property> known;
  struct ByPattern {
    std::string_view text;
    const Pattern* pattern;
    const Block* block;
  };
  std::vector<ByPattern> patterns;
  const Block* additional = nullptr;  // nullptr: anything
  const Node* additional_value = nullptr;
};

struct ItemsPlan {
  std::vector<const Block*> prefix;
  std::string_view prefix_keyword;  // "prefixItems", or "items" before 2020-12
  const Block* rest = nullptr;
  const Node* rest_value = nullptr;
  std::string_view rest_keyword;  // "items" or "additionalItems"
};

struct ContainsPlan {
  const Block* block = nullptr;
  std::uint64_t least = 1;
  std::uint64_t most = UINT64_MAX;
  const Node* least_value = nullptr;  // minContains, when given
  const Node* most_value = nullptr;
  bool marks = false;  // counts as evaluated (2020-12)
};

struct Conditional {
  const Block* test = nullptr;
  const Block* then = nullptr;
  const Block* otherwise = nullptr;
};

struct Enumeration {
  std::unordered_set<std::string_view> texts;  // of its strings, when there are many
  bool only_texts = false;
};

struct Dependencies {
  struct Schemas {
    std::string_view key;
    const Block* block;
  };
  std::vector<Schemas> schemas;
};

struct DynamicTarget {
  std::string anchor;
  const Block* fallback = nullptr;
};

// What a string holds (2020-12 validation, section 8).
struct ContentPlan {
  const Node* encoding = nullptr;    // contentEncoding, when there is one
  const Node* media_type = nullptr;  // contentMediaType
  const Node* schema_value = nullptr;
  const Block* schema = nullptr;  // contentSchema
};

// OpenAPI's discriminator: a property whose value names the schema that is meant.
struct Discriminator {
  static constexpr std::size_t kNoBranch = SIZE_MAX;
  struct Tag {
    std::string value;
    std::size_t branch = kNoBranch;  // of the oneOf or anyOf beside it
    const Block* block = nullptr;    // beside none of them: the schema that extends this one; nullptr: this one itself
  };
  std::string_view property;
  std::vector<Tag> tags;
  std::optional<Tag> otherwise;  // of instances without the property (defaultMapping of OpenAPI 3.2)
  bool closed = true;            // every alternative has a name, so no other value can be meant

  const Tag* find(std::string_view value) const {
    for (const Tag& tag : tags) {
      if (tag.value == value) return &tag;
    }
    return nullptr;
  }
};

// What an instruction needs beside its value; which one is said by its op.
struct Instruction {
  Op op = Op::never;
  std::uint8_t kinds = 0x3F;  // bit per Kind: instances it says something about
  std::uint8_t types = 0;     // Op::type: bit per Kind, kIntegerBit
  std::string_view keyword;
  const Node* value = nullptr;  // of the keyword
  union {
    std::uint64_t count = 0;  // lengths and sizes
    const Block* block;       // reference, negation, property_names, unevaluated_*
    const MembersPlan* members;
    const ItemsPlan* items;
    const ContainsPlan* contains;
    const Conditional* conditional;
    const Enumeration* enumeration;
    const Dependencies* dependencies;
    const DynamicTarget* dynamic;
    const ContentPlan* content;
    const Pattern* pattern;
    const Format* format;
    const std::vector<const Block*>* branches;
  };
};

constexpr std::uint8_t kind_bit(Kind kind) {
  return static_cast<std::uint8_t>(1u << static_cast<unsigned>(kind));
}
constexpr std::uint8_t kIntegerBit = 0x40;
constexpr std::uint8_t kStrictIntegerBit = 0x80;  // draft 4: 1.0 is no integer

struct Block {
  const Node* schema = nullptr;
  const Resource* resource = nullptr;
  std::vector<Instruction> code;
  const Discriminator* discriminator = nullptr;
  bool nullable = false;  // OpenAPI 3.0: null holds, whatever else is said
  bool guarded = false;   // may come back to itself on the same instance
  bool tracks = false;    // has unevaluated*
  // Members that readOnly or writeOnly keep out of one direction, declared here or in what applies to the same
  // instance.
  std::unordered_set<std::string_view> read_only;
  std::unordered_set<std::string_view> write_only;

  const Instruction* find(Op op) const {
    for (const Instruction& instruction : code) {
      if (instruction.op == op) return &instruction;
    }
    return nullptr;
  }
};

// 2019-09 and later: keywords beside $ref count, $anchor names places, annotations are collected.
constexpr bool is_recent(Dialect dialect) {
  return dialect == Dialect::draft2019_09 || dialect == Dialect::draft2020_12;
}

struct BlockKey {
  const Node* node;
  const Resource* resource;
  bool operator==(const BlockKey&) const = default;
};
struct BlockKeyHash {
  std::size_t operator()(const BlockKey& key) const {
    return std::hash<const void*>()(key.node) * 31 + std::hash<const void*>()(key.resource);
  }
};

// Which named schemas extend which others by allOf, in the documents of OpenAPI.
struct Hierarchy {
  struct Named {
    std::string_view name;
    const Node* node = nullptr;
    Resource* resource = nullptr;
  };
  std::unordered_map<const Node*, std::vector<Named>> children;  // direct ones, by the node they extend
  std::unordered_map<const Node*, std::string_view> names;
  std::unordered_map<std::string_view, Named> by_name;
  std::size_t resources_read = 0;
};

// Everything that belongs to one SchemaSet and must outlive its schemas.
struct Library {
  Dialect default_dialect = Dialect::draft2020_12;
  SchemaSet::Fetch fetch;
  SchemaSet::Tolerate tolerate;
  std::map<std::string, std::shared_ptr<const Document>> documents;  // by retrieval URI
  std::map<std::string, Resource*> resources;                        // by URI
  std::unordered_map<const Node*, Resource*> embedded;               // subschemas that are resources
  std::unordered_set<const Node*> indexed;                           // schemas whose $ids and anchors are known
  std::vector<std::unique_ptr<Resource>> owned_resources;
  std::unordered_map<BlockKey, std::unique_ptr<Block>, BlockKeyHash> blocks;
  std::unordered_map<std::string, std::unique_ptr<Pattern>> patterns;
  Hierarchy hierarchy;
  std::vector<std::shared_ptr<const void>> plans;
  std::unordered_set<std::string> dynamic_names;  // that some $dynamicRef looks for
  bool directional = false;                       // readOnly or writeOnly was seen

  template <class T>
  T* make() {
    auto plan = std::make_shared<T>();
    T* raw = plan.get();
    plans.push_back(std::move(plan));
    return raw;
  }
};

using DynamicAnchors = std::map<std::pair<const Resource*, std::string>, const Block*>;

struct Schema::Program {
  std::shared_ptr<const Library> library;
  const Block* root = nullptr;
  DynamicAnchors dynamic_anchors;  // empty unless $dynamicRef is reachable
  bool directional = false;        // readOnly or writeOnly is reachable
};

struct SchemaSet::Impl {
  std::shared_ptr<Library> library = std::make_shared<Library>();
};

}  // namespace squall::contracts::schema
