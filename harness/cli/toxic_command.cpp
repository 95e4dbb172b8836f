#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <ostream>

#include "contracts/core/suggest.h"
#include "contracts/http/percent.h"
#include "harness/cli/control_client.h"
#include "harness/cli/errors.h"
#include "harness/cli/registry.h"
#include "harness/cli/toxic_options.h"
#include "harness/cli/toxic_table.h"

namespace squall::harness {

namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Result;
using contracts::Value;

// What an action says when it is done; the API's answer for --json.
struct Told {
  std::string text;
  Value json;
};

struct Call {
  const ToxicOptions& options;
  ControlClient& api;
  bool colour;
  const std::string& proxy() const { return options.words.front(); }
  std::string path() const { return "/proxies/" + contracts::http::percent_encode(proxy()); }
  std::string toxic_path() const { return path() + "/toxics/" + contracts::http::percent_encode(options.words[1]); }
};

std::string quoted(const std::string& name) {
  return "'" + name + "'";
}

std::string text_at(const Value& object, std::string_view name) {
  const auto* const value = object.find(name);
  return value != nullptr && value->is_string() ? value->text() : "";
}

bool is_enabled(const Value& proxy) {
  const auto* const enabled = proxy.find("enabled");
  return enabled != nullptr && enabled->is_boolean() && enabled->boolean();
}

Result<Told> list(Call& call) {
  SQUALL_TRY_ASSIGN(auto proxies, call.api.call("GET", "/proxies"));
  return Told{proxies_table(proxies, call.colour), std::move(proxies)};
}

Result<Told> inspect(Call& call) {
  SQUALL_TRY_ASSIGN(auto proxy, call.api.call("GET", call.path()));
  return Told{proxy_text(proxy, call.colour), std::move(proxy)};
}

Result<Told> create(Call& call) {
  SQUALL_TRY_ASSIGN(const auto body, proxy_body(call.options));
  SQUALL_TRY_ASSIGN(auto proxy, call.api.call("POST", "/proxies", body));
  return Told{"created proxy " + quoted(call.proxy()) +
                  (is_enabled(proxy) ? ", listening on " + text_at(proxy, "listen") : ", disabled") + "\n",
              std::move(proxy)};
}

Result<Told> remove_proxy(Call& call) {
  SQUALL_TRY_ASSIGN(auto nothing, call.api.call("DELETE", call.path()));
  return Told{"deleted proxy " + quoted(call.proxy()) + "\n", std::move(nothing)};
}

Result<Told> set_enabled(Call& call, bool enabled) {
  Value body{contracts::Object{}};
  body.set("enabled", enabled);
  SQUALL_TRY_ASSIGN(auto proxy, call.api.call("POST", call.path(), body));
  return Told{"proxy " + quoted(call.proxy()) + " is " +
                  (enabled ? "enabled, listening on " + text_at(proxy, "listen") : "disabled") + "\n",
              std::move(proxy)};
}

Result<Told> toggle(Call& call) {
  SQUALL_TRY_ASSIGN(const auto proxy, call.api.call("GET", call.path()));
  return set_enabled(call, !is_enabled(proxy));
}

std::string toxic_line(const char* done, const Call& call, const Value& toxic) {
  const auto* const attributes = toxic.find("attributes");
  const std::string shown = attributes != nullptr ? attributes_text(*attributes) : "";
  return done + (" toxic " + quoted(text_at(toxic, "name"))) + " on " + quoted(call.proxy()) + ": " +
         text_at(toxic, "type") + (shown.empty() ? "" : " " + shown) + "\n";
}

Result<Told> add(Call& call) {
  SQUALL_TRY_ASSIGN(const auto body, new_toxic_body(call.options));
  SQUALL_TRY_ASSIGN(auto toxic, call.api.call("POST", call.path() + "/toxics", body));
  return Told{toxic_line("added", call, toxic), std::move(toxic)};
}

Result<Told> update(Call& call) {
  SQUALL_TRY_ASSIGN(const auto body, changed_toxic_body(call.options));
  SQUALL_TRY_ASSIGN(auto toxic, call.api.call("POST", call.toxic_path(), body));
  return Told{toxic_line("updated", call, toxic), std::move(toxic)};
}

Result<Told> remove(Call& call) {
  SQUALL_TRY_ASSIGN(auto nothing, call.api.call("DELETE", call.toxic_path()));
  return Told{"removed toxic " + quoted(call.options.words[1]) + " from " + quoted(call.proxy()) + "\n",
              std::move(nothing)};
}

Result<Told> reset(Call& call) {
  SQUALL_TRY_ASSIGN(auto nothing, call.api.call("POST", "/reset"));
  return Told{"every proxy is enabled, every toxic removed\n", std::move(nothing)};
}

struct ToxicAction {
  std::string_view name;
  std::string_view arguments;
  std::size_t least, most;
  std::string_view options;  // of those that only some actions take
  Result<Told> (*run)(Call&);
};

constexpr std::array kActions = {
    ToxicAction{"list", "", 0, 0, "", list},
    ToxicAction{"inspect", "PROXY", 1, 1, "", inspect},
    ToxicAction{"create", "PROXY", 1, 1, "--listen --upstream --protocol --disabled", create},
    ToxicAction{"delete", "PROXY", 1, 1, "", remove_proxy},
    ToxicAction{"enable", "PROXY", 1, 1, "", [](Call& call) { return set_enabled(call, true); }},
    ToxicAction{"disable", "PROXY", 1, 1, "", [](Call& call) { return set_enabled(call, false); }},
    ToxicAction{"toggle", "PROXY", 1, 1, "", toggle},
    ToxicAction{"add", "PROXY [FAULT]", 1, 2, "--name --type --attribute --stream --toxicity --ttl", add},
    ToxicAction{"update", "PROXY TOXIC", 2, 2, "--attribute --toxicity --ttl", update},
    ToxicAction{"remove", "PROXY TOXIC", 2, 2, "", remove},
    ToxicAction{"reset", "", 0, 0, "", reset},
};

constexpr auto kNames = [] {
  std::array<std::string_view, kActions.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kActions[i].name;
  return names;
}();

Result<const ToxicAction*> action_of(const ToxicOptions& options) {
  const auto found =
      std::find_if(kActions.begin(), kActions.end(), [&](const auto& action) { return action.name == options.action; });
  if (found == kActions.end()) {
    const std::vector<std::string> names(kNames.begin(), kNames.end());
    const auto near = contracts::nearest(options.action, names);
    return fail(ErrorKind::usage, "toxic: unknown action '" + options.action + "'", {},
                near.empty() ? "see 'squall toxic --help'" : "did you mean '" + near + "'?");
  }
  if (options.words.size() < found->least || options.words.size() > found->most) {
    const std::string wanted(found->arguments.empty() ? "nothing" : found->arguments);
    return fail(
        ErrorKind::usage, options.action + ": expected " + wanted + " behind it", {},
        "squall toxic " + options.action + (found->arguments.empty() ? "" : " ") + std::string(found->arguments));
  }
  return &*found;
}

// An option of another action is a mistake, not a wish to be overheard.
contracts::Status check_options(const CLI::App& app, const ToxicAction& action) {
  for (const CLI::Option* option : app.get_options([](const CLI::Option*) { return true; })) {
    if (option->count() == 0 || !option->get_group().starts_with("With ")) continue;
    const std::string name = "--" + option->get_lnames().front();
    if (action.options.find(name) == std::string_view::npos) {
      return fail(ErrorKind::usage, name + " does not go with '" + std::string(action.name) + "'");
    }
  }
  return {};
}

// The API only says that it is not there.
contracts::Error with_hint(contracts::Error error, Call& call) {
  const bool toxic = error.message == "toxic not found";
  if (!toxic && error.message != "proxy not found") return error;
  const auto known = call.api.call("GET", toxic ? call.path() : "/proxies");
  std::vector<std::string> names;
  if (known && toxic && known->find("toxics") != nullptr && known->find("toxics")->is_array()) {
    for (const auto& each : known->find("toxics")->items()) names.push_back(text_at(each, "name"));
  } else if (known && !toxic && known->is_object()) {
    for (const auto& [name, proxy] : known->members()) names.push_back(name);
  }
  const std::string& wanted = call.options.words[toxic ? 1 : 0];
  error.message = toxic ? "proxy " + quoted(call.proxy()) + " has no toxic " + quoted(wanted)
                        : "there is no proxy " + quoted(wanted);
  const auto near = contracts::nearest(wanted, names);
  error.hint = !near.empty() ? "did you mean '" + near + "'?"
               : toxic       ? "'squall toxic inspect " + call.proxy() + "' shows those there are"
                             : "'squall toxic list' shows those there are";
  return error;
}

Result<Told> run_action(const CLI::App& app, const ToxicOptions& options, const Invocation& invocation) {
  SQUALL_TRY_ASSIGN(const auto* const action, action_of(options));
  SQUALL_TRY(check_options(app, *action));
  SQUALL_TRY_ASSIGN(auto api, ControlClient::at(options.control));
  Call call{options, api, invocation.terminal.out_in_colour};
  auto told = action->run(call);
  if (!told) return fail(with_hint(told.error(), call));
  return told;
}

Action declare(CLI::App& app) {
  auto options = std::make_shared<ToxicOptions>();
  declare_toxic_options(app, *options);
  return [options, &app](Invocation& invocation) {
    const auto told = run_action(app, *options, invocation);
    if (!told) return report_error(invocation.err, told.error());
    const bool answered = !told->json.is_null();
    invocation.out << (!options->json ? told->text
                       : answered     ? contracts::to_json(told->json) + "\n"
                                      : "")
                   << std::flush;
    return ExitCode::held;
  };
}

}  // namespace

