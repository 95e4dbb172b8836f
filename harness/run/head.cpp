#include "harness/run/head.h"

#include <fmt/format.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>

#include "contracts/core/random.h"
#include "harness/system/edge_protocol.h"

namespace squall::harness {

namespace {

std::string now_utc() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

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
  const std::string identity = fmt::format("{} {} {} {}", report.started_at, report.name, report.seed, getpid());
  report.id = fmt::format("{:016x}", contracts::stable_hash(identity));
  for (const ServiceSpec& service : parts.system.services) {
    report.services.push_back({service.name, mode_of(service), relative_contract(parts.system, service)});
  }
  for (const EdgeSpec& edge : parts.system.edges) {
    report.edges.push_back({edge.name, edge.from, edge.to, speaks_http(parts.system, edge) ? "http" : "tcp"});
  }
  return report;
}

}  // namespace squall::harness
