#include "contracts/match/media_choice.h"

#include <cstdlib>
#include <optional>

#include "contracts/match/wire_text.h"

namespace squall::contracts::match {
namespace {

http::MediaType without_parameters(const http::MediaType& type) {
  return http::MediaType{type.type, type.subtype, {}};
}

bool covers(const http::MediaType& range, const http::MediaType& type, bool exact) {
  return exact ? http::matches(range, type) : http::matches(without_parameters(range), type);
}

double quality(const http::MediaType& range) {
  for (const auto& [name, value] : range.parameters) {
    if (name == "q") return std::strtod(value.c_str(), nullptr);
  }
  return 1;
}

// The quality of a type: that of the most specific range that covers it (RFC 9110, section 12.5.1).
double quality_of(const http::MediaType& type, const std::vector<http::MediaType>& ranges) {
  double best = 0;
  int closest = -1;
  for (const http::MediaType& range : ranges) {
    const http::MediaType bare = without_parameters(range);
    const bool fits = http::matches(bare, type) || http::matches(without_parameters(type), bare);
    if (!fits || http::specificity(bare) <= closest) continue;
    closest = http::specificity(bare);
    best = quality(range);
  }
  return best;
}

}  // namespace

const MediaTypeObject* find_media(const std::vector<MediaTypeObject>& content, const http::MediaType& type) {
  for (const bool exact : {true, false}) {
    const MediaTypeObject* best = nullptr;
    for (const MediaTypeObject& media : content) {
      if (!covers(media.type, type, exact)) continue;
      if (best == nullptr || http::specificity(media.type) > http::specificity(best->type)) best = &media;
    }
    if (best != nullptr) return best;
  }
  return nullptr;
}

const MediaTypeObject* negotiate(const std::vector<MediaTypeObject>& content, std::string_view accept) {
  if (content.empty()) return nullptr;
  std::vector<http::MediaType> ranges;
  for (const std::string& part : split(accept, ',')) {
    if (auto range = http::parse_media_type(part)) ranges.push_back(std::move(*range));
  }
  if (ranges.empty()) return &content.front();
  const MediaTypeObject* best = nullptr;
  double best_quality = 0;
  for (const MediaTypeObject& media : content) {
    const double found = quality_of(media.type, ranges);
    if (found <= best_quality) continue;
    best = &media;
    best_quality = found;
  }
  return best;
}

std::string names_of(const std::vector<MediaTypeObject>& content) {
  std::string names;
  for (const MediaTypeObject& media : content) names += (names.empty() ? "" : ", ") + media.name;
  return names;
}

std::string concrete_name(const MediaTypeObject& media) {
  if (media.type.type == "*") return "application/json";
  if (media.type.subtype != "*") return media.name;
  if (media.type.type == "text") return "text/plain";
  using Usual = std::pair<std::string_view, std::string_view>;
  for (const auto& [type, subtype] : {Usual{"image", "png"}, Usual{"audio", "mpeg"}, Usual{"video", "mp4"}}) {
    if (media.type.type == type) return std::string(type) + "/" + std::string(subtype);
  }
  return "application/json";
}

bool is_form(const http::MediaType& type) {
  return type.type == "application" && type.subtype == "x-www-form-urlencoded";
}
bool is_multipart(const http::MediaType& type) {
  return type.type == "multipart" && type.subtype == "form-data";
}
bool is_xml(const http::MediaType& type) {
  return type.subtype == "xml" || type.subtype.ends_with("+xml");
}
bool is_text(const http::MediaType& type) {
  return type.type == "text";
}

}  // namespace squall::contracts::match
