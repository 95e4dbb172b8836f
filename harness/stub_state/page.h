#pragma once
// Which part of a list a request asks for, by the query parameters in common use that the operation declares: a bound
// (limit, page_size, per_page ...), and where it begins: offset, page, cursor, or the id after which it does. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"

namespace squall::harness {

struct PageParameters {
  using Parameter = contracts::openapi::Parameter;
  const Parameter* limit = nullptr;
  const Parameter* offset = nullptr;  // offset, skip, start_index: items to leave out
  const Parameter* page = nullptr;    // counts from 1, or from its minimum when that is 0
  const Parameter* cursor = nullptr;  // cursor, page_token, marker: what an answer gave
  const Parameter* after = nullptr;   // after, starting_after: an id, or what an answer gave
  bool any() const {
    return limit != nullptr || offset != nullptr || page != nullptr || cursor != nullptr || after != nullptr;
  }
  bool has(const Parameter& parameter) const;
};
PageParameters page_parameters(const contracts::openapi::Operation& operation);

// One item as far as paging goes.
struct Listed {
  std::string_view id;
  std::uint64_t number = 0;  // ascending
};

struct Page {
  std::size_t begin = 0, end = 0;    // of the items
  std::optional<std::size_t> limit;  // nullopt: unbounded; 0 asks for none, unless the contract has it as the default
  std::size_t offset = 0;
  std::uint64_t page = 1;
  bool more = false;
  std::string next_cursor;  // "" when there is no more
  std::string next_target;  // the request for the next page; "" when there is none, or the contract has no way to ask
  std::string previous_cursor,
      previous_target;                         // the same of the page before; its cursor may be "" when it is the first
  std::optional<std::uint64_t> previous_page;  // its number, where pages have numbers
};
// Values that cannot be read count as absent. A cursor stays good when items are removed.
Page page_of(const PageParameters& parameters, const std::string& target, const std::vector<Listed>& items);

}  // namespace squall::harness
