#include "contracts/openapi/sources.h"

#include <charconv>
#include <filesystem>
#include <optional>
#include <vector>

#include "contracts/core/ascii.h"
#include "contracts/core/suggest.h"
#include "contracts/http/percent.h"
#include "contracts/openapi/contract.h"
#include "contracts/schema/uri.h"

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

bool is_remote(std::string_view reference) {
  if (reference.substr(0, 2) == "//") return true;
  const auto colon = reference.find(':');
  if (colon == std::string_view::npos || colon < 2) return false;
  for (const char c : reference.substr(0, colon)) {
    const bool scheme = is_alphanumeric(c) || c == '+' || c == '-' || c == '.';
    if (!scheme) return false;
  }
  return true;
}

Place Sources::keep(std::unique_ptr<Source>& slot, std::string path, std::string uri, Document document) {
  auto shared = std::make_shared<const Document>(std::move(document));
  set_.add(uri, shared);
  slot = std::make_unique<Source>(Source{std::move(path), uri, std::move(shared), uri});
  return replace(*slot, slot->document);
}

Place Sources::replace(const Source& source, std::shared_ptr<const Document> document) {
  Source& known = *by_path_.at(source.path);
  known.document = std::move(document);
  const Node* self = known.document->root().find("$self");
  if (self != nullptr && self->is_string()) known.base = schema::resolve_uri(known.uri, self->text());
  set_.add(known.uri, known.document);
  identities_.read(known);
  return Place{&known, &known.document->root(), ""};
}

Result<Place> Sources::open(const std::string& path) {
  std::error_code ignored;
  const fs::path absolute = fs::absolute(path, ignored).lexically_normal();
  auto& slot = by_path_[absolute.string()];
  if (slot != nullptr) return Place{slot.get(), &slot->document->root(), ""};
  auto loaded = Document::load(path);
  if (!loaded) {
    by_path_.erase(absolute.string());
    return fail(std::move(loaded).error());
  }
  const std::string uri = "file://" + http::percent_encode_allowing(absolute.string(), "/");
  return keep(slot, absolute.string(), uri, std::move(*loaded));
}

Result<Place> Sources::open_remote(const std::string& uri) {
  auto& slot = by_path_[uri];
  if (slot != nullptr) return Place{slot.get(), &slot->document->root(), ""};
  const auto read = [&]() -> Result<Document> {
    SQUALL_TRY_ASSIGN(std::string text, fetch_(uri));
    return Document::parse(std::move(text), uri);
  };
  auto document = read();
  if (!document) {
    by_path_.erase(uri);
    return fail(std::move(document).error());
  }
  return keep(slot, uri, uri, std::move(*document));
}

Result<const Source*> Sources::fetched(const Place& from, const std::string& uri) {
  const bool network = is_on_network(uri);
  if (fetch_ == nullptr || !network) {
    return fail(ErrorKind::unsupported, "remote reference '" + uri + "' is not followed", reference_location(from),
                network ? "allow it with --allow-remote, or keep a copy of the document beside this one"
                        : "keep a copy of the document beside this one and refer to it by a relative path");
  }
  auto opened = open_remote(uri);
  if (opened) return opened->source;
  if (!opened.error().location.file.empty()) return fail(std::move(opened).error());  // it was read, and is no document
  return fail(opened.error().kind, opened.error().message, reference_location(from), opened.error().hint);
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

// What the part before '#' means.
Result<Place> Sources::document(const Place& from, std::string_view reference) {
  const std::string& base = identities_.base_of(from);
  const std::string_view relative = reference.substr(0, reference.find('#'));
  const std::string uri = schema::resolve_uri(base, relative);
  if (const Place* known = identities_.resource(uri)) return *known;
  if (relative.empty()) return Place{from.source, &from.source->document->root(), ""};
  // A file beside this one is at hand even where the document says that it belongs elsewhere.
  const bool remote_base = is_remote(base) && !base.starts_with("file:");
  std::error_code ignored;
  const auto beside = [&] {
    const fs::path folder = fs::path(from.source->path).parent_path();
    return fs::is_regular_file(folder / http::percent_decode(relative), ignored);
  };
  const bool by_network = is_remote(relative) || (remote_base && (is_remote(from.source->path) || !beside()));
  auto found =
      by_network ? fetched(from, is_remote(relative) ? schema::resolve_uri("", relative) : uri) : file(from, relative);
  if (!found) return fail(std::move(found).error());
  return Place{*found, &(*found)->document->root(), ""};
}

Result<Place> Sources::resolve(const Place& from, std::string_view reference) {
  if (reference.starts_with("#/") && identities_.schemas().empty()) {  // most references, in most documents
    const Place root{from.source, &from.source->document->root(), ""};
    return walk(from, root, http::percent_decode(reference.substr(1)), reference);
  }
  SQUALL_TRY_ASSIGN(Place at, document(from, reference));
  // Schemas resolve references by themselves, against the URI they were read from.
  const std::string& base = identities_.base_of(from);
  for (const std::string& known_as : {from.source->uri, base}) {
    const std::string uri = schema::resolve_uri(known_as, reference);
    if (at.pointer.empty() && set_.find(uri) == nullptr) set_.add(uri, at.source->document);
  }
  const auto hash = reference.find('#');
  const std::string fragment = hash == std::string_view::npos ? "" : http::percent_decode(reference.substr(hash + 1));
  if (fragment.empty() || fragment.front() == '/') return walk(from, std::move(at), fragment, reference);
  const Place* anchor = identities_.anchor(schema::resolve_uri(base, reference), fragment);
  if (anchor == nullptr) anchor = identities_.anchor(at.source->base, fragment);
  if (anchor != nullptr) return *anchor;
  return fail(ErrorKind::malformed,
              "reference '" + std::string(reference) + "' leads nowhere: there is no anchor '" + fragment + "'",
              reference_location(from), "a JSON Pointer begins with '/': '#/" + fragment + "'");
}

Result<Place> Sources::walk(const Place& from, Place at, std::string_view fragment, std::string_view reference) {
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
