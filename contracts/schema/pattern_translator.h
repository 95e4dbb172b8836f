#pragma once
// Translator: one pattern of ECMA-262 on its way into the syntax of PCRE2. For this room's units only: the structure is
// in pattern_translation.cpp, the escapes are in pattern_escapes.cpp.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contracts/schema/pattern.h"

namespace squall::contracts::schema {

class Translator {
 public:
  Translator(std::string_view text, PatternMode mode) : text_(text), strict_(mode == PatternMode::strict) {}
  Result<std::string> run();

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool looking_at(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  void stop(std::string why) {
    if (!error_) error_ = std::move(why) + " at offset " + std::to_string(at_);
  }
  void take(std::size_t count) {
    out_.append(text_.substr(at_, count));
    at_ += count;
  }
  void put(std::string_view text, std::size_t consumed) {
    out_.append(text);
    at_ += consumed;
  }

  void next();  // of the structure
  void quantified(std::size_t length);
  void brace();
  void group();
  std::optional<std::string> name_at(std::size_t from, std::size_t& end);
  void named_group(std::size_t prefix);
  void named_reference();
  std::size_t count_groups() const;
  void character_class();
  bool at_set(std::size_t ahead = 0) const;

  // The escapes.
  void put_code_point(std::uint32_t c, std::size_t consumed);
  std::optional<std::uint32_t> hex(std::size_t from, std::size_t count) const;
  void unicode_escape();
  void property();
  void escape(bool in_class);
  void numbered(bool in_class);
  void letter(bool in_class);

  std::string_view text_;
  bool strict_;
  std::size_t at_ = 0;
  std::size_t groups_ = 0;
  std::vector<std::string_view> names_;
  std::string out_;
  std::optional<std::string> error_;
};

}  // namespace squall::contracts::schema
