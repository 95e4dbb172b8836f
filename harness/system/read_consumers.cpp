// The section `consumers`.

#include <algorithm>
#include <filesystem>

#include "harness/system/reading.h"

namespace squall::harness {

namespace {

using contracts::Member;
using contracts::Node;

std::string absolute(const Reading& reading, const std::string& path) {
  return (std::filesystem::path(reading.folder) / path).lexically_normal().string();
}

std::string read_directory(Reading& reading, const Fields& fields) {
  std::string directory = absolute(reading, fields.text("directory"));
  std::error_code ignored;
  if (const Node* node = fields.find("directory");
      node != nullptr && !std::filesystem::is_directory(directory, ignored)) {
    reading.source.mistake(*node, "'" + std::string(node->text()) + "' is not a folder",
                           "paths are relative to this file");
  }
  return directory;
}

// Where something is to be written: the folder of it must be there.
std::string read_output(Reading& reading, const Fields& fields, std::string_view key) {
  const Node* node = fields.find(key);
  const std::string name = fields.text(key);
  if (node == nullptr || name.empty()) return "";
  std::string path = absolute(reading, name);
  std::error_code ignored;
  if (!std::filesystem::is_directory(std::filesystem::path(path).parent_path(), ignored)) {
    reading.source.mistake(*node, "'" + name + "' cannot be written: its folder is not there",
                           "paths are relative to this file");
  }
  return path;
}

void read_providers(Reading& reading, const Fields& fields, ConsumerSpec& consumer) {
  const Node* node = fields.find("providers");
  if (node == nullptr || !node->is_array()) return;
  for (const Node& item : node->items()) {
    if (!item.is_string()) continue;
    const std::string name = reading.source.text(item);
    if (!require_service(reading, item, name)) continue;
    const ServiceSpec* service = reading.system.service(name);
    if (service != nullptr && service->contract.empty()) {
      reading.source.mistake(item, "'" + name + "' has no contract that a stub could answer from",
                             "add `contract` to the service");
    }
    if (std::find(consumer.providers.begin(), consumer.providers.end(), name) != consumer.providers.end()) {
      reading.source.mistake(item, "'" + name + "' is named twice", "remove one");
    }
    consumer.providers.push_back(name);
  }
}

std::vector<std::string> read_vary(Reading& reading, const Fields& fields) {
  const Node* node = fields.find("vary");
  if (node == nullptr || reading.source.faulty(*node)) return {};
  if (node->is_array()) return fields.texts("vary");
  return {fields.text("vary")};
}

ConsumerSpec read_one(Reading& reading, const Member& member) {
  const Fields fields(reading.source, member.value);
  ConsumerSpec consumer;
  consumer.name = std::string(member.key);
  consumer.location = reading.source.locate(member.value);
  consumer.command = fields.late_texts("command");
  if (const Node* env = fields.find("env"); env != nullptr && env->is_object()) {
    for (const Member& variable : env->members())
      consumer.env[std::string(variable.key)] = reading.source.late_text(variable.value);
  }
  consumer.directory = read_directory(reading, fields);
  read_providers(reading, fields, consumer);
  consumer.vary = read_vary(reading, fields);
  consumer.slow = fields.duration("slow");
  consumer.stateful = fields.boolean("stateful").value_or(false);
  consumer.max_runs = fields.integer("max_runs");
  consumer.within = fields.duration("within");
  consumer.timeout = fields.duration("timeout");
  consumer.usage = read_output(reading, fields, "usage");
  consumer.pacts = read_output(reading, fields, "pacts");
  return consumer;
}

}  // namespace

void read_consumers(Reading& reading) {
  const Node* section = reading.source.root().find("consumers");
  if (section == nullptr || !section->is_object()) return;
  for (const Member& member : section->members()) {
    if (!member.value.is_object()) continue;
    reading.system.consumers.push_back(read_one(reading, member));
  }
}

}  // namespace squall::harness
