#include <CLI/CLI.hpp>
#include <array>
#include <condition_variable>
#include <csignal>
#include <memory>
#include <mutex>
#include <ostream>

#include "chaos/net/descriptor_limit.h"
#include "harness/cli/errors.h"
#include "harness/cli/proxy_host.h"
#include "harness/cli/proxy_options.h"
#include "harness/cli/registry.h"
#include "harness/cli/signals.h"
#include "harness/cli/watch_report.h"
#include "harness/watch/drift_text.h"

namespace squall::harness {

namespace {

// What signals ask for, done by the main thread.
struct Wishes {
  std::mutex mutex;
  std::condition_variable_any changed;
  bool reset = false, reload = false, tell = false;

  void wish(bool& what) {
    {
      const std::scoped_lock lock(mutex);
      what = true;
    }
    changed.notify_all();
  }
};

void reload(ProxyHost& host, Invocation& invocation) {
  const auto troubles = host.reload();
  for (const auto& trouble : troubles) invocation.err << "squall: reload: " << trouble << std::endl;
  if (troubles.empty()) invocation.err << "squall: reloaded the config file" << std::endl;
}

void tell_drift(const ProxyHost& host, Invocation& invocation) {
  const auto watched = host.watched();
  invocation.err << (watched ? drift_summary(*watched) : "squall: nothing is watched: there is no --contract\n")
                 << std::flush;
}

void run_until_stopped(const std::stop_token& stop, ProxyHost& host, Wishes& wishes, Invocation& invocation) {
  std::unique_lock lock(wishes.mutex);
  while (!stop.stop_requested()) {
    wishes.changed.wait_for(lock, stop, std::chrono::milliseconds(500),
                            [&] { return wishes.reset || wishes.reload || wishes.tell; });
    const bool wants_reset = std::exchange(wishes.reset, false), wants_reload = std::exchange(wishes.reload, false);
    if (std::exchange(wishes.tell, false)) tell_drift(host, invocation);
    lock.unlock();
    if (wants_reset) {
      host.reset();
      invocation.err << "squall: all faults are off" << std::endl;
    }
    if (wants_reload || host.config_changed()) reload(host, invocation);
    if (invocation.terminal.err_is_terminal) invocation.err << "\r" << host.counters() << "\x1b[K" << std::flush;
    lock.lock();
  }
  if (invocation.terminal.err_is_terminal) invocation.err << "\r\x1b[K";
}

// Standard output belongs to the log where there is one.
ExitCode deliver_watch(const reports::RunReport& told, const ProxyOptions& options, Invocation& invocation) {
  Invocation shown{options.log.empty() ? invocation.out : invocation.err, invocation.err, invocation.terminal};
  return worse(deliver(told, *options.reports, shown), write_ignore_file(told, *options.ignore, invocation));
}

ExitCode run(const ProxyOptions& options, Invocation& invocation) {
  const auto plan = plan_of(options);
  if (!plan) return report_error(invocation.err, plan.error());
  if (const ExitCode code = check_report_options(*options.reports, invocation); code != ExitCode::held) return code;
  auto ignored = ignored_by(*options.ignore, System{});
  if (!ignored) return report_errors(invocation.err, ignored.error());
  chaos::net::raise_descriptor_limit();
  Wishes wishes;
  const SignalWatch signals({{SIGHUP, [&] { wishes.wish(wishes.reload); }},
                             {SIGUSR1, [&] { wishes.wish(wishes.reset); }},
                             {SIGUSR2, [&] { wishes.wish(wishes.tell); }}});  // before any thread
  auto host = ProxyHost::open(options, *plan, invocation.out, invocation.err);
  if (!host) return report_error(invocation.err, host.error());
  invocation.out << (*host)->greeting() << std::flush;
  run_until_stopped(signals.token(), **host, wishes, invocation);
  if (signals.received() == ExitCode::terminated) (*host)->drain(plan->drain);
  const auto counts = (*host)->counters();
  const auto watched = (*host)->watched();
  const WatchRun watch{options.contract, plan->seed, (*host)->origin(), options.fail_on_drift};
  host->reset();  // everything is closed
  invocation.out << counts << std::endl;
  const ExitCode code = signals.received().value_or(ExitCode::held);
  if (!watched) return code;
  const ExitCode verdict = deliver_watch(watch_report(*watched, watch, std::move(*ignored)), options, invocation);
  return options.fail_on_drift ? verdict : worse(verdict, code);
}

Action declare(CLI::App& app) {
  auto options = std::make_shared<ProxyOptions>();
  app.set_version_flag("--version", std::string("squall ") + SQUALL_VERSION, "Print the version and exit");
  declare_proxy_options(app, *options);
  return [options](Invocation& invocation) { return run(*options, invocation); };
}

constexpr std::array<std::string_view, 7> kOneDash = {
    "host", "port", "config", "seed", "proxy-metrics", "runtime-metrics", "version"};

}  // namespace

const Command proxy_command = {
    "proxy", "Put a fault-injecting proxy before a provider",
    R"(Forwards until it is stopped. With --upstream it is one proxy; with --control, --port or --config, or without
--upstream, the control API is served as well, which Toxiproxy's clients speak: it makes proxies and puts toxics on
them. Addresses go to standard output, live counters to a terminal's standard error.

Faults are written as in a system file, on any edge or with --protocol http on http edges; chaos/README.md lists them
with their parameters and with the conditions that each takes beside them, such as share, first, method and path.
SIGUSR1 takes all faults off, SIGHUP reads the config file again, SIGTERM lets what is under way end first.

With --contract, what crosses http proxies is held to the provider's contract, both ways, and each cause of drift is
told once, as it is first seen; SIGUSR2 and GET /drift tell all of them with their counts, and so does the report in
the end. Answers that a fault of ours struck are not judged.

Examples:
  squall proxy --listen 127.0.0.1:9000 --upstream 127.0.0.1:8080 --fault 'latency: 100ms'
  squall proxy --upstream http://127.0.0.1:8080 --fault 'abort: 503, share: 10%, method: POST, path: /orders'
  squall proxy --upstream http://127.0.0.1:8080 --contract payments.yaml --fault 'declared_error, share: 10%'
  squall proxy --protocol tcp --listen 127.0.0.1:6380 --upstream redis:6379 --fault 'bandwidth: 64KiB/s'
  squall proxy --protocol udp --listen 127.0.0.1:5353 --upstream 10.0.0.2:53 --fault 'drop: 5%' --fault 'reorder: 10%'
  squall proxy --upstream https://payments:8443 --tls-generate payments.test --fault tls_expired
  squall proxy --port 8474 --config proxies.json
  squall proxy --upstream 127.0.0.1:8080 --contract orders.yaml --fail-on-drift --report junit=drift.xml)",
    declare, kOneDash};

}  // namespace squall::harness
