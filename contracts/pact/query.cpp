#include "contracts/pact/query.h"

#include <algorithm>

#include "contracts/http/percent.h"

namespace squall::contracts::pact {

Fields read_query(std::string_view text) {
  Fields fields;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (piece.empty()) continue;
    const auto equals = piece.find('=');
    std::string name = http::percent_decode(piece.substr(0, equals), true);
    std::string value = equals == std::string_view::npos ? "" : http::percent_decode(piece.substr(equals + 1), true);
    const auto known =
        std::find_if(fields.begin(), fields.end(), [&name](const auto& field) { return field.first == name; });
    if (known != fields.end()) {
      known->second.push_back(std::move(value));
    } else {
      fields.emplace_back(std::move(name), std::vector<std::string>{std::move(value)});
    }
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
