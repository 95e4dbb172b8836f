#pragma once
// Result<T>: a value or an Error. Nothing on the data path throws.

#include <tl/expected.hpp>
#include <utility>

#include "contracts/core/error.h"

namespace squall::contracts {

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}
inline tl::unexpected<Error> fail(ErrorKind kind, std::string message, Location location = {}, std::string hint = {}) {
  return tl::unexpected<Error>(Error{kind, std::move(message), std::move(location), std::move(hint)});
}

}  // namespace squall::contracts

#define SQUALL_CONCAT_INNER(a, b) a##b
#define SQUALL_CONCAT(a, b) SQUALL_CONCAT_INNER(a, b)
// Returns the error of a Status or Result to the caller.
#define SQUALL_TRY(expression)                                                             \
  if (auto squall_status = (expression); !squall_status) {                                 \
    return ::tl::unexpected<::squall::contracts::Error>(std::move(squall_status).error()); \
  }                                                                                        \
  static_assert(true)
// SQUALL_TRY_ASSIGN(auto x, f()): x gets the value, or the error is returned to the caller.
#define SQUALL_TRY_ASSIGN(declaration, expression) \
  SQUALL_TRY_ASSIGN_INNER(SQUALL_CONCAT(squall_result_, __LINE__), declaration, expression)
#define SQUALL_TRY_ASSIGN_INNER(temporary, declaration, expression)                    \
  auto temporary = (expression);                                                       \
  if (!temporary) {                                                                    \
    return ::tl::unexpected<::squall::contracts::Error>(std::move(temporary).error()); \
  }                                                                                    \
  declaration = std::move(*temporary)
