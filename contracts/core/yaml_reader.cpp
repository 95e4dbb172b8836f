#include <yaml.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contracts/core/readers.h"
#include "contracts/core/yaml_scalar.h"

namespace squall::contracts {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// What libyaml reads: it would count the mark as a character that indents the first line (YAML 1.2.2, section 5.2).
std::string_view without_mark(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return text;
}

// libyaml counts characters; locations count bytes. Marks mostly move forward, so the way from the last one is short.
class MarkOffsets {
 public:
  explicit MarkOffsets(std::string_view text) : text_(text) {
    byte_ = start_ = text.size() - without_mark(text).size();
    ascii_ = std::none_of(text.begin() + static_cast<std::ptrdiff_t>(start_), text.end(),
                          [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  }

  std::size_t start() const { return start_; }  // of what libyaml reads

  std::uint32_t operator()(std::size_t index) {
    if (ascii_) return static_cast<std::uint32_t>(std::min(start_ + index, text_.size()));
    while (index_ < index && byte_ < text_.size()) {
      do ++byte_;
      while (byte_ < text_.size() && inside(byte_));
      ++index_;
    }
    while (index_ > index && byte_ > start_) {
      do --byte_;
      while (byte_ > start_ && inside(byte_));
      --index_;
    }
    return static_cast<std::uint32_t>(byte_);
  }

 private:
  bool inside(std::size_t at) const { return (static_cast<unsigned char>(text_[at]) & 0xC0) == 0x80; }

  std::string_view text_;
  std::size_t start_ = 0;
  std::size_t byte_ = 0;
  std::size_t index_ = 0;
  bool ascii_ = false;
};

class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { clear(); }
  bool next(yaml_parser_t& parser) {
    clear();
    return (filled_ = yaml_parser_parse(&parser, &event_) != 0);
  }
  const yaml_event_t& operator*() const { return event_; }
  const yaml_event_t* operator->() const { return &event_; }

 private:
  void clear() {
    if (filled_) yaml_event_delete(&event_);
    filled_ = false;
  }
  yaml_event_t event_{};
  bool filled_ = false;
};

std::string_view view(const yaml_char_t* text) {
  return text != nullptr ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

// A node with what an alias to it costs.
struct Built {
  Node node;
  std::size_t count = 1;     // values below and including it, aliases expanded
  std::uint32_t height = 1;  // levels
};

class YamlReader {
 public:
  YamlReader(Arena& arena, std::string_view text, const Limits& limits)
      : arena_(arena), text_(text), limits_(limits), offsets_(text) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    const std::string_view input = without_mark(text);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(input.data()), input.size());
  }
  YamlReader(const YamlReader&) = delete;
  YamlReader& operator=(const YamlReader&) = delete;
  ~YamlReader() { yaml_parser_delete(&parser_); }

  tl::expected<Node, SyntaxError> read() {
    Built root{Arena::null(0)};
    if (!stream(root)) return tl::unexpected(error_);
    return root.node;
  }

 private:
  bool fail(std::string message, std::size_t offset, std::string hint = {}) {
    error_ = SyntaxError{offset, std::move(message), std::move(hint)};
    return false;
  }

  bool advance() {
    if (event_.next(parser_)) return true;
    std::string message = parser_.problem != nullptr ? parser_.problem : "not well-formed YAML";
    if (parser_.context != nullptr) message = std::string(parser_.context) + ": " + message;
    if (parser_.error == YAML_READER_ERROR) return fail(std::move(message), offsets_.start() + parser_.problem_offset);
    return fail(std::move(message), offsets_(parser_.problem_mark.index));
  }

  std::uint32_t here() { return offsets_(event_->start_mark.index); }

  bool stream(Built& root) {
    if (!advance() || !advance()) return false;  // stream start, first document
    if (event_->type == YAML_STREAM_END_EVENT) return true;
    if (!advance() || !node(root, 1) || !advance() || !advance()) return false;
    if (event_->type == YAML_STREAM_END_EVENT) return true;
    return fail("expected one document, found a second", here(), "keep each document in a file of its own");
  }

