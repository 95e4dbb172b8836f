#include <filesystem>

#include "contracts/core/suggest.h"
#include "harness/system/notation.h"
#include "harness/system/reading.h"

namespace squall::harness {

namespace {

using contracts::Member;
using contracts::Node;

std::string absolute(const Reading& reading, const std::string& path) {
  return (std::filesystem::path(reading.folder) / path).lexically_normal().string();
}

std::string existing_file(Reading& reading, const Node& node, const std::string& what) {
  std::string path = absolute(reading, reading.source.text(node));
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    reading.source.mistake(node, "the " + what + " '" + std::string(node.text()) + "' is not a file that can be read",
                           "paths are relative to this file");
  }
  return path;
}

std::vector<std::string> read_overlays(Reading& reading, const Fields& fields) {
  std::vector<std::string> overlays;
  const Node* node = fields.find("overlays");
  if (node == nullptr) return overlays;
  for (const Node& item : node->items()) {
    if (item.is_string()) overlays.push_back(existing_file(reading, item, "overlay"));
  }
  return overlays;
}

ReadySpec read_ready(Reading& reading, const Fields& start) {
  ReadySpec ready;
  const Node* node = start.find("ready");
  if (node == nullptr) return ready;
  const Fields fields(reading.source, *node);
  ready.http_path = fields.text("http");
  ready.within = fields.duration("within").value_or(ready.within);
  return ready;
}

StartSpec read_start(Reading& reading, const Node& node) {
  const Fields fields(reading.source, node);
  StartSpec start;
  start.command = fields.late_texts("command");
  if (const Node* env = fields.find("env")) {
    for (const Member& member : env->members())
      start.env[std::string(member.key)] = reading.source.late_text(member.value);
  }
  start.directory = absolute(reading, fields.text("directory"));
  std::error_code ignored;
  if (const Node* directory = fields.find("directory");
      directory != nullptr && !std::filesystem::is_directory(start.directory, ignored)) {
    reading.source.mistake(*directory, "'" + std::string(directory->text()) + "' is not a folder",
                           "paths are relative to this file");
  }
  start.ready = read_ready(reading, fields);
  return start;
}

void check_url(Reading& reading, const Fields& fields) {
  const Node* node = fields.find("url");
  if (node == nullptr || !node->is_string()) return;
  const std::string url = fields.text("url");
  if (url.starts_with("http://") || url.starts_with("https://") || url.find("${") != std::string::npos) return;
  reading.source.mistake(*node, "expected a url such as http://127.0.0.1:8080", "it begins with http:// or https://");
}

void check_mode(Reading& reading, const Fields& fields, const ServiceSpec& service) {
  Source& source = reading.source;
  const bool url = fields.find("url") != nullptr;
  const int modes =
      static_cast<int>(service.start.has_value()) + static_cast<int>(service.stub.has_value()) + static_cast<int>(url);
  if (modes == 0) {
    source.mistake(fields.node(), "nothing says how '" + service.name + "' comes up",
                   "add `start` (Squall starts it), `stub: {}` (Squall stands in) or `url` (it is running already)");
  }
  if (service.start && service.stub) {
    source.mistake_at_key(fields.node(), "stub", "'" + service.name + "' is both started and stubbed",
                          "keep one of `start` and `stub`");
  } else if (modes > 1) {
    source.mistake_at_key(fields.node(), "url",
                          "'" + service.name + "' is running already, and yet Squall shall bring it up",
                          "keep one of `url`, `start` and `stub`");
  }
  if (service.stub && fields.find("contract") == nullptr) {
    source.mistake_at_key(fields.node(), "stub", "a stub answers from a contract, and '" + service.name + "' has none",
                          "add `contract`");
  }
  if (!url && fields.find("pid") != nullptr) {
    source.mistake_at_key(fields.node(), "pid", "'" + service.name + "' is not running yet: it has no process to name",
                          "remove `pid`, or give its `url`");
  }
  if (url && modes == 1 && fields.find("port") != nullptr) {
    source.mistake_at_key(fields.node(), "port", "'" + service.name + "' is running already: its port is in its url",
                          "remove `port`");
  }
}

}  // namespace

std::string read_file_name(Reading& reading, const Fields& fields, std::string_view key, const std::string& what) {
  const Node* node = fields.find(key);
  return node == nullptr || !node->is_string() ? "" : existing_file(reading, *node, what);
}

void read_services(Reading& reading) {
  const Node* section = reading.source.root().find("services");
  if (section == nullptr) return;
  for (const Member& member : section->members()) {
    const Fields fields(reading.source, member.value);
    ServiceSpec service;
    service.name = std::string(member.key);
    service.location = reading.source.locate(member.value);
    service.contract = read_file_name(reading, fields, "contract", "contract");
    service.overlays = read_overlays(reading, fields);
    service.port = static_cast<std::uint16_t>(fields.integer("port").value_or(0));
    service.url = fields.late_text("url");
    if (const Node* start = fields.find("start")) service.start = read_start(reading, *start);
    if (const Node* stub = fields.find("stub")) {
      service.stub = StubSpec{Fields(reading.source, *stub).duration("latency")};
    }
    if (const auto pid = fields.integer("pid")) service.pid = static_cast<std::int64_t>(*pid);
    check_url(reading, fields);
    if (member.value.is_object()) check_mode(reading, fields, service);
    reading.system.services.push_back(std::move(service));
  }
}

bool require_service(Reading& reading, const Fields& fields, std::string_view key) {
  const Node* node = fields.find(key);
  const std::string name = fields.text(key);
  if (node == nullptr || name.empty()) return node != nullptr;
  return require_service(reading, *node, name);
}

bool require_service(Reading& reading, const Node& at, const std::string& name) {
  if (name.empty() || reading.system.service(name) != nullptr) return true;
  std::vector<std::string> names;
  for (const ServiceSpec& service : reading.system.services) names.push_back(service.name);
  const std::string near = contracts::nearest(name, names);
  reading.source.mistake(at, "there is no service '" + name + "'",
                         near.empty() ? "declare it under `services`" : "did you mean '" + near + "'?");
  return false;
}

std::string entry_service(const System& system) {
  std::string entry;
  for (const ServiceSpec& service : system.services) {
    bool reached = false;
    for (const EdgeSpec& edge : system.edges) reached = reached || edge.to == service.name;
    if (reached) continue;
    if (!entry.empty()) return "";
    entry = service.name;
  }
  return entry;
}

}  // namespace squall::harness
