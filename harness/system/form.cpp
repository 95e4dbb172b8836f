#include "harness/system/form.h"

#include "harness/system/form_parts.h"

namespace squall::harness {

const Field* Form::field(std::string_view name) const {
  for (const Field& candidate : fields) {
    if (candidate.name == name) return &candidate;
  }
  return nullptr;
}

FormPtr scalar(std::string summary, std::vector<Notation> notations) {
  Form form;
  form.summary = std::move(summary);
  form.notations = std::move(notations);
  return std::make_shared<const Form>(std::move(form));
}

FormPtr choice(std::string summary, std::vector<std::string> choices) {
  Form form;
  form.summary = std::move(summary);
  form.notations = {Notation::choice};
  form.choices = std::move(choices);
  return std::make_shared<const Form>(std::move(form));
}

FormPtr object(std::string summary, std::vector<Field> fields) {
  Form form;
  form.summary = std::move(summary);
  form.fields = std::move(fields);
  form.object = true;
  return std::make_shared<const Form>(std::move(form));
}

FormPtr list(std::string summary, FormPtr items, bool not_empty) {
  Form form;
  form.summary = std::move(summary);
  form.items = std::move(items);
  form.not_empty = not_empty;
  return std::make_shared<const Form>(std::move(form));
}

FormPtr map(std::string summary, FormPtr values, bool any_key) {
  Form form;
  form.summary = std::move(summary);
  form.values = std::move(values);
  form.any_key = any_key;
  return std::make_shared<const Form>(std::move(form));
}

FormPtr anything(std::string summary) {
  Form form;
  form.summary = std::move(summary);
  form.anything = true;
  return std::make_shared<const Form>(std::move(form));
}

std::vector<Field> request_fields(const std::string& key, const std::string& what) {
  return {
      {key, scalar(what + ", as METHOD /path", {Notation::request}), true},
      {"service", scalar("The service it is sent to; by default the one that no edge leads to", {Notation::name})},
      {"headers", map("Headers to send", scalar("", {Notation::scalar}), true)},
      {"body", anything("The body: sent as JSON, or as it is when it is text and Content-Type is not JSON")},
  };
}

namespace {

FormPtr service_form() {
  Form stub;
  stub.summary = "Squall stands in for the service, answering from its contract";
  stub.object = true;
  stub.may_be_empty = true;
  stub.fields = {{"latency", scalar("Delay before each answer", {Notation::duration})}};
  const FormPtr ready =
      object("When the started service counts as ready; by default when its port accepts a connection",
             {{"http", scalar("A path that answers 2xx when it is ready", {Notation::path})},
              {"within", scalar("How long it may take (10s)", {Notation::duration})}});
  const FormPtr start =
      object("Squall starts the service, and stops it in the end",
             {{"command",
               list("The program and its arguments; ${services.NAME.port} and ${edges.NAME.url} expand",
                    scalar("", {Notation::scalar}), true),
               true},
              {"env", map("Environment variables added to Squall's own", scalar("", {Notation::scalar}), true)},
              {"directory", scalar("Working directory; the system file's folder by default", {Notation::text})},
              {"ready", ready}});
  return object("A service: started (`start`), stood in for (`stub`), or running already (`url`)",
                {{"contract", scalar("Its OpenAPI document, relative to this file", {Notation::text})},
                 {"overlays", list("OpenAPI Overlays applied to the contract, in this order",
                                   scalar("Relative to this file", {Notation::text}))},
                 {"port", scalar("The port it listens on; auto picks a free one", {Notation::port})},
                 {"url", scalar("Where it is running already", {Notation::text})},
                 {"pid", scalar("Its process, when it is running already: for faults of processes", {Notation::count})},
                 {"start", start},
                 {"stub", std::make_shared<const Form>(std::move(stub))}});
}

FormPtr protocol_form() {
  Form form = *choice("http by default when the provider has a contract, else tcp", {"http", "tcp", "udp"});
  form.refused = {"https", "h2", "h2c", "http2", "grpc", "tls"};
  form.refusal = "use protocol: tcp";
  return std::make_shared<const Form>(std::move(form));
}

FormPtr one_or_several(const FormPtr& one, std::string several) {
  Form form = *one;
  form.summary += "; " + std::move(several);
  form.items = scalar("", one->notations);
  form.not_empty = true;
  return std::make_shared<const Form>(std::move(form));
}

FormPtr edge_form() {
  return object(
      "A consumer's way to a provider, through a proxy of Squall",
      {{"from", scalar("The consumer", {Notation::name}), true},
       {"to",
        one_or_several(scalar("The provider", {Notation::name}),
                       "a list: replicas of it, each through a proxy of its own"),
        true},
       {"listen",
        one_or_several(scalar("The proxy's address when it must be fixed; by default 127.0.0.1 and a free port",
                              {Notation::address}),
                       "a list: one for each replica")},
       {"protocol", protocol_form()},
       {"tls", listening_tls_form()},
       {"upstream_tls", dialling_tls_form()},
       {"sni", map("By server name: the service that TLS is passed through to, undecrypted; others go to `to`",
                   scalar("The service", {Notation::name}), true)},
       {"connect_timeout",
        scalar("How long the proxy waits for a connection to the provider; the kernel's patience by default",
               {Notation::duration})},
       {"head_timeout",
        scalar("http: how long a request's head may take, 60s by default; 0s is no limit", {Notation::duration})},
       {"max_faulted_share",
        scalar("At most this share of the recent requests, or connections, is struck, whatever faults there are",
               {Notation::share})},
       {"correlation_header", scalar("The header that ties attempts to calls (traceparent)", {Notation::text})}});
}

FormPtr discovery_form() {
  return object("A name server or a catalogue of services, on 127.0.0.1, that answers with the addresses of edges",
                {{"kind", choice("dns (UDP and TCP), which is the default, or the HTTP API of Consul or Eureka",
                                 {"dns", "consul", "eureka"})},
                 {"port", scalar("The port it listens on; auto picks a free one", {Notation::port})},
                 {"ttl", scalar("dns: how long answers may be kept, in whole seconds (1s)", {Notation::duration})},
                 {"tags", list("consul: what every instance is tagged with", scalar("A tag", {Notation::text}))},
                 {"delay", scalar("How long it takes to answer (0s)", {Notation::duration})},
                 {"names",
                  map("By name of a host: the edge whose addresses it has, of one with replicas all of them",
                      scalar("The edge", {Notation::name}), true),
                  true}});
}

Form make_system_form() {
  return *object(
      "A Squall system file",
      {{"squall", scalar("The version of this notation", {Notation::version}), true},
       {"name", scalar("The system's name", {Notation::text})},
       {"seed", scalar("Fixes everything random; drawn and printed when absent", {Notation::integer})},
       {"services", map("The services by name", service_form()), true},
       {"edges", map("Edges between services by name", edge_form())},
       {"discovery", map("What services find each other by, by name", discovery_form())},
       {"verify", map("Which services are verified against their contracts", verify_form())},
       {"consumers", map("Consumers whose own tests are run against stubs of their providers", consumer_form())},
       {"ca", scalar("The CA that https services are verified by (PEM), relative to this file; else the system's",
                     {Notation::text})},
       {"ignore", scalar("A file of accepted findings, relative to this file", {Notation::text})},
       {"resilience", map("By edge: what its consumer is expected to do when the provider fails", resilience_form())},
       {"experiments", list("Load with faults on a schedule, and what must hold meanwhile", experiment_form())},
       {"explore", explore_form()}});
}

}  // namespace

const Form& system_form() {
  static const Form form = make_system_form();
  return form;
}

}  // namespace squall::harness
