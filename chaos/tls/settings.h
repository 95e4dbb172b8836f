#pragma once
// What is configured of TLS. Values; files are PEM and are read when an edge or server is opened.

#include <cstdint>
#include <string>
#include <vector>

namespace squall::chaos::tls {

// The consumer's TLS ends here. Exactly one of `certificate_file` and `hosts`.
struct Listening {
  std::string certificate_file;        // the chain, leaf first
  std::string key_file;                // without a passphrase
  std::vector<std::string> hosts;      // certificates are made for these names, each when it is first asked for
  std::string authority_folder;        // by the CA that is there (ca.pem, ca-key.pem); "" : by one that lives in memory
  std::string client_ca_file;          // consumers must present a certificate that one of these CAs issued; "" : none
  std::vector<std::string> protocols;  // ALPN; a client that offers none of these is refused; empty: not negotiated
  bool operator==(const Listening&) const = default;
};

// TLS to the provider.
struct Dialling {
  std::string ca_file;           // trusted CAs; "" : the system's
  bool insecure = false;         // the provider's certificate is not verified
  std::string server_name;       // sent, and verified; "" : the host that is dialled
  std::string certificate_file;  // presented when the provider asks for one; "" : none
  std::string key_file;
  std::vector<std::string> protocols;  // ALPN
  bool operator==(const Dialling&) const = default;
};

// Pass-through: where the connections that name this server go, undecrypted.
struct Route {
  std::string server_name;  // "payments.test", or "*.shop.test" (one label)
  std::string host;
  std::uint16_t port = 0;
  bool operator==(const Route&) const = default;
};

// The route of that (lower-case) server name: an exact one before a "*." one; null when there is none.
const Route* route_of(const std::vector<Route>& routes, const std::string& server_name);
// "payments.test" fits itself, "a.shop.test" fits "*.shop.test".
bool name_fits(const std::string& pattern, const std::string& server_name);

}  // namespace squall::chaos::tls
