#pragma once
// Answers that a provider might give instead of the one it gave: others that its contract allows, and some that it
// forbids. What is made was held to the contract.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"
#include "contracts/schema/change.h"

namespace squall::contracts::match {

struct ChangedAnswer {
  http::Response response;
  std::string what;  // "body /quantity must be >= 0, is -1", "status 418 is not declared"; "" where nothing is wrong
};

// Another body that the contract allows. nullopt: the answer is not valid as it is, its body is no JSON that a schema
// describes, or there is nothing of the kind to change. gzip and deflate are undone.
std::optional<ChangedAnswer> allowed_answer(const openapi::Contract& contract, const openapi::Operation& operation,
                                            const http::Response& given, schema::Change change, const Random& random,
                                            const schema::ChangeOptions& options = {});

enum class Flaw {
  body,        // violates one keyword of its schema
  status,      // none that is declared
  media_type,  // none that is declared
  header       // a required one is missing
};
struct FlawOptions {
  std::string keyword;        // Flaw::body: which; "" is any
  std::optional<int> status;  // Flaw::status: which; by default a common one
};
// The answer with exactly that wrong with it. nullopt: it is not valid as it is, or nothing can be wrong in that way.
std::optional<ChangedAnswer> flawed_answer(const openapi::Contract& contract, const openapi::Operation& operation,
                                           const http::Response& given, Flaw flaw, const Random& random,
                                           const FlawOptions& options = {});

// The statuses from 400 that the operation declares; a range by its first status, `default` as 500 where no more
// specific key declares that.
std::vector<int> declared_errors(const openapi::Operation& operation);

}  // namespace squall::contracts::match
