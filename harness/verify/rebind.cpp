#include "harness/verify/rebind.h"

#include <map>
#include <set>
#include <string>

#include "contracts/core/document.h"
#include "contracts/http/percent.h"

namespace squall::harness {
namespace {

using contracts::Node;
using contracts::http::Request;
using contracts::http::Response;

constexpr std::size_t most_values = 200;    // of one answer
constexpr std::size_t longest_value = 200;  // bytes
constexpr std::size_t shortest_in_body = 4;
constexpr int deepest = 4;

using Places = std::map<std::string, std::string>;  // place in the answer -> value

void collect(const Node& node, const std::string& place, int depth, Places& places) {
  if (places.size() >= most_values || depth > deepest) return;
  if ((node.is_string() || node.is_number()) && node.size() > 0 && node.size() <= longest_value) {
    places.emplace(place, node.text());
  }
  for (const auto& member : node.members())
    collect(member.value, place + '/' + std::string(member.key), depth + 1, places);
  std::size_t index = 0;
  for (const Node& item : node.items()) collect(item, place + '/' + std::to_string(index++), depth + 1, places);
}

Places places_of(const Response& answer) {
  Places places;
  if (const auto document = contracts::Document::parse_json(answer.body)) collect(document->root(), "", 0, places);
  if (const std::string* location = answer.headers.find("Location")) {
    const auto path = contracts::http::path_of(*location);
    const auto last = path.substr(path.rfind('/') + 1);
    if (!last.empty()) places.emplace("Location", contracts::http::percent_decode(last));
  }
  return places;
}

// Applies `change` to the decoded segments of the path and values of the query, and puts the target together again.
template <class F>
std::string with_parts(const std::string& target, F change) {
  std::string result;
  const std::size_t query = std::min(target.find('?'), target.size());
  std::size_t begin = 0;
  const auto part = [&](std::size_t end, bool may_change) {
    const std::string raw = target.substr(begin, end - begin);
    const std::string decoded = contracts::http::percent_decode(raw, begin > query);
    const std::string changed = may_change ? change(decoded) : decoded;
    result += changed == decoded ? raw : contracts::http::percent_encode(changed);
    if (end < target.size()) result += target[end];
    begin = end + 1;
  };
  bool value = true;
  for (std::size_t at = 0; at < target.size(); ++at) {
    const char c = target[at];
    if (at < query ? c == '/' : c == '?' || c == '&' || c == '=') {
      part(at, value);
      value = at < query || c == '=';
    }
  }
  if (begin <= target.size()) part(target.size(), value);
  return result;
}

}  // namespace

bool refers_to(const Request& request, const Request& asked, const Response& answer) {
  std::set<std::string> values;
  for (auto& [place, value] : places_of(answer)) values.insert(std::move(value));
  bool refers = false;
  with_parts(request.target, [&](const std::string& part) {
    refers = refers || values.contains(part);
    return part;
  });
  for (const std::string& value : values) {
    if (refers) break;
    if (value.size() < shortest_in_body) continue;
    const std::string quoted = '"' + value + '"';
    refers = request.body.find(quoted) != std::string::npos && asked.body.find(quoted) == std::string::npos;
  }
  return refers;
}

Request rebound(const Request& request, std::span<const Response> recorded, std::span<const Response> now) {
  std::map<std::string, std::string> replacements;
  for (std::size_t i = 0; i < recorded.size() && i < now.size(); ++i) {
    const Places after = places_of(now[i]);
    for (auto& [place, value] : places_of(recorded[i])) {
      const auto there = after.find(place);
      if (there != after.end() && there->second != value) replacements.emplace(value, there->second);
    }
  }
  if (replacements.empty()) return request;
  Request result = request;
  result.target = with_parts(request.target, [&](const std::string& part) {
    const auto found = replacements.find(part);
    return found == replacements.end() ? part : found->second;
  });
  for (const auto& [value, replacement] : replacements) {
    if (value.size() < shortest_in_body) continue;
    const std::string quoted = '"' + value + '"';
    for (auto at = result.body.find(quoted); at != std::string::npos; at = result.body.find(quoted, at + 1)) {
      result.body.replace(at + 1, value.size(), replacement);
    }
  }
  return result;
}

}  // namespace squall::harness
