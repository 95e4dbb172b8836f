#pragma once
// Credentials that must not open anything: none, malformed ones, and well-formed ones that nobody was given. Pure.

#include <string>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/match/message_generator.h"

namespace squall::harness {

struct WrongCredentials {
  std::string kind;  // "missing", "malformed", "wrong"
  std::string text;  // "no credentials", "a bearer token that nobody was given"
  contracts::match::RequestCase request;
};

// The request without credentials, and with each scheme of the operation's security done wrong; nothing else is sent
// for another scheme. `where` is "security": no credentials are to be added to it.
std::vector<WrongCredentials> wrong_credentials_for(const contracts::openapi::Contract& contract,
                                                    const contracts::match::RequestCase& request,
                                                    contracts::Random random);

}  // namespace squall::harness
