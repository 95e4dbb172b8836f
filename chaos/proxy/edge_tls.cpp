#include "chaos/proxy/edge_tls.h"

namespace squall::chaos {
namespace {

contracts::Status check_routes(const EdgeConfig& config) {
  using contracts::ErrorKind;
  using contracts::fail;
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
  SQUALL_TRY(check_routes(config));
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
