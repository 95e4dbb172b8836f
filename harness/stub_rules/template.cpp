#include "harness/stub_rules/template.h"

#include <fmt/format.h>
#include <charconv>

#include "contracts/core/document.h"
#include "contracts/core/pointer.h"
#include "contracts/http/field_syntax.h"
#include "contracts/match/parameter_writer.h"
#include "contracts/match/wire_text.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Result;
using contracts::Value;
using contracts::http::trimmed;

constexpr const char* known =
    "known are request.method, .target, .path.NAME, .query.NAME, .header.NAME, .body and .body/POINTER, sequence, "
    "random.uuid, .integer, .hex and .pick";

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!(text = trimmed(text)).empty()) {
    words.emplace_back(text.substr(0, text.find(' ')));
    text.remove_prefix(words.back().size());
  }
  return words;
}

std::optional<std::int64_t> whole(const std::string& text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() && !text.empty() ? std::optional(number)
                                                                                          : std::nullopt;
}

// Where the expression ends: }} outside of quotes.
std::size_t end_of(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && text[i] == '}' && text[i + 1] == '}') return i;
  }
  return std::string_view::npos;
}

std::string as_text(const Value& value) {
  if (value.is_array() || value.is_object()) return contracts::to_json(value);
  return contracts::match::scalar_text(value);
}

}  // namespace

Result<Template> Template::parse(std::string_view text) {
  Template made;
  while (!text.empty()) {
    const auto open = text.find("{{");
    if (open != 0) made.pieces_.push_back({What::text, std::string(text.substr(0, open)), {}, 0, 0, {}});
    if (open == std::string_view::npos) break;
    text.remove_prefix(open + 2);
    const auto end = end_of(text);
    if (end == std::string_view::npos)
      return fail(ErrorKind::malformed, "a '{{' without '}}'", {}, R"(write {{"{{"}} for the characters themselves)");
    SQUALL_TRY_ASSIGN(auto piece, read(trimmed(text.substr(0, end))));
    made.pieces_.push_back(std::move(piece));
    text.remove_prefix(end + 2);
  }
  return made;
}

Result<Template::Piece> Template::read(std::string_view expression) {
  Piece piece;
  if (expression.size() >= 2 && expression.front() == '"' && expression.back() == '"') {
    piece.name = expression.substr(1, expression.size() - 2);
    return piece;
  }
  if (const auto bar = expression.find('|'); bar != std::string_view::npos) {
    piece.otherwise = std::string(trimmed(expression.substr(bar + 1)));
    expression = trimmed(expression.substr(0, bar));
  }
  const auto unknown = [&] {
    return fail(ErrorKind::malformed, "'" + std::string(expression) + "' is nothing that a template can stand for", {},
                known);
  };
  const auto named = [&](std::string_view prefix, What what) {
    if (!expression.starts_with(prefix) || expression.size() == prefix.size()) return false;
    piece.what = what;
    piece.name = expression.substr(prefix.size());
    return true;
  };
  if (expression == "request.method" || expression == "request.target") {
    piece.what = expression == "request.method" ? What::method : What::target;
    return piece;
  }
  if (expression == "sequence" || expression == "request.body") {
    piece.what = expression == "sequence" ? What::sequence : What::body;
    return piece;
  }
  if (named("request.path.", What::path) || named("request.query.", What::query) ||
      named("request.header.", What::header) || named("sequence.", What::sequence))
    return piece;
  if (named("request.body", What::body)) {
    if (!contracts::is_json_pointer(piece.name)) return unknown();
    return piece;
  }
  const auto words = words_of(expression);
  if (words.empty() || !words.front().starts_with("random.")) return unknown();
  if (auto status = read_random(piece, words); !status) return fail(std::move(status).error());
  return piece;
}

contracts::Status Template::read_random(Piece& piece, const std::vector<std::string>& words) {
  const auto expects = [&](const char* form) {
    return fail(ErrorKind::malformed, "expected " + std::string(form) + ", found '" + words.front() + "' and " +
                                          std::to_string(words.size() - 1) + " more words");
  };
  if (words.front() == "random.uuid") {
    piece.what = What::uuid;
    return words.size() == 1 ? contracts::Status{} : expects("random.uuid");
  }
  if (words.front() == "random.pick") {
    piece.what = What::pick;
    piece.choices.assign(words.begin() + 1, words.end());
    return words.size() > 1 ? contracts::Status{} : expects("random.pick ONE OTHER ...");
  }
  if (words.front() == "random.integer") {
    piece.what = What::integer;
    const auto low = words.size() == 3 ? whole(words[1]) : std::nullopt, high = low ? whole(words[2]) : std::nullopt;
    if (!low || !high || *low > *high) return expects("random.integer LOW HIGH");
    piece.low = *low;
    piece.high = *high;
    return {};
  }
  if (words.front() == "random.hex") {
    piece.what = What::hex;
    const auto digits = words.size() == 2 ? whole(words[1]) : std::nullopt;
    if (!digits || *digits < 1 || *digits > 1024) return expects("random.hex DIGITS (1 to 1024)");
    piece.high = *digits;
    return {};
  }
  return fail(ErrorKind::malformed, "'" + words.front() + "' is nothing that a template can stand for", {}, known);
}

bool Template::is_plain() const {
  return pieces_.empty() || (pieces_.size() == 1 && pieces_.front().what == What::text);
}

Value Template::drawn(const Piece& piece, contracts::Random& random) {
  if (piece.what == What::integer) return random.between(piece.low, piece.high);
  if (piece.what == What::pick) return piece.choices[random.below(piece.choices.size())];
  if (piece.what == What::hex) {
    std::string text;
    while (text.size() < static_cast<std::size_t>(piece.high)) text += fmt::format("{:016x}", random.next());
    return text.substr(0, static_cast<std::size_t>(piece.high));
  }
  const std::uint64_t a = random.next(), b = random.next();  // RFC 9562, section 5.4
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:012x}", a >> 32, a >> 16 & 0xffff, a & 0xfff, 8 + (b >> 62),
                     b >> 48 & 0xfff, b & 0xffffffffffff);
}

