#pragma once
// Diagnostics: every mistake of a load, collected. Bounded, so that a hopeless document gives a page and not a book.

#include <string>
#include <utility>
#include <vector>

#include "contracts/core/error.h"

namespace squall::contracts::openapi {

class Diagnostics {
 public:
  static constexpr std::size_t limit = 50;

  // The document cannot be used because of this.
  void unusable(std::string message, Location location, std::string hint = {}, ErrorKind kind = ErrorKind::malformed) {
    add(errors_, Error{kind, std::move(message), std::move(location), std::move(hint)});
  }
  // The OpenAPI specification forbids this, but the document can still be used.
  void forbidden(std::string message, Location location, std::string hint = {}) {
    add(warnings_, Error{ErrorKind::malformed, std::move(message), std::move(location), std::move(hint)});
  }
  // Against the specification's prose, yet common in published documents: told, never refused.
  void doubtful(std::string message, Location location, std::string hint = {}) {
    add(notices_, Error{ErrorKind::malformed, std::move(message), std::move(location), std::move(hint)});
  }
  void add(Error error) { add(errors_, std::move(error)); }

  bool usable() const { return errors_.empty(); }
  const std::vector<Error>& errors() const { return errors_; }
  const std::vector<Error>& warnings() const { return warnings_; }
  const std::vector<Error>& notices() const { return notices_; }

 private:
  static void add(std::vector<Error>& list, Error error) {
    if (list.size() >= limit) return;
    for (const Error& known : list) {
      if (known == error) return;
    }
    list.push_back(std::move(error));
  }

  std::vector<Error> errors_;
  std::vector<Error> warnings_;
  std::vector<Error> notices_;
};

}  // namespace squall::contracts::openapi