const Command toxic_command = {"toxic",     "See and change the proxies and toxics of a running control API",
                               R"(Actions:
  list                     the proxies
  inspect PROXY            one of them with its toxics
  create PROXY             a new one: --upstream, --listen, --protocol
  delete PROXY             its connections are closed
  enable, disable, toggle PROXY
                           a disabled proxy refuses connections and keeps its toxics
  add PROXY FAULT          a toxic, written as for 'squall proxy --fault': 'latency: 100ms, share: 10%'
  add PROXY --type TYPE    the same as Toxiproxy's users are used to, with --attribute NAME=VALUE
  update PROXY TOXIC       changes --attribute, --toxicity or --ttl; the other attributes stay
  remove PROXY TOXIC       what it held passes
  reset                    every proxy enabled, every toxic removed

Exit codes: 2 the API refused it, or there is no such proxy or toxic; 3 no control API answers.

Examples:
  squall toxic create inventory --listen 127.0.0.1:9002 --upstream 127.0.0.1:9001 --protocol http
  squall toxic add inventory 'latency: 200ms, share: 30%, method: POST'
  squall toxic add inventory --type bandwidth --attribute rate=64 --ttl 30s
  squall toxic inspect inventory
  TOXIPROXY_URL=http://toxiproxy:8474 squall toxic list --json)", declare,
                               {},          kNames};

}  // namespace squall::harness
