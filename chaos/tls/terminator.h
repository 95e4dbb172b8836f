#pragma once
// Terminator: where consumers' TLS ends. One for each edge or server; any thread may use it.

#include <functional>
#include <memory>
#include <string>

#include "chaos/net/stream.h"
#include "chaos/net/timers.h"
#include "chaos/tls/authority.h"
#include "chaos/tls/settings.h"

namespace squall::chaos::tls {

class TlsStream;
using Report = std::function<void(const std::string& why)>;  // on a worker thread; must be quick

// How a handshake departs from the settings, for faults.
struct Offer {
  Flaw flaw = Flaw::none;
  bool old_protocol = false;  // TLS 1.0 and 1.1 alone
  bool whole = false;         // no earlier session is resumed: the certificate is presented whatever happens
};

class Terminator : public std::enable_shared_from_this<Terminator> {
 public:
  // Errors: a file that cannot be read or used (io, malformed; names it), both or neither source of certificates, a
  // host that cannot be certified (usage).
  static contracts::Result<std::shared_ptr<const Terminator>> make(const Listening& settings, Report report);
  virtual ~Terminator() = default;

  struct Given {
    std::string already_read = {};  // of the consumer's bytes
    Offer offer = {};
    std::function<void()> certificate_sent = {};
  };
  virtual std::shared_ptr<TlsStream> accept(std::shared_ptr<net::Stream> consumer, net::Timers& timers,
                                            Given given) const = 0;
  // That CA's certificate (PEM), for consumers that are to trust what was generated.
  virtual const std::string& authority_pem() const = 0;
};

}  // namespace squall::chaos::tls
