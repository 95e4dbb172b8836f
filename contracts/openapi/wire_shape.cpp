#include "contracts/openapi/wire_shape.h"

#include <optional>

#include "contracts/openapi/wire_shape_build.h"

namespace squall::contracts::openapi {
namespace {

constexpr int deepest = 5;  // nesting that wire formats can say anything about
constexpr std::uint8_t any_kind = 0x3f;

constexpr std::uint8_t bit(Kind kind) {
  return static_cast<std::uint8_t>(1 << static_cast<int>(kind));
}

std::uint8_t kind_named(std::string_view type) {
  if (type == "integer" || type == "number") return bit(Kind::number);
  if (type == "string") return bit(Kind::string);
  if (type == "boolean") return bit(Kind::boolean);
  if (type == "array") return bit(Kind::array);
  if (type == "object") return bit(Kind::object);
  return type == "null" ? bit(Kind::null) : any_kind;
}

bool is_set(const Node& object, std::string_view flag) {
  const Node* node = object.find(flag);
  return node != nullptr && node->boolean();
}

std::optional<std::uint8_t> stated_kinds(const Node& schema) {
  std::optional<std::uint8_t> kinds;
  if (const Node* type = schema.find("type")) {
    std::uint8_t set = type->is_string() ? kind_named(type->text()) : std::uint8_t{0};
    for (const Node& name : type->items()) set = static_cast<std::uint8_t>(set | kind_named(name.text()));
    kinds = set;
  } else if (const Node* choices = schema.find("enum"); choices != nullptr && choices->size() > 0) {
    std::uint8_t set = 0;
    for (const Node& choice : choices->items()) set = static_cast<std::uint8_t>(set | bit(choice.kind()));
    kinds = set;
  } else if (const Node* constant = schema.find("const")) {
    kinds = bit(constant->kind());
  } else if (schema.find("properties") != nullptr) {
    kinds = bit(Kind::object);
  } else if (schema.find("items") != nullptr) {
    kinds = bit(Kind::array);
  }
  if (kinds && is_set(schema, "nullable")) kinds = static_cast<std::uint8_t>(*kinds | bit(Kind::null));
  return kinds;
}

std::string text_at(const Node& object, std::string_view key) {
  const Node* node = object.find(key);
  return node != nullptr && node->is_string() ? std::string(node->text()) : std::string{};
}

XmlHints xml_hints(const Node& node) {
  XmlHints hints;
  hints.name = text_at(node, "name");
  hints.prefix = text_at(node, "prefix");
  hints.name_space = text_at(node, "namespace");
  const std::string type = text_at(node, "nodeType");
  if (type == "attribute" || is_set(node, "attribute")) hints.as = XmlHints::As::attribute;
  if (type == "text" || type == "cdata") hints.as = XmlHints::As::text;
  hints.wrapped = is_set(node, "wrapped") || type == "element";
  return hints;
}

bool is_binary(const Node& schema) {
  const std::string format = text_at(schema, "format");
  return format == "binary" || schema.find("contentEncoding") != nullptr || schema.find("contentMediaType") != nullptr;
}

class Reader {
 public:
  explicit Reader(Sources& sources) : sources_(sources) {}

  WireShape read(const Place& place, int depth) {
    WireShape shape;
    shape.cut = depth > deepest;
    if (shape.cut || !place.node->is_object()) return shape;
    if (const Node* reference = reference_of(*place.node)) {
      auto target = sources_.resolve(place, reference->text());
      if (target) shape = read(*target, depth + 1);
      const std::string_view text = reference->text();
      shape.component = std::string(text.substr(text.rfind('/') + 1));
    }
    if (const auto kinds = stated_kinds(*place.node)) narrow(shape, *kinds);
    own(shape, place, depth);
    if (const Node* all = place.node->find("allOf")) {
      for (const Node& branch : all->items()) {
        const WireShape part = read(Place{place.source, &branch, {}}, depth + 1);
        narrow(shape, part.kinds);
        merge(shape, part);
        shape.read_only = shape.read_only || part.read_only;
      }
    }
    for (const char* keyword : {"anyOf", "oneOf"}) alternatives(shape, place, keyword, depth);
    return shape;
  }

