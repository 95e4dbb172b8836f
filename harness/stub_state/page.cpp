#include "harness/stub_state/page.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string_view>

#include "contracts/core/number.h"
#include "contracts/http/percent.h"
#include "contracts/match/query_value.h"
#include "contracts/match/wire_text.h"
#include "harness/resources/paging.h"
#include "harness/stub_state/collections.h"

namespace squall::harness {
namespace {

using contracts::openapi::Operation;
using contracts::openapi::Parameter;
using contracts::openapi::ParameterIn;

constexpr std::array<std::string_view, 5> offsets = {"offset", "skip", "startat", "startindex", "start"};
constexpr std::array<std::string_view, 4> pages = {"page", "pagenumber", "pageno", "pageindex"};
constexpr std::array<std::string_view, 7> cursors = {"cursor", "pagetoken", "nexttoken",        "nextpagetoken",
                                                     "marker", "continue",  "continuationtoken"};
constexpr std::array<std::string_view, 3> afters = {"after", "startingafter", "startafter"};

const Parameter* named(const Operation& operation, std::span<const std::string_view> names) {
  for (const Parameter& parameter : operation.parameters) {
    if (parameter.in != ParameterIn::query) continue;
    if (std::find(names.begin(), names.end(), plain_name(parameter.name)) != names.end()) return &parameter;
  }
  return nullptr;
}

std::optional<std::uint64_t> whole(const std::string& text) {
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

const contracts::Node* keyword(const Parameter& parameter, std::string_view name) {
  return parameter.schema ? parameter.schema->node().find(name) : nullptr;
}

// What the request says, else the declared default.
std::optional<std::string> given(const Parameter* parameter, const std::string& target) {
  if (parameter == nullptr) return std::nullopt;
  if (auto value = contracts::match::query_value(target, parameter->name)) return value;
  const contracts::Node* declared = keyword(*parameter, "default");
  return declared == nullptr ? std::nullopt : std::optional(std::string(declared->text()));
}

std::optional<std::uint64_t> given_number(const Parameter* parameter, const std::string& target) {
  const auto text = given(parameter, target);
  return text ? whole(*text) : std::nullopt;
}

bool counts_from_zero(const Parameter& page) {
  for (const char* name : {"minimum", "default"}) {
    const contracts::Node* bound = keyword(page, name);
    if (bound != nullptr && bound->is_number()) return contracts::to_int64(bound->text()) == 0;
  }
  return false;
}

// The place after the item that a cursor or an id names; an unknown id begins anew.
std::size_t after_item(const std::string& text, bool is_id, const std::vector<Listed>& items) {
  if (is_id) {
    const auto found = std::find_if(items.begin(), items.end(), [&](const Listed& item) { return item.id == text; });
    if (found != items.end()) return static_cast<std::size_t>(found - items.begin()) + 1;
  }
  const auto number = whole(text);
  if (!number) return 0;
  const auto next = std::find_if(items.begin(), items.end(), [&](const Listed& item) { return item.number > *number; });
  return static_cast<std::size_t>(next - items.begin());
}

std::string with_value(const std::string& target, const std::string& name, const std::string& value) {
  std::string made{contracts::http::path_of(target)};
  char separator = '?';
  for (const auto& pair : contracts::match::query_pairs(contracts::http::query_of(target))) {
    if (pair.name == name) continue;
    made += separator + contracts::http::percent_encode(pair.name) + "=" + pair.raw;
    separator = '&';
  }
  return made + separator + contracts::http::percent_encode(name) + "=" + contracts::http::percent_encode(value);
}

}  // namespace

bool PageParameters::has(const Parameter& parameter) const {
  return &parameter == limit || &parameter == offset || &parameter == page || &parameter == cursor ||
         &parameter == after;
}

PageParameters page_parameters(const Operation& operation) {
  return {limit_parameter(operation), named(operation, offsets), named(operation, pages), named(operation, cursors),
          named(operation, afters)};
}

Page page_of(const PageParameters& parameters, const std::string& target, const std::vector<Listed>& items) {
  Page page;
  page.limit = given_number(parameters.limit, target).value_or(0);
  const std::size_t step = page.limit == 0 ? items.size() : page.limit;
  const auto cursor = given(parameters.cursor, target), after = given(parameters.after, target);
  const std::uint64_t first = parameters.page != nullptr && counts_from_zero(*parameters.page) ? 0 : 1;
  page.page = std::max(first, given_number(parameters.page, target).value_or(first));
  if (cursor && !cursor->empty()) {
    page.begin = after_item(*cursor, false, items);
  } else if (after && !after->empty()) {
    page.begin = after_item(*after, true, items);
  } else if (const auto offset = given_number(parameters.offset, target); offset && *offset != 0) {
    page.begin = std::min<std::uint64_t>(*offset, items.size());
  } else if (page.page > first) {
    const std::uint64_t skipped = page.page - first;
    page.begin = step == 0 || skipped >= items.size() / step + 1 ? items.size() : skipped * step;
    page.begin = std::min(page.begin, items.size());
  }
  page.offset = page.begin;
  page.end = page.begin + std::min(step, items.size() - page.begin);
  page.more = page.end < items.size();
  if (!page.more || page.end == page.begin) return page;
  const Listed& last = items[page.end - 1];
  page.next_cursor =
      parameters.cursor == nullptr && parameters.after != nullptr ? std::string(last.id) : std::to_string(last.number);
  if (parameters.cursor != nullptr) {
    page.next_target = with_value(target, parameters.cursor->name, page.next_cursor);
  } else if (parameters.after != nullptr) {
    page.next_target = with_value(target, parameters.after->name, std::string(last.id));
  } else if (parameters.offset != nullptr) {
    page.next_target = with_value(target, parameters.offset->name, std::to_string(page.end));
  } else if (parameters.page != nullptr) {
    page.next_target = with_value(target, parameters.page->name, std::to_string(page.page + 1));
  }
  return page;
}

}  // namespace squall::harness
