#pragma once
// What may be wrong with a token on purpose, one thing each: a resource server must refuse every one of them.

#include <span>
#include <string_view>

#include "contracts/core/result.h"

namespace squall::harness {

enum class TokenFlaw {
  none,
  expired,         // `exp` is an hour ago
  not_yet_valid,   // `nbf` is an hour ahead
  wrong_audience,  // `aud` names another
  wrong_issuer,    // `iss` names another
  wrong_key,       // another key signed it, under the id of the right one
  unknown_key,     // another key signed it, under its own id, which the key set lacks
  bad_signature,   // the signature is of something else
  alg_none,        // unsecured: `alg: none`, no signature
  no_scope         // nothing is granted
};

struct TokenFlawName {
  TokenFlaw flaw;
  std::string_view name;     // as on the command line
  std::string_view summary;  // for help
};

std::span<const TokenFlawName> token_flaws();  // all but none
// "none" as well. Errors (usage) name the nearest.
contracts::Result<TokenFlaw> token_flaw_named(std::string_view name);
std::string_view to_string(TokenFlaw flaw);

}  // namespace squall::harness
