// OpenAPI's discriminator: which value of the property means which schema. Values come from the mapping and from the
// schemas' names; the schemas are the alternatives beside it or, where there are none, those that extend it by allOf.

#include <unordered_set>

#include "contracts/core/pointer.h"
#include "contracts/schema/compiler.h"
#include "contracts/schema/uri.h"

namespace squall::contracts::schema {
namespace {

using Named = Hierarchy::Named;

constexpr int kHeedDepth = 4;  // references and allOf followed to find the property's declaration

const Node* reference_in(const Node& schema) {
  const Node* reference = schema.find("$ref");
  return reference != nullptr && reference->is_string() ? reference : nullptr;
}

// "#/components/schemas/Cat", "cat.yaml#Cat" and "schemas/Cat.yaml" all name Cat.
std::string name_in(std::string_view reference) {
  const std::string fragment = fragment_of(reference);
  if (!fragment.empty()) return pointer_unescape(std::string_view(fragment).substr(fragment.rfind('/') + 1));
  std::string_view path = without_fragment(reference);
  path.remove_prefix(path.rfind('/') + 1);
  return std::string(path.substr(0, path.find('.')));
}

// The schemas a document names: OpenAPI's components, or the definitions of Swagger 2.0.
const Node* named_schemas(const Resource& resource) {
  if (resource.root != &resource.document->root()) return nullptr;
  const Node* components = resource.root->find("components");
  return components != nullptr ? components->find("schemas") : resource.root->find("definitions");
}

class Namer {
 public:
  explicit Namer(const Site& site) : site_(site), hierarchy_(site.compiler.library().hierarchy) {}

  void name(Discriminator& plan) {
    for (const std::string_view keyword : {"oneOf", "anyOf"}) {
      const Node* alternatives = site_.schema.find(keyword);
      if (alternatives == nullptr || !alternatives->is_array()) continue;
      return name_branches(plan, alternatives->items());
    }
    name_children(plan);
  }

 private:
  std::optional<Named> target_of(Resource& resource, const Node& reference) {
    const auto target = site_.compiler.resources().resolve(resource, reference.text(), reference);
    if (!target) return std::nullopt;
    return Named{{}, target->node, target->resource};
  }

  void read(const Named& named) {
    hierarchy_.names.try_emplace(named.node, named.name);
    hierarchy_.by_name.try_emplace(named.name, named);
    const Node* all_of = named.node->find("allOf");
    if (all_of == nullptr) return;
    for (const Node& part : all_of->items()) {
      const Node* reference = reference_in(part);
      const auto parent = reference != nullptr ? target_of(*named.resource, *reference) : std::nullopt;
      if (parent) hierarchy_.children[parent->node].push_back(named);
    }
  }

  // By position: following references may add resources.
  void read_hierarchy() {
    const auto& resources = site_.compiler.library().owned_resources;
    for (; hierarchy_.resources_read < resources.size(); ++hierarchy_.resources_read) {
      Resource& resource = *resources[hierarchy_.resources_read];
      const Node* schemas = named_schemas(resource);
      if (schemas == nullptr) continue;
      for (const Member& member : schemas->members()) {
        const Node* reference = reference_in(member.value);
        auto named =
            reference != nullptr ? target_of(resource, *reference) : std::optional(Named{{}, &member.value, &resource});
        if (!named) continue;
        named->name = member.key;
        read(*named);
      }
    }
  }

  // What a mapping's value means: a name first, then a reference.
  std::optional<Named> meant_by(const Node& value) {
    if (const auto named = hierarchy_.by_name.find(value.text()); named != hierarchy_.by_name.end())
      return named->second;
    return target_of(site_.resource, value);
  }

  // Contracts list values of the property that name no schema, differing in case at times: then names do not decide.
  void heed_listed(Discriminator& plan, const Node& schema, Resource& resource, int depth) {
    const Node* properties = schema.find("properties");
    const Node* property = properties != nullptr ? properties->find(plan.property) : nullptr;
    if (property != nullptr) heed_values(plan, *property, resource);
    const Node* all_of = schema.find("allOf");
    if (const Node* reference = reference_in(schema)) heed_referred(plan, resource, *reference, depth);
    if (all_of == nullptr || depth == 0) return;
    for (const Node& part : all_of->items()) heed_listed(plan, part, resource, depth - 1);
  }
  void heed_referred(Discriminator& plan, Resource& resource, const Node& reference, int depth) {
    const auto target = depth > 0 ? target_of(resource, reference) : std::nullopt;
    if (target) heed_listed(plan, *target->node, *target->resource, depth - 1);
  }
  void heed_values(Discriminator& plan, const Node& property, Resource& resource) {
    const Node* reference = reference_in(property);
    const auto target = reference != nullptr ? target_of(resource, *reference) : std::nullopt;
    const Node* values = (target ? *target->node : property).find("enum");
    if (values == nullptr) return;
    for (const Node& value : values->items()) plan.closed = plan.closed && plan.find(value.text()) != nullptr;
  }

