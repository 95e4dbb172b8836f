#include "contracts/match/media_choice.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <tuple>

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

bool is_range(const http::MediaType& type) {
  return type.type == "*" || type.subtype == "*" || type.subtype.starts_with("*+");
}

// Without the quality and what follows it, which is not the type's (RFC 9110, section 12.5.1).
http::MediaType type_of(const http::MediaType& range) {
  http::MediaType type = range;
  const auto weight = std::find_if(type.parameters.begin(), type.parameters.end(),
                                   [](const auto& parameter) { return parameter.first == "q"; });
  type.parameters.erase(weight, type.parameters.end());
  return type;
}

// How many of the range's parameters the type has; nullopt when it has one with another value.
std::optional<std::size_t> agreement(const http::MediaType& range, const http::MediaType& type) {
  std::size_t agreed = 0;
  for (const auto& [name, wanted] : type_of(range).parameters) {
    const auto given = std::find_if(type.parameters.begin(), type.parameters.end(),
                                    [&key = name](const auto& parameter) { return parameter.first == key; });
    if (given == type.parameters.end()) continue;
    if (given->second == wanted) ++agreed;
    if (given->second != wanted && name != "charset") return std::nullopt;
  }
  return agreed;
}

struct Acceptance {
  double quality = 0;
  std::size_t agreed = 0;  // parameters
  std::size_t place = 0;   // among the ranges: of equal ones what comes first is meant first
};
bool operator<(const Acceptance& a, const Acceptance& b) {
  return std::tie(a.quality, a.agreed, b.place) < std::tie(b.quality, b.agreed, a.place);
}

// How a type is accepted: as the most specific range says that covers it (RFC 9110, section 12.5.1). Of what a declared
// range stands for, the best counts.
Acceptance acceptance_of(const http::MediaType& type, const std::vector<http::MediaType>& ranges) {
  Acceptance best;
  std::pair<int, std::size_t> closest{-1, 0};
  for (std::size_t place = 0; place < ranges.size(); ++place) {
    const http::MediaType& range = ranges[place];
    const http::MediaType bare = without_parameters(range);
    const bool within = is_range(type) && http::matches(without_parameters(type), bare);
    const auto agreed = agreement(range, type);
    if (!agreed || (!within && !http::matches(bare, type))) continue;
    const Acceptance found{quality(range), *agreed, place};
    const std::pair specificity{http::specificity(bare), *agreed};
    if (is_range(type) ? found < best : specificity <= closest) continue;
    closest = specificity;
    best = found;
  }
  return best;
}

std::vector<http::MediaType> ranges_of(std::string_view accept) {
  std::vector<http::MediaType> ranges;
  for (const std::string& part : split(accept, ',')) {
    if (auto range = http::parse_media_type(part)) ranges.push_back(std::move(*range));
  }
  return ranges;
}

std::string written(const http::MediaType& type) {
  std::string text = type.type + "/" + type.subtype;
  for (const auto& [name, value] : type.parameters) text += ";" + name + "=\"" + value + "\"";
  return text;
}

// What a range usually means.
http::MediaType usual_of(const http::MediaType& range) {
  if (range.type == "*" && range.subtype == "*") return {"application", "json", {}};
  const std::string type = range.type == "*" ? "application" : range.type;
  if (range.subtype.starts_with("*+")) return {type, "vnd.example" + range.subtype.substr(1), {}};
  using Usual = std::pair<std::string_view, std::string_view>;
  for (const auto& [name, subtype] :
       {Usual{"text", "plain"}, Usual{"image", "png"}, Usual{"audio", "mpeg"}, Usual{"video", "mp4"}}) {
    if (type == name) return {type, std::string(subtype), {}};
  }
  return {"application", "json", {}};
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
  const auto ranges = ranges_of(accept);
  if (ranges.empty()) return &content.front();
  const MediaTypeObject* best = nullptr;
  Acceptance highest;
  for (const MediaTypeObject& media : content) {
    const Acceptance found = acceptance_of(media.type, ranges);
    if (found.quality <= 0 || !(highest < found)) continue;
    best = &media;
    highest = found;
  }
  return best;
}

std::string names_of(const std::vector<MediaTypeObject>& content) {
  std::string names;
  for (const MediaTypeObject& media : content) names += (names.empty() ? "" : ", ") + media.name;
  return names;
}

std::string concrete_name(const MediaTypeObject& media, std::string_view accept) {
  if (!is_range(media.type)) return media.name;
  http::MediaType best = usual_of(media.type);
  const auto ranges = ranges_of(accept);
  Acceptance highest = acceptance_of(best, ranges);
  for (const http::MediaType& range : ranges) {
    const http::MediaType type = is_range(range) ? usual_of(range) : type_of(range);
    if (!http::matches(without_parameters(media.type), type)) continue;
    const Acceptance found = acceptance_of(type, ranges);
    if (!(highest < found)) continue;
    best = type;
    highest = found;
  }
  return written(best);
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