  // The current event starts the node; afterwards it is the node's last.
  bool node(Built& out, std::uint32_t depth) {
    if (++nodes_ > limits_.nodes) return too_many();
    switch (event_->type) {
      case YAML_ALIAS_EVENT:
        return alias(out, depth);
      case YAML_SCALAR_EVENT: {
        const std::string anchor(view(event_->data.scalar.anchor));
        if (!scalar(out.node)) return false;
        remember(anchor, out);
        return true;
      }
      case YAML_SEQUENCE_START_EVENT:
        return collection(out, depth, event_->data.sequence_start.anchor, false);
      case YAML_MAPPING_START_EVENT:
        return collection(out, depth, event_->data.mapping_start.anchor, true);
      default:
        return fail("expected a value", here());
    }
  }

  bool too_many() {
    return fail("more than " + std::to_string(limits_.nodes) + " values after aliases are expanded", here());
  }

  void remember(const std::string& anchor, const Built& built) {
    if (!anchor.empty()) anchors_[anchor] = built;
  }

  bool alias(Built& out, std::uint32_t depth) {
    const auto found = anchors_.find(std::string(view(event_->data.alias.anchor)));
    if (found == anchors_.end()) {
      return fail("no anchor '" + std::string(view(event_->data.alias.anchor)) + "' before this alias", here());
    }
    nodes_ += found->second.count;
    if (nodes_ > limits_.nodes) return too_many();
    if (depth + found->second.height > limits_.depth) return too_deep();
    out = found->second;
    out.node = Arena::moved(out.node, here());
    return true;
  }

  bool too_deep() { return fail("nested deeper than " + std::to_string(limits_.depth) + " levels", here()); }

  bool unknown_tag(std::string_view tag) {
    return fail("tag '" + std::string(tag) + "' is not of the YAML core schema", here(), "remove the tag");
  }

  bool scalar(Node& out) {
    const auto& data = event_->data.scalar;
    const std::string_view text(reinterpret_cast<const char*>(data.value), data.length);
    const std::string_view tag = view(data.tag);
    constexpr std::string_view kCore = "tag:yaml.org,2002:";
    const std::string_view type = tag.starts_with(kCore) ? tag.substr(kCore.size()) : std::string_view();
    if (type == "str" || type == "binary" || type == "timestamp" || tag == "!" ||
        (tag.empty() && data.quoted_implicit)) {
      out = Arena::string(arena_.copy(text), here());
      return true;
    }
    if (!tag.empty() && type != "int" && type != "float" && type != "bool" && type != "null") return unknown_tag(tag);
    const YamlScalar resolved = resolve_plain(text);
    if (resolved.no_json) {
      return fail("'" + std::string(text) + "' is a number that JSON does not have", here(),
                  "quote it if text is meant");
    }
    const std::string_view expected = resolved.kind == Kind::number    ? "int float"
                                      : resolved.kind == Kind::boolean ? "bool"
                                      : resolved.kind == Kind::null    ? "null"
                                                                       : "str";
    if (!tag.empty() && expected.find(type) == std::string_view::npos) {
      return fail("'" + std::string(text) + "' is not what its tag !!" + std::string(type) + " says", here());
    }
    switch (resolved.kind) {
      case Kind::null:
        out = Arena::null(here());
        break;
      case Kind::boolean:
        out = Arena::boolean(resolved.boolean, here());
        break;
      case Kind::number:
        out = Arena::number(arena_.copy(resolved.lexeme), here());
        break;
      default:
        out = Arena::string(arena_.copy(text), here());
    }
    return true;
  }

