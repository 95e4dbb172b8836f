#include "harness/stub_record/end_to_end.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "contracts/http/field_syntax.h"

namespace squall::harness {
namespace {

using contracts::http::equal_ignoring_case;

constexpr std::array<std::string_view, 13> hop_by_hop = {"accept-encoding",
                                                         "connection",
                                                         "content-length",
                                                         "expect",
                                                         "host",
                                                         "keep-alive",
                                                         "proxy-authenticate",
                                                         "proxy-authorization",
                                                         "proxy-connection",
                                                         "te",
                                                         "trailer",
                                                         "transfer-encoding",
                                                         "upgrade"};

}  // namespace

contracts::http::Headers end_to_end(const contracts::http::Headers& headers) {
  std::vector<std::string_view> dropped(hop_by_hop.begin(), hop_by_hop.end());
  for (const std::string_view line : headers.all("Connection")) {
    for (const std::string_view name : contracts::http::list_members(line)) dropped.push_back(name);
  }
  contracts::http::Headers kept;
  for (const auto& header : headers) {
    const bool drop = std::any_of(dropped.begin(), dropped.end(),
                                  [&](std::string_view one) { return equal_ignoring_case(header.name, one); });
    if (!drop) kept.add(header.name, header.value);
  }
  return kept;
}

}  // namespace squall::harness
