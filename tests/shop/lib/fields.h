#pragma once
// Strict reading of requests: exactly what the contracts say, the first mistake kept.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "tests/shop/lib/message.h"

namespace shop {

// The patterns of the contracts.
bool is_sku(std::string_view text);                          // ^[a-z]{3,8}$
bool is_id(std::string_view text, std::string_view prefix);  // ^PREFIX-[0-9]{4,12}$
bool is_key(std::string_view text);                          // ^[A-Za-z0-9_-]{8,64}$
bool is_method(std::string_view text);                       // ^tok_[a-z]{2,16}$
bool is_customer(std::string_view text);                     // ^cus_[a-z0-9]{1,16}$

struct Mistake {
  std::string pointer;
  std::string message;
};

// Reads an object; unknown members are mistakes. Getters give a default once there is a mistake.
class Fields {
 public:
  Fields(const Json& object, std::string pointer, std::optional<Mistake>& mistake);
  std::int64_t integer(const std::string& name, std::int64_t min, std::int64_t max);
  std::string text(const std::string& name, bool (*accepts)(std::string_view));
  std::string choice(const std::string& name, std::initializer_list<std::string_view> choices);
  std::optional<std::string> optional_text(const std::string& name, std::size_t max_characters);
  bool optional_flag(const std::string& name);
  const Json* array(const std::string& name, std::size_t min, std::size_t max);
  std::string pointer(const std::string& name) const { return pointer_ + "/" + name; }
  void end();  // call last: what has not been read is unknown

 private:
  const Json* find(const std::string& name, bool required);
  void wrong(const std::string& name, std::string message);

  const Json& object_;
  const std::string pointer_;
  std::optional<Mistake>& mistake_;
  std::set<std::string> seen_;
};

// Query parameters; a parameter given twice is a mistake.
std::optional<std::string> query_text(const Request& request, const std::string& name,
                                      bool (*accepts)(std::string_view), std::optional<Mistake>& mistake);
std::int64_t query_integer(const Request& request, const std::string& name, std::int64_t fallback, std::int64_t min,
                           std::int64_t max, std::optional<Mistake>& mistake);
// The Idempotency-Key header.
std::string idempotency_key(const Request& request, bool required, std::optional<Mistake>& mistake);

Response bad_request(const Mistake& mistake);

}  // namespace shop