// nullopt: the request does not have it.
std::optional<Value> Template::found(const Piece& piece, TemplateSource& source) {
  switch (piece.what) {
    case What::text:
      return piece.name;
    case What::method:
      return source.request.method;
    case What::target:
      return source.request.target;
    case What::path:
      for (const auto& [name, value] : source.path) {
        if (name == piece.name) return value;
      }
      return std::nullopt;
    case What::query:
      for (const auto& pair : contracts::match::query_pairs(contracts::http::query_of(source.request.target))) {
        if (pair.name == piece.name) return contracts::match::decode_query(pair.raw);
      }
      return std::nullopt;
    case What::header: {
      const std::string* value = source.request.headers.find(piece.name);
      return value == nullptr ? std::nullopt : std::optional<Value>(*value);
    }
    case What::body: {
      if (piece.name.empty()) return source.body.is_null() ? Value(source.request.body) : source.body;
      Value body = source.body;
      const Value* at = body.resolve(piece.name);
      return at == nullptr ? std::nullopt : std::optional<Value>(*at);
    }
    case What::sequence:
      return Value(source.sequence(piece.name));
    case What::uuid:
    case What::integer:
    case What::hex:
    case What::pick:
      return drawn(piece, source.random);
  }
  return std::nullopt;
}

std::string Template::text(TemplateSource& source) const {
  std::string text;
  for (const Piece& piece : pieces_) {
    const auto value = found(piece, source);
    text += value ? as_text(*value) : piece.otherwise.value_or("");
  }
  return text;
}

Value Template::value(TemplateSource& source) const {
  if (pieces_.size() != 1) return text(source);
  const Piece& piece = pieces_.front();
  auto value = found(piece, source);
  if (value) return std::move(*value);
  if (!piece.otherwise) return {};
  const auto json = contracts::Document::parse_json(*piece.otherwise);
  return json ? Value(json->root()) : Value(*piece.otherwise);
}

Result<TemplateTree> TemplateTree::parse(const Value& value) {
  TemplateTree tree;
  const auto add = [&](const std::string& name, const Value& part) -> contracts::Status {
    auto parsed = parse(part);
    if (!parsed) {
      contracts::Error error = std::move(parsed).error();
      error.location.pointer = contracts::pointer_child("", name) + error.location.pointer;
      return fail(std::move(error));
    }
    tree.parts_.emplace_back(name, std::move(*parsed));
    return {};
  };
  if (value.is_string()) {
    SQUALL_TRY_ASSIGN(tree.text_, Template::parse(value.text()));
  } else if (value.is_array()) {
    tree.array_ = true;
    for (std::size_t i = 0; i < value.items().size(); ++i) SQUALL_TRY(add(std::to_string(i), value.items()[i]));
  } else if (value.is_object()) {
    tree.plain_ = Value(contracts::Object{});
    for (const auto& [name, member] : value.members()) SQUALL_TRY(add(name, member));
  } else {
    tree.plain_ = value;
  }
  return tree;
}

Value TemplateTree::value(TemplateSource& source) const {
  if (text_) return text_->value(source);
  if (array_) {
    contracts::Array items;
    for (const auto& [name, part] : parts_) items.push_back(part.value(source));
    return Value(std::move(items));
  }
  if (parts_.empty()) return plain_;
  contracts::Object members;  // of distinct names, as the file had them
  members.reserve(parts_.size());
  for (const auto& [name, part] : parts_) members.emplace_back(name, part.value(source));
  return Value(std::move(members));
}

}  // namespace squall::harness