  // Every value that the mapping has, and `defaultMapping`.
  template <class Make>
  void read_mapping(Discriminator& plan, Make make) {
    const Node* mapping = site_.value.find("mapping");
    if (mapping != nullptr) {
      for (const Member& member : mapping->members()) {
        if (!member.value.is_string()) continue;
        Discriminator::Tag tag = make(member.value);
        tag.value = member.key;
        plan.tags.push_back(std::move(tag));
      }
    }
    if (const Node* otherwise = site_.value.find("defaultMapping"); otherwise != nullptr && otherwise->is_string())
      plan.otherwise = make(*otherwise);
  }

  void name_branches(Discriminator& plan, std::span<const Node> branches) {
    read_hierarchy();
    std::vector<const Node*> nodes;
    for (const Node& branch : branches) {
      const Node* reference = reference_in(branch);
      const auto target = reference != nullptr ? target_of(site_.resource, *reference) : std::nullopt;
      nodes.push_back(target ? target->node : nullptr);
      plan.closed = plan.closed && target;
    }
    read_mapping(plan, [&](const Node& value) {
      Discriminator::Tag tag;
      const auto meant = meant_by(value);
      for (std::size_t i = 0; meant && i < nodes.size(); ++i) {
        if (nodes[i] == meant->node) tag.branch = i;
      }
      return tag;
    });
    for (std::size_t i = 0; i < branches.size(); ++i) {
      if (nodes[i] == nullptr) continue;
      add_names(plan, *nodes[i], name_in(reference_in(branches[i])->text()), Discriminator::Tag{{}, i, nullptr});
    }
    heed_listed(plan, site_.schema, site_.resource, kHeedDepth);
    for (const Node& branch : branches) heed_listed(plan, branch, site_.resource, kHeedDepth);
  }

  void add_names(Discriminator& plan, const Node& schema, std::string_view name, Discriminator::Tag tag) {
    const Node* own = schema.find("x-ms-discriminator-value");
    for (const std::string_view value : {own != nullptr ? own->text() : std::string_view(), name}) {
      if (value.empty()) continue;
      tag.value = value;
      plan.tags.push_back(tag);
    }
  }

  void name_children(Discriminator& plan) {
    read_hierarchy();
    const auto tag_of = [this](const Named& named) {
      Discriminator::Tag tag;
      if (named.node == &site_.schema) return tag;
      Block* block = site_.compiler.block(*named.node, *named.resource);
      block->guarded = true;  // so that the evaluation can tell that it came from there
      tag.block = block;
      return tag;
    };
    read_mapping(plan, [&](const Node& value) {
      const auto meant = meant_by(value);
      return meant ? tag_of(*meant) : Discriminator::Tag{};
    });
    std::vector<const Node*> open{&site_.schema};
    std::unordered_set<const Node*> seen{&site_.schema};
    while (!open.empty()) {
      const auto children = hierarchy_.children.find(open.back());
      open.pop_back();
      if (children == hierarchy_.children.end()) continue;
      for (const Named& child : children->second) {
        if (!seen.insert(child.node).second) continue;
        open.push_back(child.node);
        add_names(plan, *child.node, child.name, tag_of(child));
      }
    }
    if (plan.tags.empty()) return;  // nobody extends it
    if (const auto own = hierarchy_.names.find(&site_.schema); own != hierarchy_.names.end())
      add_names(plan, site_.schema, own->second, Discriminator::Tag{});
    heed_listed(plan, site_.schema, site_.resource, kHeedDepth);
    site_.add(Op::discriminator, kind_bit(Kind::object));
  }

  const Site& site_;
  Hierarchy& hierarchy_;
};

}  // namespace

void compile_discriminator(const Site& site) {
  // Swagger 2.0 gives the property's name alone.
  const Node* property = site.value.is_string() ? &site.value : site.value.find("propertyName");
  if (property == nullptr || !property->is_string()) return;
  auto* plan = site.compiler.library().make<Discriminator>();
  plan->property = property->text();
  Namer(site).name(*plan);
  site.block.discriminator = plan;
}

}  // namespace squall::contracts::schema
