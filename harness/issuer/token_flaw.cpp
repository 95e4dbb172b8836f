#include "harness/issuer/token_flaw.h"

#include <array>
#include <string>
#include <vector>

#include "contracts/core/suggest.h"

namespace squall::harness {
namespace {

constexpr std::array<TokenFlawName, 9> kFlaws = {{
    {TokenFlaw::expired, "expired", "it ended an hour ago"},
    {TokenFlaw::not_yet_valid, "not-yet-valid", "it begins in an hour"},
    {TokenFlaw::wrong_audience, "wrong-audience", "it is for another audience"},
    {TokenFlaw::wrong_issuer, "wrong-issuer", "it names another issuer"},
    {TokenFlaw::wrong_key, "wrong-key", "another key signed it, under the right key's id"},
    {TokenFlaw::unknown_key, "unknown-key", "a key signed it that the key set lacks"},
    {TokenFlaw::bad_signature, "bad-signature", "its claims were changed after it was signed"},
    {TokenFlaw::alg_none, "alg-none", "it is not signed at all"},
    {TokenFlaw::no_scope, "no-scope", "it grants nothing"},
}};

}  // namespace

std::span<const TokenFlawName> token_flaws() {
  return kFlaws;
}

contracts::Result<TokenFlaw> token_flaw_named(std::string_view name) {
  if (name == "none") return TokenFlaw::none;
  std::vector<std::string> names;
  std::string list;
  for (const auto& flaw : kFlaws) {
    if (flaw.name == name) return flaw.flaw;
    names.emplace_back(flaw.name);
    list += (list.empty() ? "" : ", ") + names.back();
  }
  const std::string near = contracts::nearest(std::string(name), names);
  return contracts::fail(contracts::ErrorKind::usage, "there is no token flaw '" + std::string(name) + "'", {},
                         near.empty() ? "they are " + list : "did you mean '" + near + "'?");
}

std::string_view to_string(TokenFlaw flaw) {
  for (const auto& one : kFlaws) {
    if (one.flaw == flaw) return one.name;
  }
  return "none";
}

}  // namespace squall::harness
