#pragma once
// ProxyHost: the engine, the proxies and the control API of one `squall proxy`.

#include <iosfwd>
#include <memory>

#include "harness/cli/proxy_options.h"
#include "harness/watch/contract_watch.h"

namespace squall::harness {

class ProxyHost {
 public:
  // Opens everything. Errors: a port that cannot be had, a contract that cannot be read. `out` gets the log's lines,
  // `err` what goes wrong in TLS handshakes; each cause of drift goes to the log where there is one, else to `err`.
  // Both outlive this.
  static contracts::Result<std::unique_ptr<ProxyHost>> open(const ProxyOptions& options, const ProxyPlan& plan,
                                                            std::ostream& out, std::ostream& err);
  ~ProxyHost();

  // "listening on ...", one line for the proxy of the command line, one for the control API.
  std::string greeting() const;
  // "2 open of 7 connections ..." over all proxies.
  std::string counters() const;
  // What the contract's watch has seen; nullopt: nothing is watched. Thread-safe.
  std::optional<Watched> watched() const;
  std::chrono::system_clock::time_point origin() const;  // of the times in it
  // Every proxy enabled, every toxic gone. Thread-safe, as reload() is.
  void reset();
  // Reads the config file again; what cannot be done is said in lines, and the rest is done.
  std::vector<std::string> reload();
  bool config_changed();  // since it was read last
  // Closes the control API, accepts nothing more and waits until nothing is open, or that long. True: nothing is.
  bool drain(std::chrono::nanoseconds patience);

 private:
  ProxyHost(const ProxyOptions& options, const ProxyPlan& plan);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace squall::harness
