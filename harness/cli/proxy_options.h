#pragma once
// What `squall proxy` was asked for.

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chaos/toxiproxy/proxy.h"
#include "harness/cli/address.h"
#include "harness/cli/ignore_options.h"
#include "harness/cli/report_options.h"
#include "harness/cli/tls_options.h"

namespace CLI {
class App;
}

namespace squall::harness {

struct ProxyOptions {
  // The one proxy of the command line.
  std::string listen = "127.0.0.1:0";
  std::string upstream;  // "" for none
  std::string protocol = "http";
  std::string contract;
  std::string connect_timeout, head_timeout, max_faulted_share;  // of every proxy; "": as EdgeConfig
  std::vector<std::string> faults;
  std::shared_ptr<ListeningOptions> listening;
  std::shared_ptr<DiallingOptions> dialling;
  // The control API.
  std::string control;
  std::string host = "localhost";
  std::string port = "8474";
  std::string config;
  bool proxy_metrics = false, runtime_metrics = false;
  // All of it.
  std::string seed;
  unsigned workers = 1;
  std::string log;
  std::string drain = "5s";
  // What is watched where there is a contract.
  std::string watch_share = "100%";
  bool fail_on_drift = false;
  std::shared_ptr<ReportOptions> reports;
  std::shared_ptr<IgnoreOptions> ignore;
  bool controlled = false;  // --control, --host, --port or --config was given
};

// The same, read.
struct ProxyPlan {
  std::uint64_t seed = 0;
  std::optional<chaos::toxiproxy::Proxy> proxy;
  std::vector<chaos::toxiproxy::Proxy> configured;
  std::optional<Address> control;
  std::optional<std::chrono::nanoseconds> connect_timeout, head_timeout;
  double max_faulted_share = 1;
  std::chrono::nanoseconds drain{0};
  double watch_share = 0;  // 0: nothing is watched
};

void declare_proxy_options(CLI::App& app, ProxyOptions& options);
// Errors: usage; begin with the option.
contracts::Result<ProxyPlan> plan_of(const ProxyOptions& options);

}  // namespace squall::harness
