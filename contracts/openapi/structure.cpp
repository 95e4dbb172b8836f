#include "contracts/openapi/structure.h"

#include <algorithm>
#include <unordered_set>
#include <utility>
#include <vector>

#include "contracts/core/number.h"
#include "contracts/core/suggest.h"
#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/prose_checks.h"
#include "contracts/openapi/text_checks.h"

namespace squall::contracts::openapi {
namespace {

bool is_extension(std::string_view key) {
  return key.substr(0, 2) == "x-";
}

bool is_object_kind(What what) {
  return what >= What::openapi;
}

std::string_view expected_scalar(What what, Versions version) {
  switch (what) {
    case What::boolean:
      return "true or false";
    case What::number:
      return "a number";
    case What::count:
      return "a whole number of 0 or more";
    case What::uri:
      return "a URL or URI reference";
    case What::email:
      return "an email address";
    case What::names:
      return "a list of strings that are all different";
    case What::anchor:
      return "a plain name of letters, digits, '-', '_' and '.'";
    case What::type_names:
      return version == v30 || version == v20 ? "a type name" : "a type name or a list of type names";
    default:
      return "a string";
  }
}

bool is_names(const Node& node) {
  if (!node.is_array()) return false;
  std::unordered_set<std::string_view> seen;
  for (const Node& item : node.items()) {
    if (!item.is_string() || !seen.insert(item.text()).second) return false;
  }
  return true;
}

bool is_type_names(const Node& node, Versions version) {
  if (node.is_string()) return is_schema_type(node.text(), version);
  if (version == v30 || node.size() == 0 || !is_names(node)) return false;
  const auto items = node.items();
  return std::all_of(items.begin(), items.end(),
                     [version](const Node& item) { return is_schema_type(item.text(), version); });
}

bool fits_scalar(What what, const Node& node, Versions version) {
  switch (what) {
    case What::any:
      return true;
    case What::string:
    case What::prose:
      return node.is_string();
    case What::boolean:
      return node.is_boolean();
    case What::number:
      return node.is_number();
    case What::count:
      return node.is_number() && is_integer(node.text()) && compare(node.text(), "0") >= 0;
    case What::uri:
      return node.is_string() && is_uri_reference(node.text());
    case What::email:
      return node.is_string() && is_email(node.text());
    case What::type_names:
      return is_type_names(node, version);
    case What::names:
      return is_names(node);
    case What::anchor:
      return node.is_string() && is_anchor_name(node.text());
    default:
      return false;
  }
}

std::string found(const Node& node) {
  if (node.is_string()) return "'" + std::string(node.text().substr(0, 60)) + "'";
  return std::string(to_string(node.kind()));
}

class Walk {
 public:
  explicit Walk(const Scene& scene) : scene_(scene) {}

  void run(const Place& root) {
    push(root.source, *root.node, What::openapi);
    while (!pending_.empty()) {
      const auto [place, what] = std::move(pending_.back());
      pending_.pop_back();
      visit(place, what);
    }
  }

 private:
  struct Item {
    Place place;
    What what;
  };

  void push(const Source* source, const Node& node, What what) {
    const auto key = reinterpret_cast<std::uintptr_t>(&node) * 64 + static_cast<std::uintptr_t>(what);
    if (seen_.insert(key).second) pending_.push_back(Item{Place{source, &node, {}}, what});
  }

  void visit(const Place& place, What what) {
    if ((what == What::schema && scene_.since31()) || what == What::schema_or_boolean) {
      if (place.node->is_boolean()) return;
    }
    const What kind = what == What::schema_or_boolean ? What::schema : what;
    const ObjectRule* rule = rule_of(kind, scene_.version);
    if (!place.node->is_object()) return wrong_kind(place, rule);
    const bool may_be_reference = kind == What::callback || (rule != nullptr && rule->may_be_reference);
    if (may_be_reference && reference_of(*place.node) != nullptr) {
      follow(place, kind);
      const bool siblings = kind == What::path_item || (kind == What::schema && scene_.since31());
      if (!siblings) return;
    }
    if (rule == nullptr) {
      free_names(place, kind);
    } else {
      fields(place, *rule);
    }
    check_object(scene_, kind, place);
  }

  void wrong_kind(const Place& place, const ObjectRule* rule) {
    const std::string name = rule != nullptr ? std::string(rule->name) : "object";
    scene_.diagnostics.unusable("expected " + with_article(name) + ", found " + found(*place.node), place.location());
  }

  void follow(const Place& place, What kind) {
    const std::string_view reference = reference_of(*place.node)->text();
    if (kind == What::schema && scene_.since31() && reference.empty()) return;
    auto target = scene_.sources.resolve(place, reference);
    if (target && kind != What::schema && reference_of(*target->node) != nullptr) {
      auto end = scene_.sources.follow(place);  // finds circles
      if (kind != What::path_item || !end) target = std::move(end);
    }
    if (!target) return unresolved(std::move(target).error(), kind);
    push(target->source, *target->node, kind);
  }