 private:
  using Below = std::shared_ptr<const WireShape>;

  static void narrow(WireShape& shape, std::uint8_t kinds) {
    const auto both = static_cast<std::uint8_t>(shape.kinds & kinds);
    shape.kinds = both != 0 ? both : kinds;
  }

  static void merge(WireShape& shape, const WireShape& part) {
    for (const auto& [name, property] : part.properties) {
      if (shape.property(name) == nullptr) shape.properties.emplace_back(name, property);
    }
    if (!shape.items) shape.items = part.items;
    if (!shape.additional) shape.additional = part.additional;
    shape.required.insert(shape.required.end(), part.required.begin(), part.required.end());
    shape.binary = shape.binary || part.binary;
    shape.cut = shape.cut || part.cut;
    if (shape.xml == XmlHints{}) shape.xml = part.xml;
  }

  // What one alternative or the other says; of an array or object the first one.
  static Below either(const Below& one, const Below& other) {
    if (!one || !other) return one ? one : other;
    const auto kinds = static_cast<std::uint8_t>(one->kinds | other->kinds);
    if ((kinds & (bit(Kind::array) | bit(Kind::object))) != 0) return one;
    WireShape both = *one;
    both.kinds = kinds;
    return std::make_shared<const WireShape>(std::move(both));
  }

  static void unite(WireShape& any, const WireShape& part) {
    any.kinds = static_cast<std::uint8_t>(any.kinds | part.kinds);
    any.items = either(any.items, part.items);
    for (auto& [name, property] : any.properties) {
      for (const auto& [other_name, other] : part.properties) {
        if (other_name == name) property = either(property, other);
      }
    }
    merge(any, part);
  }

  std::shared_ptr<const WireShape> below(const Place& place, const Node& node, int depth) {
    return std::make_shared<const WireShape>(read(Place{place.source, &node, {}}, depth + 1));
  }

  void own(WireShape& shape, const Place& place, int depth) {
    if (const Node* properties = place.node->find("properties")) {
      for (const Member& member : properties->members()) {
        shape.properties.emplace_back(member.key, below(place, member.value, depth));
      }
    }
    if (const Node* items = place.node->find("items")) shape.items = below(place, *items, depth);
    if (const Node* required = place.node->find("required")) {
      for (const Node& name : required->items()) shape.required.emplace_back(name.text());
    }
    if (const Node* hints = place.node->find("xml")) shape.xml = xml_hints(*hints);
    shape.binary = shape.binary || is_binary(*place.node);
    shape.read_only = shape.read_only || is_set(*place.node, "readOnly");
    const Node* additional = place.node->find("additionalProperties");
    if (additional != nullptr && additional->is_object()) shape.additional = below(place, *additional, depth);
  }

  void alternatives(WireShape& shape, const Place& place, const char* keyword, int depth) {
    const Node* branches = place.node->find(keyword);
    if (branches == nullptr || !branches->is_array() || branches->size() == 0) return;
    std::optional<WireShape> any;
    for (const Node& branch : branches->items()) {
      const WireShape part = read(Place{place.source, &branch, {}}, depth + 1);
      if (any) {
        unite(*any, part);
      } else {
        any = part;
      }
    }
    narrow(shape, any->kinds);
    merge(shape, *any);
  }

  Sources& sources_;
};

}  // namespace

const WireShape* WireShape::property(std::string_view name) const {
  for (const auto& [key, shape] : properties) {
    if (key == name) return shape.get();
  }
  return additional.get();
}

std::shared_ptr<const WireShape> wire_shape(Sources& sources, const Place& place) {
  WireShape shape = Reader(sources).read(place, 0);
  const auto slash = place.pointer.rfind('/');
  const std::string_view owner = std::string_view(place.pointer).substr(0, slash == std::string::npos ? 0 : slash);
  if (shape.component.empty() && (owner == "/components/schemas" || owner == "/definitions")) {
    shape.component = place.pointer.substr(slash + 1);
  }
  return std::make_shared<const WireShape>(std::move(shape));
}

}  // namespace squall::contracts::openapi