  bool collection(Built& out, std::uint32_t depth, const yaml_char_t* anchor_text, bool is_mapping) {
    if (depth > limits_.depth) return too_deep();
    const std::string anchor(view(anchor_text));
    const std::string_view tag = view(is_mapping ? event_->data.mapping_start.tag : event_->data.sequence_start.tag);
    if (!tag.empty() && tag != "!" && tag != (is_mapping ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq")) {
      return unknown_tag(tag);
    }
    if (!anchor.empty()) anchors_.erase(anchor);
    if (is_mapping ? !mapping(out, depth) : !sequence(out, depth)) return false;
    remember(anchor, out);
    return true;
  }

  static void enclose(Built& outer, const Built& inner) {
    outer.count += inner.count;
    outer.height = std::max(outer.height, inner.height + 1);
  }

  bool sequence(Built& out, std::uint32_t depth) {
    const std::uint32_t at = here();
    const std::size_t base = items_.size();
    for (;;) {
      if (!advance()) return false;
      if (event_->type == YAML_SEQUENCE_END_EVENT) break;
      Built item;
      if (!node(item, depth + 1)) return false;
      enclose(out, item);
      items_.push_back(item.node);
    }
    out.node = arena_.array({items_.data() + base, items_.size() - base}, at);
    items_.resize(base);
    return true;
  }

  // The key's text as written: 200 and yes are keys "200" and "yes".
  bool key(std::string_view& out) {
    if (event_->type == YAML_ALIAS_EVENT) {
      Built target;
      if (!alias(target, 1)) return false;
      if (!target.node.is_string() && !target.node.is_number()) return fail("a key must be a scalar", here());
      out = target.node.text();
      return true;
    }
    if (event_->type != YAML_SCALAR_EVENT) {
      return fail("a key must be a scalar", here(), "quote the key if it starts with { or [");
    }
    const auto& data = event_->data.scalar;
    out = arena_.copy({reinterpret_cast<const char*>(data.value), data.length});
    if (data.anchor != nullptr) {
      Built anchored;
      const std::string anchor(view(data.anchor));
      if (!scalar(anchored.node)) return false;
      remember(anchor, anchored);
    }
    return true;
  }

  bool mapping(Built& out, std::uint32_t depth) {
    const std::uint32_t at = here();
    const std::size_t base = members_.size();
    std::vector<std::pair<std::size_t, Member>> merges;  // where it stands among the members
    for (;;) {
      if (!advance()) return false;
      if (event_->type == YAML_MAPPING_END_EVENT) break;
      const bool merge = event_->type == YAML_SCALAR_EVENT && event_->data.scalar.plain_implicit &&
                         view(event_->data.scalar.value) == "<<";
      Member member;
      member.key_offset = here();
      Built value;
      if (!key(member.key) || !advance() || !node(value, depth + 1)) return false;
      enclose(out, value);
      member.value = value.node;
      if (merge) {
        merges.emplace_back(members_.size() - base, member);
      } else {
        members_.push_back(member);
      }
    }
    if (!merges.empty() && !expand(merges, base)) return false;
    std::optional<std::size_t> duplicate;
    out.node = arena_.object({members_.data() + base, members_.size() - base}, at, duplicate);
    if (duplicate) {
      const Member& second = members_[base + *duplicate];
      return fail("key '" + std::string(second.key) + "' stands twice in one mapping", second.key_offset);
    }
    members_.resize(base);
    return true;
  }

  // Merge keys (yaml.org/type/merge): own keys win over merged ones, earlier merged ones over later.
  bool expand(const std::vector<std::pair<std::size_t, Member>>& merges, std::size_t base) {
    const std::vector<Member> own(members_.begin() + static_cast<std::ptrdiff_t>(base), members_.end());
    members_.resize(base);
    std::map<std::string_view, bool> taken;
    for (const Member& member : own) taken.emplace(member.key, true);
    std::size_t next = 0;
    for (const auto& [position, merge] : merges) {
      for (; next < position; ++next) members_.push_back(own[next]);
      const Node single = merge.value;
      const auto sources = single.is_array() ? single.items() : std::span<const Node>(&single, 1);
      for (const Node& source : sources) {
        if (!source.is_object()) return fail("'<<' must be given a mapping or a list of mappings", merge.key_offset);
        nodes_ += source.size();
        if (nodes_ > limits_.nodes) return too_many();
        for (const Member& member : source.members()) {
          if (!taken.emplace(member.key, true).second) continue;
          members_.push_back({member.key, merge.key_offset, Arena::moved(member.value, merge.value.offset())});
        }
      }
    }
    members_.insert(members_.end(), own.begin() + static_cast<std::ptrdiff_t>(next), own.end());
    return true;
  }

  Arena& arena_;
  std::string_view text_;
  const Limits& limits_;
  MarkOffsets offsets_;
  yaml_parser_t parser_{};
  Event event_;
  std::map<std::string, Built> anchors_;
  std::vector<Node> items_;
  std::vector<Member> members_;
  std::size_t nodes_ = 0;
  SyntaxError error_;
};

}  // namespace

tl::expected<Node, SyntaxError> read_yaml(Arena& arena, std::string_view text, const Limits& limits) {
  return YamlReader(arena, text, limits).read();
}

}  // namespace squall::contracts
