#include "harness/cli/toxic_options.h"

#include <CLI/CLI.hpp>

#include "chaos/faults/notation.h"
#include "chaos/toxiproxy/toxic_json.h"
#include "chaos/toxiproxy/toxic_type.h"
#include "contracts/core/document.h"
#include "contracts/core/number.h"
#include "contracts/core/suggest.h"
#include "contracts/core/units.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Result;
using contracts::Status;
using contracts::Value;
namespace toxi = chaos::toxiproxy;

// JSON where it is some, else text: 100, true, {"10ms": 9}, 64KiB/s.
Value value_of(const std::string& text) {
  const auto document = contracts::Document::parse_json(text);
  return document ? Value(document->root()) : Value(text);
}

Result<Value> attributes_of(const ToxicOptions& options) {
  Value attributes{contracts::Object{}};
  for (const auto& text : options.attributes) {
    const auto equals = text.find('=');
    if (equals == 0 || equals == std::string::npos) {
      return fail(ErrorKind::usage, "--attribute: expected NAME=VALUE, found '" + text + "'", {},
                  "write it like '--attribute latency=100'");
    }
    attributes.set(text.substr(0, equals), value_of(text.substr(equals + 1)));
  }
  return attributes;
}

// What may stand beside a fault, however that is written.
Status add_rest(const ToxicOptions& options, Value& toxic) {
  if (!options.toxicity.empty()) {
    const auto share = contracts::parse_share(options.toxicity);
    if (!share || *share < 0 || *share > 1) {
      return fail(ErrorKind::usage,
                  "--toxicity: expected a share such as 10% or 0.1, found '" + options.toxicity + "'");
    }
    toxic.set("toxicity", *share);
  }
  if (!options.ttl.empty()) {
    const auto time = contracts::parse_duration(options.ttl);
    if (!time) return fail(ErrorKind::usage, "--ttl: " + time.error().message, {}, time.error().hint);
    toxic.set("ttl", contracts::format_duration(*time));
  }
  return {};
}

Result<Value> noted(const ToxicOptions& options) {
  if (!options.type.empty() || !options.attributes.empty()) {
    return fail(ErrorKind::usage, "--type and --attribute stand in place of '" + options.words[1] + "'");
  }
  SQUALL_TRY_ASSIGN(const auto spec, chaos::parse_fault(options.words[1]));
  Value toxic = toxi::to_value(toxi::toxic_of(spec));
  if (spec.id.empty()) toxic.erase("name");
  if (!options.stream.empty()) toxic.set("stream", options.stream);
  return toxic;
}

Result<Value> typed(const ToxicOptions& options) {
  if (options.type.empty()) {
    return fail(ErrorKind::usage, "add: expected a fault, or --type", {},
                "write it like 'latency: 100ms, share: 10%', or '--type latency --attribute latency=100'");
  }
  if (!toxi::is_toxic_type(options.type)) {
    std::vector<std::string> kinds;
    for (const auto& fault : chaos::faults()) kinds.emplace_back(fault.kind);
    const auto near = contracts::nearest(options.type, kinds);
    return fail(ErrorKind::usage, "--type: there is no toxic '" + options.type + "'", {},
                near.empty() ? "" : "did you mean '" + near + "'?");
  }
  Value toxic{contracts::Object{}};
  toxic.set("type", options.type);
  toxic.set("stream", options.stream.empty() ? "downstream" : options.stream);
  SQUALL_TRY_ASSIGN(auto attributes, attributes_of(options));
  toxic.set("attributes", std::move(attributes));
  return toxic;
}

}  // namespace

void declare_toxic_options(CLI::App& app, ToxicOptions& options) {
  app.add_option("ACTION", options.action,
                 "list, inspect, create, delete, enable, disable, toggle, add, update, remove or reset")
      ->required()
      ->type_name("");
  app.add_option("ARGUMENT", options.words, "PROXY, PROXY TOXIC or PROXY FAULT")->type_name("");
  app.add_option("--control,--host", options.control,
                 "the control API; what TOXIPROXY_URL says by default, else localhost:8474")
      ->type_name("HOST:PORT");
  app.add_flag("--json", options.json, "print the API's answer");
  const char* const create = "With create";
  app.add_option("-l,--listen", options.listen, "where it listens; any free port of 127.0.0.1 by default")
      ->type_name("HOST:PORT")
      ->group(create);
  app.add_option("-u,--upstream", options.upstream, "the provider")->type_name("HOST:PORT")->group(create);
  app.add_option("--protocol", options.protocol,
                 "tcp by default; http for what faults can do to requests, udp for datagrams")
      ->check(CLI::IsMember({"http", "tcp", "udp"}).description(""))
      ->type_name("http|tcp|udp")
      ->group(create);
  app.add_flag("--disabled", options.disabled, "its port stays closed until 'enable'")->group(create);
  const char* const add = "With add and update";
  app.add_option("-n,--name", options.name, "with add: the toxic's name; TYPE_STREAM by default")
      ->type_name("NAME")
      ->group(add);
  app.add_option("-t,--type", options.type, "with add: the toxic's type, any kind of fault")
      ->type_name("TYPE")
      ->group(add);
  app.add_option("-a,--attribute", options.attributes, "as often as wanted; JSON, else text")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false)
      ->group(add);
  app.add_option("--stream", options.stream, "with add: upstream is what consumers send; downstream by default")
      ->check(CLI::IsMember({"upstream", "downstream"}).description(""))
      ->type_name("upstream|downstream")
      ->group(add);
  app.add_option("--toxicity", options.toxicity, "the share that it strikes: 10% or 0.1; all by default")
      ->type_name("SHARE")
      ->group(add);
  app.add_option("--ttl", options.ttl, "it removes itself after so long")->type_name("TIME")->group(add);
}

Result<Value> proxy_body(const ToxicOptions& options) {
  if (options.upstream.empty()) {
    return fail(ErrorKind::usage, "create: expected --upstream HOST:PORT", {}, "name the provider");
  }
  Value proxy{contracts::Object{}};
  proxy.set("name", options.words[0]);
  proxy.set("listen", options.listen);
  proxy.set("upstream", options.upstream);
  proxy.set("enabled", !options.disabled);
  if (!options.protocol.empty()) proxy.set("protocol", options.protocol);
  return proxy;
}

Result<Value> new_toxic_body(const ToxicOptions& options) {
  auto toxic = options.words.size() > 1 ? noted(options) : typed(options);
  if (!toxic) return toxic;
  if (!options.name.empty()) toxic->set("name", options.name);
  SQUALL_TRY(add_rest(options, *toxic));
  return toxic;
}

Result<Value> changed_toxic_body(const ToxicOptions& options) {
  Value change{contracts::Object{}};
  SQUALL_TRY_ASSIGN(auto attributes, attributes_of(options));
  if (!attributes.members().empty()) change.set("attributes", std::move(attributes));
  SQUALL_TRY(add_rest(options, change));
  if (change.members().empty()) {
    return fail(ErrorKind::usage, "update: nothing is to be changed", {},
                "name it with --attribute, --toxicity or --ttl");
  }
  return change;
}

}  // namespace squall::harness
