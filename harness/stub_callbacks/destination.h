#pragma once
// Where a stub sends callbacks and webhooks: what a message or an order says, held to what the user named, so that
// nothing reaches beyond it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/core/result.h"

namespace squall::harness {

struct Destination {
  std::string base_url;  // "http://127.0.0.1:9000"
  std::string target;    // "/hooks?order=7", percent-encoded
  bool operator==(const Destination&) const = default;
};

// This machine's loopback addresses and `localhost`, and those that were named: "partner.test" with any port,
// "partner.test:8443" with that one.
class AllowedHosts {
 public:
  AllowedHosts() = default;  // this machine alone
  // Errors (usage): one that is no host.
  static contracts::Result<AllowedHosts> parse(const std::vector<std::string>& named);
  bool allow(const std::string& host, std::uint16_t port) const;  // the host in lower case, as it stands in a URL

 private:
  struct Named {
    std::string host;
    std::uint16_t port = 0;  // 0: any
  };
  std::vector<Named> named_;
};

// Of an absolute http or https URL (RFC 3986) without credentials. What the URL consists of is taken apart here and put
// together anew, so that no other reader can find another host in it. Its fragment is left out. Errors (usage) quote
// nothing of it but the host: the rest may be secret.
contracts::Result<Destination> destination_of(std::string_view url, const AllowedHosts& allowed);

}  // namespace squall::harness
