// Calls of the control API, divided by lines of "---": METHOD PATH in the first line, the body in the rest. No proxy is
// ever enabled and none listens on a name, so that no port is opened and nothing looked up. What is there afterwards
// reads the same again from what is shown of it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "chaos/toxiproxy/fields.h"
#include "chaos/toxiproxy/routes.h"
#include "contracts/core/document.h"

namespace {

using namespace squall::chaos;
using namespace squall::chaos::toxiproxy;
using squall::contracts::Value;

constexpr int kMostCalls = 24;
constexpr std::string_view kBorder = "\n---\n";

void disable(Value& proxy) {
  if (!proxy.is_object()) return;
  proxy.set("enabled", false);
  if (find_member(proxy, "listen") != nullptr) proxy.set("listen", "127.0.0.1:0");
}

// A body that would be read, with every proxy disabled; any other as it is.
std::string harmless(const ApiRequest& request) {
  const bool toxics = request.path.find("/toxics") != std::string::npos;
  auto body = toxics || request.method == "GET" ? Outcome<Value>(tl::unexpect, ApiError{}) : parse_body(request.body);
  if (!body) return request.body;
  if (body->is_array()) {
    for (auto& proxy : body->items()) disable(proxy);
  }
  disable(*body);
  return squall::contracts::to_json(*body);
}

void check(const ApiResponse& answered) {
  if (answered.status < 200 || answered.status > 599) std::abort();
  if (answered.content_type == "application/json" && !squall::contracts::Document::parse_json(answered.body)) {
    std::abort();
  }
}

void check_what_is_there(const Proxies& proxies) {
  for (const auto& proxy : proxies.all()) {
    const auto again = read_proxy(to_value(proxy));
    if (!again || *again != proxy) std::abort();
  }
}

struct Running {
  Timeline timeline;
  Engine engine{EngineOptions{}, timeline};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Running& running = *new Running;  // one for all inputs; threads do not end before the process does
  Proxies proxies(running.engine, {});
  const Api api{proxies, [] { return std::string(); }, [](const std::string&) { return std::string("[]"); }};
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  for (int call = 0; call < kMostCalls && !rest.empty(); ++call) {
    const auto one = rest.substr(0, rest.find(kBorder));
    rest.remove_prefix(std::min(rest.size(), one.size() + kBorder.size()));
    const auto line = one.substr(0, one.find('\n'));
    ApiRequest request;
    request.method = line.substr(0, line.find(' '));
    request.path = line.substr(std::min(line.size(), request.method.size() + 1));
    request.body = one.substr(std::min(one.size(), line.size() + 1));
    if (request.path == "/reset") continue;  // it enables
    request.body = harmless(request);
    check(answer(api, request));
  }
  check_what_is_there(proxies);
  for (const auto& proxy : proxies.all()) {
    if (!proxies.remove(proxy.name)) std::abort();
  }
  return 0;
}
