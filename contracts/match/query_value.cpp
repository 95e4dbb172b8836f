#include "contracts/match/query_value.h"

#include "contracts/http/message.h"
#include "contracts/match/wire_text.h"

namespace squall::contracts::match {

std::optional<std::string> query_value(std::string_view target, std::string_view name) {
  for (const auto& pair : query_pairs(http::query_of(target))) {
    if (pair.name == name) return decode_query(pair.raw);
  }
  return std::nullopt;
}

}  // namespace squall::contracts::match
