#include "tests/verify/library/parameters.h"

#include "tests/verify/library/forms.h"

namespace library {

Json typed(const std::string& text, As as) {
  if (as == As::boolean && (text == "true" || text == "false")) return text == "true";
  const auto number = as == As::integer ? read_integer(text) : std::nullopt;
  return number ? Json(*number) : Json(text);
}

std::optional<Json> query_value(const Request& request, const std::string& name, As as, const Rule& rule,
                                Found& found) {
  std::optional<Json> value;
  for (const auto& [key, text] : request.query) {
    if (key != name) continue;
    if (value && !found) found = Mistake{"query." + name, "is given twice"};
    value = typed(text, as);
    rule(*value, "query." + name, found);
  }
  return value;
}

std::optional<std::int64_t> query_integer(const Request& request, const std::string& name, std::int64_t at_least,
                                          std::int64_t at_most, Found& found) {
  const auto value = query_value(request, name, As::integer, integer(at_least, at_most), found);
  return value ? whole(*value) : std::nullopt;
}

Json query_list(const Request& request, const std::string& name, const Rule& rule, Found& found) {
  Json list = Json::array();
  for (const auto& [key, text] : request.query) {
    if (key == name) list.push_back(text);
  }
  rule(list, "query." + name, found);
  return list;
}

std::optional<std::string> header_value(const Request& request, const std::string& name, Accepts accepts,
                                        Found& found) {
  const std::string* value = shop::find_header(request.headers, name);
  if (value == nullptr) return std::nullopt;
  if (!accepts(*value) && !found) found = Mistake{"header." + name, "does not have its form"};
  return *value;
}

}  // namespace library
