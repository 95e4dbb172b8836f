#include "contracts/openapi/sources.h"

#include <charconv>
#include <filesystem>
#include <optional>
#include <vector>

#include "contracts/core/suggest.h"
#include "contracts/http/percent.h"

namespace squall::contracts::openapi {
namespace fs = std::filesystem;
namespace {

constexpr int longest_chain = 64;  // of references that lead to references

std::string unescape(std::string_view token) {  // RFC 6901, section 4
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] == '~' && i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1')) {
      text += token[++i] == '0' ? '~' : '/';
    } else {
      text += token[i];
    }
  }
  return text;
}

std::vector<std::string> tokens_of(std::string_view pointer) {
  std::vector<std::string> tokens;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const auto end = pointer.find('/');
    tokens.push_back(unescape(pointer.substr(0, end)));
    pointer = end == std::string_view::npos ? std::string_view{} : pointer.substr(end);
  }
  return tokens;
}

std::optional<Place> step(const Place& at, const std::string& token) {
  if (at.node->is_object()) {
    if (const Node* child = at.node->find(token)) return at.member(token, *child);
    std::string spaced = token;  // a widespread mistake: + for a space in a fragment
    for (char& c : spaced) c = c == '+' ? ' ' : c;
    if (const Node* child = at.node->find(spaced)) return at.member(spaced, *child);
    return std::nullopt;
  }
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc() || end != token.data() + token.size() || token.empty()) return std::nullopt;
  const Node* child = at.node->at(index);
  if (child == nullptr) return std::nullopt;
  return at.item(index, *child);
}

std::string did_you_mean(const Node& node, const std::string& token, const std::string& prefix) {
  std::vector<std::string> names;
  for (const Member& member : node.members()) names.emplace_back(member.key);
  const std::string near = nearest(token, names);
  return near.empty() ? std::string{} : "did you mean '" + prefix + near + "'?";
}

Location reference_location(const Place& from) {
  const Node* reference = reference_of(*from.node);
  return reference != nullptr ? from.source->document->locate(*reference) : from.location();
}

}  // namespace

const Node* reference_of(const Node& node) {
  const Node* reference = node.find("$ref");
  return reference != nullptr && reference->is_string() ? reference : nullptr;
}

bool is_remote(std::string_view reference) {
  if (reference.substr(0, 2) == "//") return true;
  const auto colon = reference.find(':');
  if (colon == std::string_view::npos || colon < 2) return false;
  for (const char c : reference.substr(0, colon)) {
    const bool scheme =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    if (!scheme) return false;
  }
  return true;
}

Place Place::member(std::string_view key, const Node& child) const {
  return Place{source, &child, pointer_child(pointer, key)};
}

Place Place::item(std::size_t index, const Node& child) const {
  return Place{source, &child, pointer_child(pointer, index)};
}

Result<Place> Sources::open(const std::string& path) {
  std::error_code ignored;
  const fs::path absolute = fs::absolute(path, ignored).lexically_normal();
  auto& known = by_path_[absolute.string()];
  if (known == nullptr) {
    auto loaded = Document::load(path);
    if (!loaded) {
      by_path_.erase(absolute.string());
      return fail(std::move(loaded).error());
    }
    auto document = std::make_shared<const Document>(std::move(*loaded));
    const std::string uri = "file://" + http::percent_encode_allowing(absolute.string(), "/");
    set_.add(uri, document);
    known = std::make_unique<Source>(Source{absolute.string(), uri, std::move(document)});
  }
  return Place{known.get(), &known->document->root(), ""};
}

Place Sources::replace(const Source& source, std::shared_ptr<const Document> document) {
  Source& known = *by_path_.at(source.path);
  known.document = std::move(document);
  set_.add(known.uri, known.document);
  return Place{&known, &known.document->root(), ""};
}

Result<const Source*> Sources::file(const Place& from, std::string_view relative) {
  const fs::path path = (fs::path(from.source->path).parent_path() / http::percent_decode(relative)).lexically_normal();
  if (const auto known = by_path_.find(path.string()); known != by_path_.end()) return known->second.get();
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) {
    return fail(ErrorKind::malformed, "file '" + std::string(relative) + "' not found", reference_location(from),
                "a reference to a file is relative to the file it stands in; looked for " + path.string());
  }
  const fs::path base = fs::path(from.source->document->name()).parent_path();
  const std::string name = (base / http::percent_decode(relative)).lexically_normal().string();
  auto opened = open(name);
  if (!opened) return fail(std::move(opened).error());
  return opened->source;
}

Result<Place> Sources::resolve(const Place& from, std::string_view reference) {
  if (is_remote(reference)) {
    return fail(ErrorKind::unsupported, "remote reference '" + std::string(reference) + "' is not followed",
                reference_location(from),
                "keep a copy of the document beside this one and refer to it by a relative path");
  }
  const auto hash = reference.find('#');
  const std::string_view relative = reference.substr(0, hash);
  const Source* target = from.source;
  if (!relative.empty()) {
    auto found = file(from, relative);
    if (!found) return fail(std::move(found).error());
    target = *found;
  }
  const std::string fragment = hash == std::string_view::npos ? "" : http::percent_decode(reference.substr(hash + 1));
  return walk(from, *target, fragment, reference);
}

Result<Place> Sources::walk(const Place& from, const Source& target, std::string_view fragment,
                            std::string_view reference) {
  Place at{&target, &target.document->root(), ""};
  if (!fragment.empty() && fragment.front() != '/') {
    return fail(ErrorKind::malformed, "reference '" + std::string(reference) + "' has no JSON Pointer after '#'",
                reference_location(from), "write it as '#/" + std::string(fragment) + "'");
  }
  for (const std::string& token : tokens_of(fragment)) {
    auto next = step(at, token);
    if (!next) {
      const auto hash = reference.find('#');
      const std::string prefix = std::string(reference.substr(0, hash)) + "#" + at.pointer + "/";
      return fail(ErrorKind::malformed,
                  "reference '" + std::string(reference) + "' leads nowhere: there is no '" + token + "'",
                  reference_location(from), did_you_mean(*at.node, token, prefix));
    }
    at = std::move(*next);
  }
  return at;
}

Result<Place> Sources::follow(Place place) {
  const Place first = place;
  for (int steps = 0; steps < longest_chain; ++steps) {
    const Node* reference = reference_of(*place.node);
    if (reference == nullptr) return place;
    auto next = resolve(place, reference->text());
    if (!next) return next;
    place = std::move(*next);
  }
  return fail(ErrorKind::malformed,
              "reference '" + std::string(reference_of(*first.node)->text()) + "' leads back to itself",
              reference_location(first), "one of the references in the circle must be the thing itself");
}

}  // namespace squall::contracts::openapi
