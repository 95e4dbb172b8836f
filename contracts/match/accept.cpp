#include "contracts/match/accept.h"

#include <algorithm>
#include <vector>

namespace squall::contracts::match {
namespace {

// As written, but for a charset: servers compare it, and it says nothing that matters here. A range that Accept cannot
// say (*+json) becomes "any".
std::string range_of(const http::MediaType& type) {
  if (type.subtype.starts_with("*+")) return type.type == "*" ? "*/*" : type.type + "/*";
  std::string text = type.type + "/" + type.subtype;
  for (const auto& [name, value] : type.parameters) {
    if (name != "charset" && name != "q") text += ";" + name + "=\"" + value + "\"";
  }
  return text;
}

}  // namespace

std::string accept_of(const openapi::Operation& operation) {
  std::vector<std::string> ranges;
  const auto add = [&](bool successes) {
    for (const auto& response : operation.responses) {
      if ((response.status.front() == '2') != successes) continue;
      for (const auto& media : response.content) {
        std::string range = range_of(media.type);
        if (std::find(ranges.begin(), ranges.end(), range) == ranges.end()) ranges.push_back(std::move(range));
      }
    }
  };
  add(true);
  add(false);
  std::string accept;
  for (const std::string& range : ranges) accept += (accept.empty() ? "" : ", ") + range;
  return accept;
}

}  // namespace squall::contracts::match
