#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "contracts/core/units.h"
#include "harness/run/plan.h"
#include "harness/system/edge_protocol.h"

namespace squall::harness {

namespace {

std::string about(Duration duration) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(duration);
  return contracts::format_duration(seconds);
}

std::string mode_of(const ServiceSpec& service) {
  if (service.stub) return "a stub made from its contract";
  if (!service.start) return "running already at " + service.url;
  std::string command;
  for (const std::string& word : service.start->command) command += (command.empty() ? "" : " ") + word;
  return "started: " + command;
}

std::string listening(const EdgeSpec& edge) {
  if (edge.listen_port == 0) return edge.listen_host + ", a free port";
  return edge.listen_host + ":" + std::to_string(edge.listen_port);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string described(const PlannedCheck& check) {
  std::string text = fmt::format("  {}  ({}, about {})\n", check.id, check.title, about(check.expected));
  if (!check.edges.empty()) text += "    edges         " + joined(check.edges) + "\n";
  for (const std::string& fault : check.faults) text += "    fault         " + fault + "\n";
  if (!check.blast_radius.empty()) text += "    blast radius  " + check.blast_radius + "\n";
  return text;
}

}  // namespace

std::string describe(const Plan& plan, const System& system) {
  const std::string file = system.file.empty() ? "" : " (" + system.file + ")";
  std::string text = fmt::format("{}{}: {} check{}, about {}, seed {}\n", system.name, file, plan.checks.size(),
                                 plan.checks.size() == 1 ? "" : "s", about(plan.expected), plan.seed);
  text += "\nservices\n";
  std::size_t width = 0;
  for (const ServiceSpec& service : system.services) width = std::max(width, service.name.size());
  for (const ServiceSpec& service : system.services) {
    text += fmt::format("  {:<{}}  {}\n", service.name, width, mode_of(service));
  }
  if (!system.edges.empty()) text += "\nedges\n";
  width = 0;
  for (const EdgeSpec& edge : system.edges) width = std::max(width, edge.name.size());
  for (const EdgeSpec& edge : system.edges) {
    text += fmt::format("  {:<{}}  {} -> {}, {}, a proxy on {}\n", edge.name, width, edge.from, edge.to,
                        to_string(protocol_of(system, edge)), listening(edge));
  }
  text += "\nchecks\n";
  for (const PlannedCheck& check : plan.checks) text += described(check);
  if (!plan.notes.empty()) text += "\nnotes\n";
  for (const std::string& note : plan.notes) text += "  " + note + "\n";
  return text + "\nNothing was started. Run it without --plan to do it.\n";
}

}  // namespace squall::harness
