#include "contracts/schema/compiler.h"

#include <algorithm>

namespace squall::contracts::schema {
namespace {

std::uint8_t dialect_bit(Dialect dialect) {
  switch (dialect) {
    case Dialect::draft4:
    case Dialect::openapi30:
      return kOld;
    case Dialect::draft7:
      return kDraft7;
    case Dialect::draft2019_09:
      return k2019;
    case Dialect::draft2020_12:
      return k2020;
  }
  return k2020;
}

const Keyword* keyword_named(std::string_view name, std::span<const Keyword> keywords, std::uint8_t dialect) {
  for (const Keyword& keyword : keywords) {
    if (keyword.name == name && (keyword.dialects & dialect) != 0) return &keyword;
  }
  return nullptr;
}

}  // namespace

Instruction& Site::add(Op op, std::uint8_t kinds, std::string_view name, const Node& of) const {
  Instruction instruction;
  instruction.op = op;
  instruction.kinds = kinds;
  instruction.keyword = name;
  instruction.value = &of;
  block.code.push_back(instruction);
  return block.code.back();
}

void Site::wrong(std::string_view expected) const {
  wrong(expected, value);
}

void Site::wrong(std::string_view expected, const Node& at) const {
  compiler.error(resource, at,
                 "'" + std::string(keyword) + "' must be " + std::string(expected) + ", found " +
                     std::string(to_string(at.kind())));
}

void Compiler::error(const Resource& resource, const Node& where, std::string message, std::string hint) {
  if (!error_) {
    malformed_ = true;
    error_ = Error{ErrorKind::malformed, std::move(message), resource.document->locate(where), std::move(hint)};
  }
}

Block* Compiler::make_block(const Node& schema, Resource& resource) {
  auto [place, added] = library_.blocks.try_emplace(BlockKey{&schema, &resource});
  if (!added) return place->second.get();
  place->second = std::make_unique<Block>();
  Block* block = place->second.get();
  block->schema = &schema;
  block->resource = &resource;
  made_.push_back(block);
  queue_.emplace_back(block, &resource);
  return block;
}

Block* Compiler::block(const Node& schema, Resource& resource) {
  const auto own = library_.embedded.find(&schema);
  return make_block(schema, own != library_.embedded.end() ? *own->second : resource);
}

std::optional<Target> Compiler::resolve(const Site& site, std::string_view reference) {
  auto target = resources_.resolve(site.resource, reference, site.value);
  if (target) return *target;
  if (!error_) {
    malformed_ = false;
    error_ = std::move(target).error();
  }
  return std::nullopt;
}

const Pattern* Compiler::pattern(std::string_view text, const Site& site, const Node& where) {
  auto [place, added] = library_.patterns.try_emplace(std::string(text));
  if (!added) return place->second.get();
  auto compiled = Pattern::compile(text);
  if (!compiled) {
    library_.patterns.erase(place);
    error(site.resource, where, "pattern '" + std::string(text) + "': " + compiled.error().message);
    return nullptr;
  }
  place->second = std::make_unique<Pattern>(std::move(*compiled));
  return place->second.get();
}

void Compiler::fill_keywords(Block& block, Resource& resource) {
  const std::uint8_t dialect = dialect_bit(resource.dialect);
  const Node& schema = *block.schema;
  const Node* reference = schema.find("$ref");
  const bool only_reference = reference != nullptr && !is_recent(resource.dialect);  // its siblings are ignored
  for (const Member& member : schema.members()) {
    if (only_reference && member.key != "$ref") continue;
    const Keyword* keyword = keyword_named(member.key, assertion_keywords(), dialect);
    if (keyword == nullptr) keyword = keyword_named(member.key, applicator_keywords(), dialect);
    if (keyword == nullptr || (keyword->assertion && !resource.validates)) continue;
    const std::size_t before = block.code.size();
    keyword->compile(Site{*this, block, resource, schema, member.key, member.value});
    if (error_ && malformed_ && library_.tolerate) {
      library_.tolerate(std::move(*error_));
      error_.reset();
      block.code.resize(before);
    }
    if (error_) return;
  }
  const Node* nullable = only_reference ? nullptr : schema.find("nullable");
  block.nullable = resource.dialect == Dialect::openapi30 && nullable != nullptr && nullable->boolean();
}

void Compiler::fill(Block& block, Resource& resource) {
  const Node& schema = *block.schema;
  if (schema.is_boolean()) {
    if (!schema.boolean()) {
      Instruction never;
      never.keyword = "false schema";
      never.value = &schema;
      block.code.push_back(never);
    }
    return;
  }
  if (!schema.is_object()) {
    return error(resource, schema,
                 "a schema must be an object or a boolean, found " + std::string(to_string(schema.kind())));
  }
  fill_keywords(block, resource);
  std::stable_sort(block.code.begin(), block.code.end(),
                   [](const Instruction& a, const Instruction& b) { return a.op < b.op; });
  block.tracks = block.find(Op::unevaluated_items) != nullptr || block.find(Op::unevaluated_properties) != nullptr;
}

void Compiler::fill_queued() {
  while (!queue_.empty() && !error_) {
    const auto [next, resource] = queue_.back();
    queue_.pop_back();
    fill(*next, *resource);
  }
}

void Compiler::follow_dynamic_anchors() {
  for (std::size_t before = 0; before != made_.size() && !error_;) {
    before = made_.size();
    // By position: filling may fetch documents, which adds resources.
    for (std::size_t i = 0; i < library_.owned_resources.size() && !library_.dynamic_names.empty(); ++i) {
      Resource& resource = *library_.owned_resources[i];
      for (const auto& [anchor, node] : resource.dynamic_anchors) {
        if (library_.dynamic_names.contains(anchor)) make_block(*node, resource);
      }
    }
    fill_queued();
  }
}

void Compiler::roll_back() {
  for (const Block* block : made_) library_.blocks.erase(BlockKey{block->schema, block->resource});
}

Result<const Block*> Compiler::compile(const Target& target) {
  resources_.index(*target.node, *target.resource);
  const Block* root = block(*target.node, *target.resource);
  fill_queued();
  follow_dynamic_anchors();
  if (error_) {
    roll_back();
    return fail(std::move(*error_));
  }
  mark_guarded(made_);
  mark_directions(library_, made_, members_);
  return root;
}

}  // namespace squall::contracts::schema
