#include "chaos/proxy/edge_tls.h"

namespace squall::chaos {
namespace {

// ALPN (RFC 7301): names of 1 to 255 bytes.
contracts::Status check_protocols(const EdgeConfig& config, const std::vector<std::string>& protocols) {
  for (const auto& name : protocols) {
    if (name.empty() || name.size() > 255) {
      return contracts::fail(contracts::ErrorKind::usage, "alpn: expected names of 1 to 255 bytes");
    }
    if (config.protocol == Protocol::http && name != "http/1.1") {
      return contracts::fail(contracts::ErrorKind::usage, "alpn: an http edge speaks http/1.1, not '" + name + "'", {},
                             "set `protocol: tcp` on the edge to pass it on");
    }
  }
  return {};
}

contracts::Status check_settings(const EdgeConfig& config) {
  using contracts::ErrorKind;
  using contracts::fail;
  if (config.protocol == Protocol::udp && (config.tls || config.upstream_tls || !config.routes.empty())) {
    return fail(ErrorKind::usage,
                "a udp edge passes datagrams on as they are: TLS cannot be ended, begun or routed here");
  }
  SQUALL_TRY(check_protocols(config, config.tls ? config.tls->protocols : std::vector<std::string>{}));
  SQUALL_TRY(
      check_protocols(config, config.upstream_tls ? config.upstream_tls->protocols : std::vector<std::string>{}));
  if (config.routes.empty()) return {};
  if (config.protocol == Protocol::http) {
    return fail(ErrorKind::usage, "routes by server name pass TLS through undecrypted: they need a tcp edge", {},
                "set `protocol: tcp` on the edge");
  }
  if (config.tls || config.upstream_tls) {
    return fail(ErrorKind::usage, "routes by server name pass TLS through: it cannot be ended or begun here as well");
  }
  return {};
}

}  // namespace

contracts::Result<EdgeTls> EdgeTls::make(const EdgeConfig& config) {
  SQUALL_TRY(check_settings(config));
  const auto report = [&config](const char* whose) -> tls::Report {
    if (!config.tls_trouble) return {};
    return [told = config.tls_trouble, name = std::string(whose)](const std::string& why) { told(name + ": " + why); };
  };
  const bool http = config.protocol == Protocol::http;
  EdgeTls made;
  if (config.tls) {
    auto settings = *config.tls;
    if (http && settings.protocols.empty()) settings.protocols = {"http/1.1"};
    SQUALL_TRY_ASSIGN(made.terminator, tls::Terminator::make(settings, report("TLS with a consumer")));
  }
  if (config.upstream_tls) {
    auto settings = *config.upstream_tls;
    if (http && settings.protocols.empty()) settings.protocols = {"http/1.1"};
    SQUALL_TRY_ASSIGN(made.originator, tls::Originator::make(settings, report("TLS with the provider")));
  }
  return made;
}

}  // namespace squall::chaos
