#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/text_checks.h"

namespace squall::contracts::openapi {
namespace {

struct StylesOf {
  std::string_view in;
  std::string_view styles;
};
constexpr StylesOf styles[] = {
    // OAS 3.0.4, section 4.7.12.3
    {"path", "matrix label simple"},
    {"query", "form spaceDelimited pipeDelimited deepObject"},
    {"header", "simple"},
    {"cookie", "form cookie"},
};

void check_schema_or_content(const Scene& scene, const Place& place, const std::string& noun) {
  exclusive(scene, place, {"example", "examples"});
  exclusive(scene, place, {"schema", "content"});
  const Node* content = place.node->find("content");
  if (content == nullptr && place.node->find("schema") == nullptr) {
    scene.diagnostics.forbidden(noun + " needs 'schema' or 'content'", place.location());
  }
  if (content == nullptr || !content->is_object()) return;
  if (content->size() != 1) {
    scene.diagnostics.forbidden("'content' of a parameter or header must have exactly one media type",
                                place.source->document->locate(*content));
  }
  for (const std::string_view field : {"style", "explode", "allowReserved"})
    exclusive(scene, place, {"content", field});
  if (scene.version == v32) return;  // since 3.2 examples stand beside both
  for (const std::string_view field : {"example", "examples"}) exclusive(scene, place, {"content", field});
}

void check_name(const Scene& scene, const Place& place, std::string_view in) {
  const auto name = text_of(*place.node, "name");
  if (name.empty()) return;
  if (in == "header" && !is_header_name(name)) {
    scene.diagnostics.forbidden("'" + std::string(name) + "' cannot be the name of a header", place.location());
  }
  if (in == "path" && name.find_first_of("{}/?#") != std::string_view::npos) {
    scene.diagnostics.forbidden("'" + std::string(name) + "' cannot be the name of a path parameter", place.location(),
                                "leave the braces out");
  }
}

// Where values are percent-encoded, which 'allowReserved' does without (OAS 3.1.1, section 4.8.12.2.2; OAS 3.2.0,
// section 4.12.2.2).
bool may_be_reserved(const Scene& scene, std::string_view in, std::string_view style) {
  if (scene.version == v31) return in == "query";
  if (scene.version != v32) return true;
  return in != "header" && (in != "cookie" || style != "cookie");
}

}  // namespace

void check_parameter(const Scene& scene, const Place& place) {
  const Node& node = *place.node;
  const auto in = text_of(node, "in");
  check_name(scene, place, in);
  check_schema_or_content(scene, place, "a Parameter Object");
  if (in == "path" && !flag_of(node, "required")) {
    scene.diagnostics.forbidden("path parameter '" + std::string(text_of(node, "name")) + "' needs 'required: true'",
                                place.location());
  }
  const auto style = text_of(node, "style");
  for (const StylesOf& entry : styles) {
    if (entry.in != in || style.empty() || is_word_of(style, entry.styles)) continue;
    scene.diagnostics.forbidden("style '" + std::string(style) + "' is not for " + std::string(in) + " parameters",
                                place.source->document->locate(*node.find("style")),
                                "use one of: " + std::string(entry.styles));
  }
  if (node.find("allowReserved") != nullptr && !may_be_reserved(scene, in, style)) {
    scene.diagnostics.forbidden("'allowReserved' is for " +
                                    std::string(scene.version == v32 ? "path, query and form-style cookie" : "query") +
                                    " parameters only",
                                place.source->document->locate_key(node, "allowReserved"));
  }
  if (in != "query" && node.find("allowEmptyValue") != nullptr) {
    scene.diagnostics.forbidden("'allowEmptyValue' is for query parameters only",
                                place.source->document->locate_key(node, "allowEmptyValue"));
  }
  if (in == "querystring") {
    for (const std::string_view field : {"schema", "style", "explode", "allowReserved"}) {
      if (node.find(field) == nullptr) continue;
      scene.diagnostics.forbidden("a querystring parameter has 'content', not '" + std::string(field) + "'",
                                  place.source->document->locate_key(node, field));
    }
  }
}

void check_header_names(const Scene& scene, const Place& place) {
  const Node* headers = place.node->find("headers");
  if (headers == nullptr) return;
  for (const Member& member : headers->members()) {
    if (is_header_name(member.key)) continue;
    scene.diagnostics.forbidden("'" + std::string(member.key) + "' cannot be the name of a header",
                                place.source->document->locate_key(*headers, member.key),
                                "header names are letters, digits and some of the signs, such as 'X-Rate-Limit'");
  }
}

void check_header(const Scene& scene, const Place& place) {
  check_schema_or_content(scene, place, "a Header Object");
}

}  // namespace squall::contracts::openapi
