#pragma once
// Media types and ranges (RFC 9110, sections 8.3.1 and 12.5.1).

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace squall::contracts::http {

struct MediaType {
  std::string type;                                             // lower case; may be "*"
  std::string subtype;                                          // lower case; may be "*"
  std::vector<std::pair<std::string, std::string>> parameters;  // names in lower case
  bool operator==(const MediaType&) const = default;
};

std::optional<MediaType> parse_media_type(std::string_view text);
bool is_json(const MediaType& type);                          // application/json, */*+json
bool matches(const MediaType& range, const MediaType& type);  // parameters of the range must be present
// Specificity for choosing among several matching ranges: 0 for */*, higher is closer.
int specificity(const MediaType& range);

}  // namespace squall::contracts::http
