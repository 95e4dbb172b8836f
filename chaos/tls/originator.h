#pragma once
// Originator: TLS to providers. One for each edge; any thread may use it.

#include <memory>
#include <string>

#include "chaos/tls/terminator.h"

namespace squall::chaos::tls {

class Originator : public std::enable_shared_from_this<Originator> {
 public:
  // Errors: a file that cannot be read or used (io, malformed; names it).
  static contracts::Result<std::shared_ptr<const Originator>> make(const Dialling& settings, Report report);
  virtual ~Originator() = default;

  // `host` is what was dialled: sent and verified unless the settings name another.
  virtual std::shared_ptr<net::Stream> connect(std::shared_ptr<net::Stream> provider, const std::string& host,
                                               net::Timers& timers) const = 0;
};

}  // namespace squall::chaos::tls
