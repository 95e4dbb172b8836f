#include "contracts/match/wire_text.h"

#include "contracts/core/number.h"
#include "contracts/http/percent.h"

namespace squall::contracts::match {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string> split_at(std::string_view raw, char separator) {
  if (separator == ',') return split(raw, ',');
  std::string unified;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const bool encoded = raw[i] == '%' && http::percent_decode(raw.substr(i, 3)) == std::string_view(&separator, 1);
    unified += encoded || (separator == ' ' && raw[i] == '+') ? separator : raw[i];
    if (encoded) i += 2;
  }
  return split(unified, separator);
}

Value scalar(std::string text, const WireShape* shape) {
  if (shape != nullptr) {
    if (shape->allows(Kind::number) && is_json_number(text)) return Lexeme{std::move(text)};
    if (shape->allows(Kind::boolean) && (text == "true" || text == "false")) return Value(text == "true");
    if (shape->allows(Kind::null) && !shape->allows(Kind::string) && (text.empty() || text == "null")) return Value();
  }
  return Value(std::move(text));
}

Value array(const std::vector<std::string>& texts, const WireShape* shape) {
  const WireShape* items = shape != nullptr ? shape->items.get() : nullptr;
  Array list;
  for (const std::string& text : texts) list.push_back(scalar(text, items));
  return Value(std::move(list));
}

Value object(const Pairs& members, const WireShape* shape) {
  Value result{Object{}};
  for (const auto& [name, text] : members) {
    result.set(name, scalar(text, shape != nullptr ? shape->property(name) : nullptr));
  }
  return result;
}

bool wants_array(const WireShape* shape) {
  return shape != nullptr && shape->allows(Kind::array) && !shape->allows(Kind::string) &&
         !shape->allows(Kind::number) && !shape->allows(Kind::boolean) && !shape->allows(Kind::object);
}

bool wants_object(const WireShape* shape) {
  return shape != nullptr && shape->allows(Kind::object) && !shape->allows(Kind::string) &&
         !shape->allows(Kind::number) && !shape->allows(Kind::boolean);
}

std::vector<QueryPair> query_pairs(std::string_view query) {
  std::vector<QueryPair> pairs;
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    const auto equals = pair.find('=');
    if (!pair.empty()) {
      pairs.push_back(QueryPair{decode_query(pair.substr(0, equals)), equals == std::string_view::npos
                                                                          ? std::string{}
                                                                          : std::string(pair.substr(equals + 1))});
    }
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
  }
  return pairs;
}

std::string decode_query(std::string_view raw) {
  return http::percent_decode(raw, true);
}

}  // namespace squall::contracts::match
