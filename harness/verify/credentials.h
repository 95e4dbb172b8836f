#pragma once
// Credentials: each operation's requests carry what its security requirements ask for, as far as it was given, where
// the contract's scheme puts it: a header, a query parameter, a cookie. Thread-safe.

#include <memory>
#include <string>
#include <vector>

#include "contracts/match/message_generator.h"
#include "harness/verify/breakdown.h"
#include "harness/verify/token_source.h"
#include "harness/verify/verify.h"

namespace squall::harness {

class Credentials {
 public:
  using MakeTokenSource = std::function<std::shared_ptr<TokenSource>(const AuthSpec&)>;
  // Errors (usage, located in the system file): no such scheme in the contract, credentials that do not fit it, no url
  // to fetch tokens from.
  static contracts::Result<Credentials> make(const std::vector<AuthSpec>& given,
                                             const contracts::openapi::Contract& contract,
                                             const MakeTokenSource& make_source);

  bool empty() const { return placed_.empty(); }
  // What the case breaks on purpose (`where`) is left as it is. Errors: no token is given out.
  contracts::Status put_into(const contracts::match::RequestCase& request_case,
                             contracts::http::Request& request) const;
  // The first token, so that what is wrong with the endpoint is known before the first request.
  contracts::Status fetch_tokens() const;
  // A request with a token that is refused is sent once more with a new one. This and `breakdown` outlive what it
  // wraps.
  Send wrap(Send send, Breakdown& breakdown) const;

 private:
  struct Placed {        // credentials at the place of one scheme
    std::string scheme;  // "" when the contract declares none of the kind: every operation gets it
    std::string in;      // header, query, cookie
    std::string name;
    std::string prefix;  // "Bearer "
    std::string value;   // without a source
    std::shared_ptr<TokenSource> source;
  };
  static contracts::Result<Placed> place(const AuthSpec& auth, const contracts::openapi::SecurityScheme& scheme,
                                         std::shared_ptr<TokenSource> source);
  std::vector<const Placed*> needed_by(const contracts::openapi::Operation& operation) const;
  const Placed* find(const std::string& scheme) const;

  std::vector<Placed> placed_;
  std::vector<std::string> invisible_;  // schemes that no message shows: mutual TLS
};

}  // namespace squall::harness
