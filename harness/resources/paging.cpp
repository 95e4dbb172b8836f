#include "harness/resources/paging.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "contracts/http/message.h"
#include "contracts/http/percent.h"
#include "contracts/match/query_value.h"

namespace squall::harness {
namespace {

using contracts::Node;
using contracts::openapi::Operation;
using contracts::openapi::Parameter;
using contracts::openapi::ParameterIn;

constexpr std::array<std::string_view, 9> limits = {"limit",     "pagesize", "perpage", "maxresults", "top",
                                                    "pagelimit", "maxitems", "count",   "size"};
constexpr std::array<std::string_view, 10> positions = {"cursor", "offset", "page",    "pagetoken", "after",
                                                        "before", "skip",   "startat", "marker",    "continue"};

bool is_one_of(const std::string& name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), plain_name(name)) != names.end();
}

}  // namespace

std::string plain_name(const std::string& name) {
  std::string text;
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      text.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  return text;
}

const Parameter* limit_parameter(const Operation& operation) {
  for (const Parameter& parameter : operation.parameters) {
    if (parameter.in != ParameterIn::query || parameter.wire == nullptr || !is_one_of(parameter.name, limits)) continue;
    if (parameter.wire->only(contracts::Kind::number)) return &parameter;
  }
  return nullptr;
}

bool is_paged(const Operation& operation) {
  return std::any_of(operation.parameters.begin(), operation.parameters.end(), [](const Parameter& parameter) {
    return parameter.in == ParameterIn::query &&
           (is_one_of(parameter.name, limits) || is_one_of(parameter.name, positions));
  });
}

const Node* list_in(const Node& root) {
  if (root.is_array()) return &root;
  const Node* only = nullptr;
  for (const auto& member : root.members()) {
    if (!member.value.is_array()) continue;
    if (only != nullptr) return nullptr;
    only = &member.value;
  }
  return only;
}

std::string with_query(const std::string& target, const std::string& name, const std::string& value) {
  if (contracts::match::query_value(target, name)) return target;
  return target + (target.find('?') == std::string::npos ? "?" : "&") + contracts::http::percent_encode(name) + "=" +
         contracts::http::percent_encode(value);
}

}  // namespace squall::harness
