#include "harness/cli/stub_control.h"

#include "contracts/core/value.h"
#include "harness/cli/address.h"

namespace squall::harness {

using chaos::toxiproxy::ApiRequest;
using chaos::toxiproxy::ApiResponse;
using contracts::Value;

ApiResponse control_answer(const NamedApis& apis, const ApiRequest& request) {
  if (apis.size() == 1) return apis.front().second()->answer(request);
  contracts::Array names;
  for (const auto& [name, api] : apis) {
    const std::string below = "/" + name;
    const bool here = request.path == below || request.path.starts_with(below + "/");
    names.emplace_back(name);
    if (!here) continue;
    ApiRequest own = request;
    own.path.erase(0, below.size());
    if (own.path.empty()) own.path = "/";
    return api()->answer(own);
  }
  if (request.path == "/" && request.method == "GET") {
    return {200, "application/json", contracts::to_json(Value(contracts::Object{{"contracts", Value(names)}})), ""};
  }
  std::string list;
  for (const auto& [name, api] : apis) list += (list.empty() ? "/" : ", /") + name;
  const std::string why = "there are several contracts here, each below its name: " + list;
  return {404, "application/json", contracts::to_json(Value(contracts::Object{{"error", Value(why)}})), ""};
}

contracts::Result<StubControl> StubControl::open(const std::string& text, NamedApis apis) {
  SQUALL_TRY_ASSIGN(const Address address, parse_address("--control", text, true));
  const auto answer = [apis = std::move(apis)](const ApiRequest& request) { return control_answer(apis, request); };
  SQUALL_TRY_ASSIGN(auto server, chaos::toxiproxy::ControlServer::open(address.host, address.port, answer));
  std::string url = "http://" + address_text(address.host, server->port());
  return StubControl(std::move(server), std::move(url));
}

}  // namespace squall::harness
