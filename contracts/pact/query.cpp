#include "contracts/pact/query.h"

#include <algorithm>
#include <unordered_map>

#include "contracts/http/percent.h"

namespace squall::contracts::pact {

Fields read_query(std::string_view text) {
  Fields fields;
  std::unordered_map<std::string, std::size_t> places;  // of names: a query may have thousands
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (piece.empty()) continue;
    const auto equals = piece.find('=');
    std::string name = http::percent_decode(piece.substr(0, equals), true);
    std::string value = equals == std::string_view::npos ? "" : http::percent_decode(piece.substr(equals + 1), true);
    const auto [known, added] = places.emplace(name, fields.size());
    if (added) fields.emplace_back(std::move(name), std::vector<std::string>{});
    fields[known->second].second.push_back(std::move(value));
  }
  return fields;
}

std::string write_query(const Fields& fields) {
  std::string text;
  for (const auto& [name, values] : fields) {
    for (const std::string& value : values) {
      text += (text.empty() ? "" : "&") + http::percent_encode(name) + "=" + http::percent_encode(value);
    }
  }
  return text;
}

}  // namespace squall::contracts::pact
