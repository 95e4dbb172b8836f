#include "harness/run/head.h"

#include <filesystem>

#include "harness/run/identity.h"
#include "harness/system/edge_protocol.h"

namespace squall::harness {

namespace {

std::string mode_of(const ServiceSpec& service) {
  if (service.stub) return "stub";
  return service.start ? "started" : "attached";
}

// As the system file writes it.
std::string relative_contract(const System& system, const ServiceSpec& service) {
  if (service.contract.empty()) return "";
  std::error_code ignored;
  const auto folder = std::filesystem::absolute(system.file, ignored).parent_path();
  return std::filesystem::path(service.contract).lexically_relative(folder).string();
}

}  // namespace

reports::RunReport report_head(const RunParts& parts) {
  reports::RunReport report;
  report.squall_version = SQUALL_VERSION;
  report.name = parts.system.name;
  report.seed = parts.plan.seed;
  report.started_at = now_utc();
  report.id = run_id(report.started_at, report.name, report.seed);
  for (const ServiceSpec& service : parts.system.services) {
    report.services.push_back({service.name, mode_of(service), relative_contract(parts.system, service)});
  }
  for (const EdgeSpec& edge : parts.system.edges) {
    report.edges.push_back({edge.name, edge.from, edge.to, std::string(to_string(protocol_of(parts.system, edge)))});
  }
  return report;
}

}  // namespace squall::harness
