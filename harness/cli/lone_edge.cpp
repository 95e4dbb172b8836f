#include "harness/cli/lone_edge.h"

#include "contracts/core/document.h"
#include "harness/cli/address.h"
#include "harness/run/plan.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;

struct Stimulus {
  std::string origin;
  RequestSpec request;
};

contracts::Result<Stimulus> read_stimulus(const std::string& text) {
  const auto mistake = [&] {
    return fail(ErrorKind::usage, "--stimulus: expected 'METHOD http://HOST:PORT/PATH', found '" + text + "'", {},
                "for example --stimulus 'POST http://127.0.0.1:8081/orders'");
  };
  const std::size_t space = text.find(' ');
  if (space == std::string::npos || space == 0) return mistake();
  const std::string url = text.substr(space + 1);
  if (!url.starts_with("http://")) return mistake();
  const std::size_t path = url.find('/', 7);
  Stimulus stimulus;
  stimulus.origin = url.substr(0, path);
  if (stimulus.origin.size() == 7) return mistake();
  stimulus.request.method = text.substr(0, space);
  stimulus.request.target = path == std::string::npos ? "/" : url.substr(path);
  return stimulus;
}

contracts::Status read_headers(const std::vector<std::string>& texts, RequestSpec& request) {
  for (const std::string& text : texts) {
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos || colon == 0) {
      return fail(ErrorKind::usage, "--header: expected 'Name: value', found '" + text + "'");
    }
    const std::size_t value = text.find_first_not_of(" \t", colon + 1);
    request.headers.add(text.substr(0, colon), value == std::string::npos ? "" : text.substr(value));
  }
  return {};
}

contracts::Status read_body(const std::string& body, RequestSpec& request) {
  if (body.empty()) return {};
  const std::string_view type = request.headers.get("content-type");
  if (!type.empty() && type.find("json") == std::string_view::npos) {
    request.body = contracts::Value(body);
    return {};
  }
  const auto document = contracts::Document::parse_json(body);
  if (!document) {
    return fail(ErrorKind::usage, "--body: " + document.error().message, {},
                "give JSON, or another Content-Type with --header");
  }
  request.body = contracts::Value(document->root());
  return {};
}

ServiceSpec service(std::string name, std::string url, std::string contract) {
  ServiceSpec spec;
  spec.name = std::move(name);
  spec.url = std::move(url);
  spec.contract = std::move(contract);
  return spec;
}

}  // namespace

contracts::Result<System> system_of(const LoneEdge& given) {
  SQUALL_TRY_ASSIGN(const Address listen, parse_address("--listen", given.listen, false));
  SQUALL_TRY_ASSIGN(const Address upstream, parse_address("--upstream", given.upstream, false));
  SQUALL_TRY_ASSIGN(Stimulus stimulus, read_stimulus(given.stimulus));
  SQUALL_TRY(read_headers(given.headers, stimulus.request));
  SQUALL_TRY(read_body(given.body, stimulus.request));
  System system;
  system.name = "profile";
  system.services.push_back(service("consumer", stimulus.origin, given.contract));
  system.services.push_back(
      service("provider", "http://" + address_text(upstream.host, upstream.port), given.provider_contract));
  EdgeSpec edge;
  edge.name = "consumer-provider";
  edge.from = "consumer";
  edge.to = "provider";
  edge.listen_host = listen.host;
  edge.listen_port = listen.port;
  edge.protocol = EdgeProtocol::http;
  system.edges.push_back(std::move(edge));
  ResilienceSpec spec;
  spec.edge = "consumer-provider";
  spec.stimulus_service = "consumer";
  spec.stimulus = std::move(stimulus.request);
  system.resilience.push_back(std::move(spec));
  return system;
}

std::string command_of(const LoneEdge& edge) {
  std::string command = "squall profile --listen " + shell_word(edge.listen) + " --upstream " +
                        shell_word(edge.upstream) + " --stimulus " + shell_word(edge.stimulus);
  for (const std::string& header : edge.headers) command += " --header " + shell_word(header);
  if (!edge.body.empty()) command += " --body " + shell_word(edge.body);
  if (!edge.contract.empty()) command += " --contract " + shell_word(edge.contract);
  if (!edge.provider_contract.empty()) command += " --provider-contract " + shell_word(edge.provider_contract);
  return command;
}

}  // namespace squall::harness
