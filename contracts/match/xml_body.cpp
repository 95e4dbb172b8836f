#include "contracts/match/xml_body.h"

#include <algorithm>

#include "contracts/match/parameter_writer.h"

namespace squall::contracts::match {
namespace {

using openapi::XmlHints;

const XmlHints kNoHints;

const XmlHints& hints_of(const WireShape* shape) {
  return shape != nullptr ? shape->xml : kNoHints;
}

bool is_unwrapped_list(const WireShape* shape) {
  return wants_array(shape) && !shape->xml.wrapped;
}

// What the elements of a property are called: for a list that is not wrapped, its items' own name.
std::string element_name(const std::string& property, const WireShape* shape) {
  if (is_unwrapped_list(shape)) {
    const XmlHints& items = hints_of(shape->items.get());
    return items.name.empty() ? property : items.name;
  }
  const XmlHints& own = hints_of(shape);
  return own.name.empty() ? property : own.name;
}

// What the items of a wrapped list are called.
std::string item_name(const std::string& wrapper, const WireShape* shape) {
  const XmlHints& items = hints_of(shape != nullptr ? shape->items.get() : nullptr);
  return items.name.empty() ? wrapper : items.name;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

const std::string* attribute(const XmlElement& element, std::string_view name) {
  for (const XmlAttribute& attribute : element.attributes) {
    if (attribute.name == name) return &attribute.value;
  }
  return nullptr;
}

// What the items of a list that is the document are called: as the root itself is, after what they are.
std::string root_item_name(const std::string& root, const WireShape* shape) {
  const WireShape* items = shape != nullptr ? shape->items.get() : nullptr;
  const bool named = items != nullptr && items->xml.name.empty() && is_xml_name(items->component);
  return named ? items->component : item_name(root, shape);
}

class FromXml {
 public:
  bool unclear() const { return unclear_; }

  Value read(const XmlElement& element, const WireShape* shape, const std::string& name) {
    if (shape != nullptr && shape->cut) unclear_ = true;
    const std::string* nil = attribute(element, "nil");
    if (nil != nullptr && (*nil == "true" || *nil == "1")) return Value();
    if (wants_array(shape)) return wrapped_list(element, shape, name);
    if (wants_object(shape)) return object(element, *shape);
    if (shape == nullptr || !element.children.empty()) {
      unclear_ = unclear_ || shape == nullptr || shape->allows(Kind::object) || shape->allows(Kind::array);
    }
    return text(element.text, shape);
  }

 private:
  static Value text(const std::string& raw, const WireShape* shape) {
    return scalar(shape != nullptr && shape->allows(Kind::string) ? raw : trimmed(raw), shape);
  }

  Value wrapped_list(const XmlElement& element, const WireShape* shape, const std::string& name) {
    Array items;
    for (const XmlElement& child : element.children)
      items.push_back(read(child, shape->items.get(), item_name(name, shape)));
    return Value(std::move(items));
  }

  Value object(const XmlElement& element, const WireShape& shape) {
    Value result{Object{}};
    for (const auto& [name, property] : shape.properties) own_member(element, shape, name, *property, result);
    for (const XmlElement& child : element.children) {
      if (!is_declared(child, shape)) result.set(child.name, more(child, shape.additional.get()));
    }
    return result;
  }

  Value more(const XmlElement& element, const WireShape* shape) {
    if (wants_object(shape) || wants_array(shape)) return read(element, shape, element.name);
    unclear_ = unclear_ || !element.children.empty();
    return text(element.text, shape);
  }

  void own_member(const XmlElement& element, const WireShape& owner, const std::string& name, const WireShape& shape,
                  Value& result) {
    if (shape.xml.as == XmlHints::As::attribute) {
      const std::string* given = attribute(element, shape.xml.name.empty() ? name : shape.xml.name);
      if (given != nullptr) result.set(name, text(*given, &shape));
      return;
    }
    if (shape.xml.as == XmlHints::As::text) return result.set(name, text(element.text, &shape));
    const std::string tag = element_name(name, &shape);
    const bool list = is_unwrapped_list(&shape);
    for (const XmlElement& child : element.children) {
      if (child.name != tag || !same_space(child, list ? hints_of(shape.items.get()) : shape.xml)) continue;
      if (!list) {
        result.set(name, read(child, &shape, tag));
        continue;
      }
      if (result.find(name) == nullptr) result.set(name, Value(Array{}));
      result.find(name)->items().push_back(read(child, shape.items.get(), tag));
    }
    // No element at all is what an empty list looks like.
    const bool needed = std::find(owner.required.begin(), owner.required.end(), name) != owner.required.end();
    if (list && needed && result.find(name) == nullptr) result.set(name, Value(Array{}));
  }

  static bool same_space(const XmlElement& element, const XmlHints& hints) {
    return hints.name_space.empty() || element.name_space == hints.name_space;
  }

  static bool is_declared(const XmlElement& child, const WireShape& shape) {
    return std::any_of(shape.properties.begin(), shape.properties.end(), [&child](const auto& property) {
      return property.second->xml.as == XmlHints::As::element &&
             element_name(property.first, property.second.get()) == child.name;
    });
  }

  bool unclear_ = false;
};

class ToXml {
 public:
  explicit ToXml(const WireShape* root) : root_(root) {}

  std::optional<std::string> take() { return failed_ ? std::nullopt : std::optional(std::move(out_)); }

  void write(const std::string& name, const Value& value, const WireShape* shape) {
    const XmlHints& hints = hints_of(shape);
    const std::string tag = hints.prefix.empty() ? name : hints.prefix + ":" + name;
    if (!is_xml_name(name) || (!hints.prefix.empty() && hints.name_space.empty())) failed_ = true;
    out_ += "<" + tag;
    if (!hints.name_space.empty()) {
      out_ += hints.prefix.empty() ? " xmlns=\"" : " xmlns:" + hints.prefix + "=\"";
      out_ += xml_escaped(hints.name_space, true) + "\"";
    }
    if (value.is_null()) {
      out_ += " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>";
      return;
    }
    if (value.is_object()) attributes(value, shape);
    out_ += ">";
    content(name, value, shape);
    out_ += "</" + tag + ">";
  }

 private:
  void text(const Value& value, bool in_attribute) {
    const std::string written = scalar_text(value);
    if (value.is_array() || value.is_object() || value.is_null() || !is_xml_text(written)) failed_ = true;
    if (!failed_) out_ += xml_escaped(written, in_attribute);
  }

  void attributes(const Value& value, const WireShape* shape) {
    for (const auto& [name, member] : value.members()) {
      const WireShape* own = shape != nullptr ? shape->property(name) : nullptr;
      const XmlHints& hints = hints_of(own);
      if (hints.as != XmlHints::As::attribute) continue;
      const std::string& tag = hints.name.empty() ? name : hints.name;
      if (!is_xml_name(tag)) failed_ = true;
      out_ += " " + tag + "=\"";
      text(member, true);
      out_ += "\"";
    }
  }

  void content(const std::string& name, const Value& value, const WireShape* shape) {
    if (value.is_array()) {
      const std::string tag = shape == root_ ? root_item_name(name, shape) : item_name(name, shape);
      for (const Value& item : value.items()) write(tag, item, shape != nullptr ? shape->items.get() : nullptr);
    } else if (value.is_object()) {
      for (const auto& [key, member] : value.members())
        own_member(key, member, shape != nullptr ? shape->property(key) : nullptr);
    } else {
      text(value, false);
    }
  }

  void own_member(const std::string& name, const Value& member, const WireShape* shape) {
    const XmlHints& hints = hints_of(shape);
    if (hints.as == XmlHints::As::attribute) return;
    if (hints.as == XmlHints::As::text) return text(member, false);
    const std::string tag = element_name(name, shape);
    if (!member.is_array() || hints.wrapped) return write(tag, member, shape);
    if (member.items().empty()) failed_ = true;
    for (const Value& item : member.items()) {
      if (item.is_array()) failed_ = true;
      write(tag, item, shape != nullptr ? shape->items.get() : nullptr);
    }
  }

  const WireShape* root_;
  std::string out_;
  bool failed_ = false;
};

// No rule names the root of a schema that has no name; other mock servers call it so.
constexpr const char* kNameless = "xml";

std::string root_name(const WireShape* shape) {
  if (shape == nullptr) return kNameless;
  if (!shape->xml.name.empty()) return shape->xml.name;
  return is_xml_name(shape->component) ? shape->component : kNameless;
}

}  // namespace

std::optional<Value> value_of_xml(const XmlElement& root, const WireShape& shape, std::string& problem) {
  if (!shape.xml.name.empty() && root.name != shape.xml.name) {
    problem = "expected the root element <" + shape.xml.name + ">, found <" + root.name + ">";
    return std::nullopt;
  }
  FromXml reader;
  Value value = reader.read(root, &shape, root.name);
  if (reader.unclear()) return std::nullopt;
  return value;
}

std::optional<std::string> xml_of_value(const Value& value, const WireShape* shape) {
  ToXml writer(shape);
  writer.write(root_name(shape), value, shape);
  auto text = writer.take();
  if (!text) return std::nullopt;
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + *text;
}

}  // namespace squall::contracts::match
