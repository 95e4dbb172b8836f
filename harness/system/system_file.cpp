#include "harness/system/system_file.h"

#include <cstdlib>
#include <filesystem>

#include "harness/system/form_check.h"
#include "harness/system/load_system.h"
#include "harness/system/reading.h"

namespace squall::harness {

const ServiceSpec* System::service(const std::string& wanted) const {
  for (const ServiceSpec& candidate : services) {
    if (candidate.name == wanted) return &candidate;
  }
  return nullptr;
}

const EdgeSpec* System::edge(const std::string& wanted) const {
  for (const EdgeSpec& candidate : edges) {
    if (candidate.name == wanted || candidate.group == wanted) return &candidate;
  }
  return nullptr;
}

std::vector<const EdgeSpec*> System::edges_of(const std::string& wanted) const {
  std::vector<const EdgeSpec*> found;
  for (const EdgeSpec& candidate : edges) {
    const bool of_group = !candidate.group.empty() && candidate.group == wanted;
    if (candidate.name == wanted || of_group) found.push_back(&candidate);
  }
  return found;
}

namespace {

using Errors = std::vector<contracts::Error>;

void read_head(Reading& reading) {
  const Fields fields(reading.source, reading.source.root());
  reading.system.name = fields.text("name");
  if (reading.system.name.empty()) reading.system.name = std::filesystem::path(reading.folder).filename().string();
  reading.system.seed = fields.integer("seed");
  reading.system.ca_file = read_file_name(reading, fields, "ca", "CA certificate");
  reading.system.ignore = read_file_name(reading, fields, "ignore", "ignore file");
  const contracts::Node* services = fields.find("services");
  if (services != nullptr && services->is_object() && services->members().empty()) {
    reading.source.mistake(*services, "no service is declared");
  }
}

System read(Source& source, const std::string& path) {
  System system;
  system.file = path;
  std::error_code ignored;
  Reading reading{source, system, std::filesystem::absolute(path, ignored).parent_path().lexically_normal().string()};
  read_head(reading);
  read_services(reading);
  read_edges(reading);
  read_discovery(reading);
  read_verify(reading);
  read_consumers(reading);
  read_resilience(reading);
  read_experiments(reading);
  read_explore(reading);
  for (const auto& [value, name] : source.secrets()) system.secrets.push_back(value);
  system.secret_names = source.secrets();
  return system;
}

tl::expected<System, Errors> load(contracts::Result<contracts::Document> document, const std::string& path,
                                  const EnvironmentLookup& environment) {
  if (!document) return tl::unexpected<Errors>(Errors{document.error()});
  Source source(*document, environment);
  source.check_references();
  check_form(source, source.root(), system_form());
  System system = read(source, path);
  if (!source.mistakes().empty()) return tl::unexpected<Errors>(source.mistakes().take());
  return system;
}

}  // namespace

tl::expected<System, Errors> load_system(const std::string& path) {
  return load_system(path, [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  });
}

tl::expected<System, Errors> load_system(const std::string& path, const EnvironmentLookup& environment) {
  auto document = contracts::Document::load(path);
  // Whoever named the file was wrong about it: that is a matter of usage, not of the system.
  if (!document && document.error().kind == contracts::ErrorKind::io) {
    document.error().kind = contracts::ErrorKind::usage;
    if (document.error().hint.empty()) document.error().hint = "`squall init` writes a first one";
  }
  return load(std::move(document), path, environment);
}

tl::expected<System, Errors> parse_system(std::string text, const std::string& path,
                                          const EnvironmentLookup& environment) {
  return load(contracts::Document::parse(std::move(text), path, contracts::Syntax::yaml), path, environment);
}

}  // namespace squall::harness
