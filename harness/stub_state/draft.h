#pragma once
// Draft: the contract's own answer, to be told with other values. Internal to this room.

#include <optional>
#include <string>

#include "contracts/core/random.h"
#include "contracts/core/value.h"
#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"

namespace squall::harness {

struct Draft {
  contracts::http::Response response;
  const contracts::openapi::MediaTypeObject* media = nullptr;  // of its body; nullptr: it has none that holds values
  contracts::Value body;
};

// The contract's own answer, as a stub without memory gives it. nullopt: it declares no such answer, or none can be
// made. Status 0 is the usual one.
std::optional<contracts::http::Response> own_answer(const contracts::openapi::Contract& contract,
                                                    const contracts::openapi::Operation& operation, int status,
                                                    const contracts::Random& random, std::string_view accept);
// nullopt as for own_answer().
std::optional<Draft> draft_of(const contracts::openapi::Contract& contract,
                              const contracts::openapi::Operation& operation, int status,
                              const contracts::Random& random, std::string_view accept);
// The draft with that body, if the contract accepts it.
std::optional<contracts::http::Response> told(const contracts::openapi::Contract& contract,
                                              const contracts::openapi::Operation& operation, const Draft& draft,
                                              const contracts::Value& body);
// The value at a place (a JSON Pointer) is exchanged, and made where its holder is an object or must be made, too.
void put_at(contracts::Value& body, const std::string& place, contracts::Value value);

}  // namespace squall::harness
