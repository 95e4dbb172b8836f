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

// 0 as the declared default stands for no bound; a request that says 0 wants no items.
std::optional<std::size_t> limit_of(const Parameter* parameter, const std::string& target) {
  const auto wanted = given_number(parameter, target);
  if (!wanted || *wanted != 0) return wanted;
  const contracts::Node* declared = keyword(*parameter, "default");
  const bool unbounded = declared != nullptr && whole(std::string(declared->text())) == 0;
  return unbounded ? std::nullopt : wanted;
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

// nullopt: without it.
std::string with_value(const std::string& target, const std::string& name, const std::optional<std::string>& value) {
  std::string made{contracts::http::path_of(target)};
  char separator = '?';
  const auto add = [&](const std::string& key, const std::string& raw) {
    made += separator + contracts::http::percent_encode(key) + "=" + raw;
    separator = '&';
  };
  for (const auto& pair : contracts::match::query_pairs(contracts::http::query_of(target))) {
    if (pair.name != name) add(pair.name, pair.raw);
  }
  if (value) add(name, contracts::http::percent_encode(*value));
  return made;
}

std::uint64_t first_page(const PageParameters& parameters) {
  return parameters.page != nullptr && counts_from_zero(*parameters.page) ? 0 : 1;
}

std::size_t begin_of(const PageParameters& parameters, const std::string& target, std::uint64_t pages_before,
                     std::size_t step, const std::vector<Listed>& items) {
  const auto cursor = given(parameters.cursor, target), after = given(parameters.after, target);
  if (cursor && !cursor->empty()) return after_item(*cursor, false, items);
  if (after && !after->empty()) return after_item(*after, true, items);
  if (const auto offset = given_number(parameters.offset, target); offset && *offset != 0)
    return std::min<std::uint64_t>(*offset, items.size());
  if (step == 0) return 0;
  return pages_before >= items.size() / step + 1 ? items.size() : std::min(pages_before * step, items.size());
}

// Precondition: there are items behind the page, and some on it.
void tell_next(const PageParameters& parameters, const std::string& target, const std::vector<Listed>& items,
               Page& page) {
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
}

// Precondition: there are items before the page, and pages have some.
void tell_previous(const PageParameters& parameters, const std::string& target, const std::vector<Listed>& items,
                   std::size_t step, Page& page) {
  const std::size_t begin = page.begin - std::min(step, page.begin);
  if (parameters.cursor != nullptr) {  // every item comes after number 0
    page.previous_cursor = begin == 0 ? "0" : std::to_string(items[begin - 1].number);
    page.previous_target = with_value(target, parameters.cursor->name, page.previous_cursor);
  } else if (parameters.after != nullptr) {
    if (begin != 0) page.previous_cursor = items[begin - 1].id;
    page.previous_target =
        with_value(target, parameters.after->name, begin == 0 ? std::nullopt : std::optional(page.previous_cursor));
  } else if (parameters.offset != nullptr) {
    page.previous_target = with_value(target, parameters.offset->name, std::to_string(begin));
  } else if (parameters.page != nullptr) {
    const std::uint64_t last = first_page(parameters) + (items.size() - 1) / step;
    page.previous_page = std::min(page.page - 1, last);
    page.previous_target = with_value(target, parameters.page->name, std::to_string(*page.previous_page));
  }
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
  page.limit = limit_of(parameters.limit, target);
  const std::size_t step = page.limit.value_or(items.size());
  const std::uint64_t first = first_page(parameters);
  page.page = std::max(first, given_number(parameters.page, target).value_or(first));
  page.begin = begin_of(parameters, target, page.page - first, step, items);
  page.offset = page.begin;
  page.end = page.begin + std::min(step, items.size() - page.begin);
  page.more = page.end < items.size();
  if (page.more && page.end != page.begin) tell_next(parameters, target, items, page);
  if (page.begin != 0 && step != 0) tell_previous(parameters, target, items, step, page);
  return page;
}

}  // namespace squall::harness