  void unresolved(Error error, What kind) {
    if (kind == What::schema && scene_.version == v20) {
      // Common where documents are generated; such a schema is read as one that allows anything.
      return scene_.diagnostics.forbidden(std::move(error.message), std::move(error.location), std::move(error.hint));
    }
    if (kind != What::security_scheme) return scene_.diagnostics.add(std::move(error));
    // Messages can be judged without knowing how a caller proves who it is.
    scene_.diagnostics.doubtful(std::move(error.message), std::move(error.location), std::move(error.hint));
  }

  // Objects whose member names are data.
  void free_names(const Place& place, What kind) {
    for (const Member& member : place.node->members()) {
      if (is_extension(member.key)) continue;
      if (kind == What::paths || kind == What::callback) push(place.source, member.value, What::path_item);
      if (kind == What::responses) push(place.source, member.value, What::response);
      if (kind == What::security_requirement) list(place, member, Field{member.key, What::string, Container::list});
    }
  }

  void fields(const Place& place, const ObjectRule& rule) {
    inside_schema_ = rule.what == What::schema;
    for (const Member& member : place.node->members()) {
      if (is_extension(member.key)) continue;
      const Field* field = find_field(rule, member.key, scene_.version);
      if (field != nullptr) {
        value(place, member, *field);
      } else if ((rule.closed & scene_.version) != 0) {
        unknown(place, rule, member);
      }
    }
    for (const Field& field : rule.fields) {
      if ((field.required & field.versions & scene_.version) == 0 || place.node->find(field.name) != nullptr) continue;
      scene_.diagnostics.forbidden(
          with_article(std::string(rule.name), true) + " needs '" + std::string(field.name) + "'", place.location());
    }
  }

  void unknown(const Place& place, const ObjectRule& rule, const Member& member) {
    std::vector<std::string> names;
    for (const Field& field : rule.fields) {
      if ((field.versions & scene_.version) != 0) names.emplace_back(field.name);
    }
    const std::string near = nearest(member.key, names);
    scene_.diagnostics.forbidden(
        "unknown field '" + std::string(member.key) + "' in " + with_article(std::string(rule.name)),
        place.source->document->locate_key(*place.node, member.key),
        near.empty() ? "fields of your own begin with 'x-'" : "did you mean '" + near + "'?");
  }

  void value(const Place& place, const Member& member, const Field& field) {
    if (field.container == Container::list) return list(place, member, field);
    if (field.container == Container::map) return map(place, member, field);
    single(place, member.value, field);
  }

  void single(const Place& place, const Node& node, const Field& field) {
    if (is_object_kind(field.what)) return push(place.source, node, field.what);
    const Place at{place.source, &node, {}};
    if (!fits_scalar(field.what, node, scene_.version)) {
      scene_.diagnostics.forbidden("'" + std::string(field.name) + "' must be " +
                                       std::string(expected_scalar(field.what, scene_.version)) + ", found " +
                                       found(node),
                                   at.location());
    } else if (!field.one_of.empty() && !is_word_of(node.text(), field.one_of)) {
      const auto words = words_of(field.one_of);
      const std::string near = nearest(node.text(), words);
      scene_.diagnostics.forbidden(
          "'" + std::string(field.name) + "' must be one of: " + std::string(field.one_of) + "; found " + found(node),
          at.location(), near.empty() ? "" : "did you mean '" + near + "'?");
    } else if (field.what == What::prose) {
      check_prose(scene_, at);
    }
  }

  void list(const Place& place, const Member& member, const Field& field) {
    if (!member.value.is_array()) return wrong_container(place, member, "a list");
    for (const Node& item : member.value.items()) single(place, item, field);
  }

  void map(const Place& place, const Member& member, const Field& field) {
    if (!member.value.is_object()) return wrong_container(place, member, "a map");
    for (const Member& entry : member.value.members()) {
      if (field.name == "content" && !entry.value.is_object() && entry.key.find('/') == std::string_view::npos) {
        no_media_type(place, member.value, entry);
      } else {
        single(place, entry.value, field);
      }
    }
  }

  // Something that belongs beside `content`, mostly: the media types are usable without it.
  void no_media_type(const Place& place, const Node& content, const Member& entry) {
    scene_.diagnostics.forbidden("'" + std::string(entry.key) + "' is no media type",
                                 place.source->document->locate_key(content, entry.key), "such as 'application/json'");
  }

  void wrong_container(const Place& place, const Member& member, const std::string& expected) {
    std::string message = "'" + std::string(member.key) + "' must be " + expected + ", found " + found(member.value);
    Location location = Place{place.source, &member.value, {}}.location();
    // A keyword less is all that a schema loses.
    if (inside_schema_) return scene_.diagnostics.forbidden(std::move(message), std::move(location));
    scene_.diagnostics.unusable(std::move(message), std::move(location));
  }

  const Scene& scene_;
  bool inside_schema_ = false;  // the object at hand is a schema
  std::vector<Item> pending_;
  std::unordered_set<std::uintptr_t> seen_;
};

}  // namespace

void check_structure(const Scene& scene, const Place& root) {
  Walk(scene).run(root);
}

}  // namespace squall::contracts::openapi
