#pragma once
// Regular expressions of ECMA-262 (as JSON Schema wants them), run by PCRE2 with its JIT and a match limit.

#include <memory>
#include <string>
#include <string_view>

#include "contracts/core/result.h"

namespace squall::contracts::schema {

// strict is ECMA-262 with the u flag and nothing else (the format "regex"). lenient also takes what contracts carry
// over from other engines: \A \Z \z \h, (?i), (?<name>, atomic groups, possessive quantifiers, needless escapes.
enum class PatternMode { strict, lenient };

// The PCRE2 pattern that means the same. Errors: what PCRE2 would take for something else (callouts, recursion, verbs).
Result<std::string> translate_pattern(std::string_view ecma, PatternMode mode);

enum class Match { no, yes, undecided };  // undecided: the match limit was reached

// Immutable; matching is thread-safe.
class Pattern {
 public:
  static Result<Pattern> compile(std::string_view ecma, PatternMode mode = PatternMode::lenient);
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();
  // Unanchored search. Text that is not UTF-8 does not match.
  Match search(std::string_view text) const;
  const std::string& text() const;  // as written

 private:
  struct Compiled;
  explicit Pattern(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace squall::contracts::schema
