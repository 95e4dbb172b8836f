#pragma once
// Instances made from schemas: valid ones, and negatives that violate exactly one keyword. Seeded, bounded in size,
// safe on recursion. Everything returned was checked with the validator; what cannot be made is reported, not guessed.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/core/value.h"
#include "contracts/schema/schema.h"

namespace squall::contracts::schema {

enum class Flavour {
  minimal,  // required properties only, smallest sizes
  typical,  // optional properties by chance, realistic text
  maximal,  // every property, largest reasonable sizes
  sample    // what documentation shows: every property, examples, defaults and first choices, else "string", 0, true
};

struct GenerateOptions {
  Flavour flavour = Flavour::typical;
  Direction direction = Direction::none;
  bool prefer_examples = false;  // `example`, `examples` and `default` first
  std::size_t max_depth = 8;     // beyond it recursion is closed as early as the schema allows
  std::size_t max_nodes = 2000;
};

// nullopt: no valid instance was found (an unsatisfiable or too intricate schema).
std::optional<Value> generate(const Schema& schema, Random random, const GenerateOptions& options = {});

struct Variant {
  std::string keyword;  // what makes it special: "minimum", "enum", "oneOf", "required", "type" ... "" for a whole one
  std::string pointer;  // where in the instance
  std::string summary;  // "/quantity is 1, its minimum"
  Value instance;
};

struct VariantOptions {
  Direction direction = Direction::none;
  std::size_t most = 400;
  bool whole = true;               // also the minimal, a typical and the maximal instance
  bool only_alternatives = false;  // each branch of each oneOf and anyOf, nothing else
};

// Valid instances, each with one thing special: every boundary, enum value, alternative and kind; each optional
// property absent alone and present alone; null; empty, one and many; strings along patterns, long, and of unusual
// characters; the extremes of int32 and int64. No two are the same; the most telling come first.
std::vector<Variant> variants(const Schema& schema, Random random, const VariantOptions& options = {});

struct Negative {
  std::string keyword;  // the violated keyword
  std::string pointer;  // where in the instance
  std::string summary;  // "/quantity: 0 is below minimum 1"
  Value instance;
};

// Negatives for each (pointer, keyword) of the schema that can be violated alone, in every branch of its alternatives:
// mostly one, a few where providers go wrong in several ways (null, a number as text, an enum value in another case).
// In a stable order, the first of each keyword in each place before the others. What breaks a branch of an alternative
// counts as that keyword, although the validator names oneOf or anyOf. The keyword is "discriminator" for a value that
// names no schema where nothing but the discriminator asks for one.
std::vector<Negative> negatives(const Schema& schema, Random random, const GenerateOptions& options = {});

}  // namespace squall::contracts::schema
