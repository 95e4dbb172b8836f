#include "harness/cli/callback_options.h"

#include <CLI/CLI.hpp>

#include "contracts/core/units.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;

CallbackUse use_of(const std::string& name) {
  if (name == "all") return CallbackUse::all;
  return name == "off" ? CallbackUse::off : CallbackUse::asked;
}

}  // namespace

std::shared_ptr<CallbackOptions> declare_callbacks(CLI::App& app) {
  auto options = std::make_shared<CallbackOptions>();
  app.add_option("--callbacks", options->use,
                 "send the contract's callbacks: those that a request asks for (Prefer: callback=NAME), or all")
      ->check(CLI::IsMember({"off", "asked", "all"}).description(""))
      ->type_name("off|asked|all");
  app.add_option("--callback-hosts", options->hosts,
                 "where callbacks and webhooks may go beside this machine: HOST, or HOST:PORT")
      ->delimiter(',')
      ->type_name("HOST,...")
      ->allow_extra_args(false);
  app.add_option("--callback-delay", options->delay, "how long after its answer a callback is sent")->type_name("TIME");
  return options;
}

contracts::Result<CallSettings> call_settings(const CallbackOptions& options) {
  CallSettings settings;
  settings.callbacks = use_of(options.use);
  auto hosts = AllowedHosts::parse(options.hosts);
  if (!hosts) return fail(ErrorKind::usage, "--callback-hosts: " + hosts.error().message, {}, hosts.error().hint);
  settings.hosts = std::move(*hosts);
  const auto delay = contracts::parse_duration(options.delay);
  if (!delay) return fail(ErrorKind::usage, "--callback-delay: " + delay.error().message);
  settings.delay = *delay;
  settings.sender = std::make_shared<CallSender>();
  return settings;
}

}  // namespace squall::harness
