#include "harness/explore/replay_file.h"

#include <charconv>
#include <filesystem>
#include <fstream>

#include "contracts/core/document.h"
#include "contracts/core/units.h"
#include "harness/system/pretty_json.h"

namespace squall::harness {
namespace {

using contracts::Array;
using contracts::ErrorKind;
using contracts::Node;
using contracts::Object;
using contracts::Value;
namespace fs = std::filesystem;

constexpr int kVersion = 1;

std::string from_here(const std::string& path, const std::string& replay) {
  std::error_code ignored;
  const auto relative = fs::absolute(path, ignored).lexically_relative(fs::absolute(replay, ignored).parent_path());
  return relative.empty() ? path : relative.string();
}

Value request_json(const EntryRequest& each, const std::function<std::string(const std::string&)>& hide) {
  Array headers;
  for (const auto& header : each.request.headers)
    headers.emplace_back(Array{Value(header.name), Value(hide(header.value))});
  return Value(Object{{"service", each.service},
                      {"method", each.request.method},
                      {"target", hide(each.request.target)},
                      {"headers", Value(std::move(headers))},
                      {"body", hide(each.request.body)}});
}

Value fault_json(const PlacedFault& fault) {
  const chaos::FaultSpec& spec = fault.choice.fault;
  Value json(Object{
      {"edge", fault.place.edge},
      {"operation", fault.place.operation},
      {"name", fault.choice.name},
      {"kind", spec.kind},
      {"parameters", spec.parameters},
      {"match",
       Value(Object{{"operation", spec.match.operation}, {"method", spec.match.method}, {"path", spec.match.path}})}});
  if (spec.first) json.set("first", *spec.first);
  return json;
}

std::string text_of(const Node* object, std::string_view key) {
  const Node* found = object == nullptr ? nullptr : object->find(key);
  return found == nullptr ? std::string() : std::string(found->text());
}

std::optional<std::uint64_t> number_of(const Node& object, std::string_view key) {
  const std::string text = text_of(&object, key);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

EntryRequest request_of(const Node& node) {
  EntryRequest each{text_of(&node, "service"), {}};
  each.request.method = text_of(&node, "method");
  each.request.target = text_of(&node, "target");
  each.request.body = text_of(&node, "body");
  if (const Node* headers = node.find("headers")) {
    for (const Node& header : headers->items()) {
      if (header.items().size() != 2) continue;
      each.request.headers.add(std::string(header.items()[0].text()), std::string(header.items()[1].text()));
    }
  }
  return each;
}

PlacedFault fault_of(const Node& node) {
  PlacedFault fault;
  fault.place = {text_of(&node, "edge"), text_of(&node, "operation")};
  fault.choice.name = text_of(&node, "name");
  fault.choice.fault.kind = text_of(&node, "kind");
  if (const Node* parameters = node.find("parameters")) fault.choice.fault.parameters = Value(*parameters);
  fault.choice.fault.first = number_of(node, "first");
  const Node* match = node.find("match");
  fault.choice.fault.match.operation = text_of(match, "operation");
  fault.choice.fault.match.method = text_of(match, "method");
  fault.choice.fault.match.path = text_of(match, "path");
  return fault;
}

void read_trial(const Node& root, Trial& trial) {
  const Node* entry = root.find("entry");
  trial.entry.name = text_of(entry, "name");
  const Node* requests = entry == nullptr ? nullptr : entry->find("requests");
  if (requests != nullptr) {
    for (const Node& item : requests->items()) trial.entry.requests.push_back(request_of(item));
  }
  if (const Node* faults = root.find("faults")) {
    for (const Node& item : faults->items()) trial.faults.push_back(fault_of(item));
  }
}

}  // namespace

std::string replay_text(const ReplayFile& replay, const std::function<std::string(const std::string&)>& hide) {
  Array requests, faults;
  for (const EntryRequest& each : replay.trial.entry.requests) requests.push_back(request_json(each, hide));
  for (const PlacedFault& fault : replay.trial.faults) faults.push_back(fault_json(fault));
  const Value json(
      Object{{"squall_replay", kVersion},
             {"system", from_here(replay.system, replay.file)},
             {"seed", replay.seed},
             {"within", contracts::format_duration(replay.within)},
             {"finding", Value(Object{{"id", replay.finding},
                                      {"rule", replay.breach.rule},
                                      {"what", replay.breach.what},
                                      {"message", hide(replay.breach.message)}})},
             {"entry", Value(Object{{"name", replay.trial.entry.name}, {"requests", Value(std::move(requests))}})},
             {"faults", Value(std::move(faults))}});
  return pretty_json(json) + "\n";
}

contracts::Status write_replay(const ReplayFile& replay, const std::function<std::string(const std::string&)>& hide) {
  std::error_code error;
  if (const auto folder = fs::path(replay.file).parent_path(); !folder.empty()) fs::create_directories(folder, error);
  std::ofstream file(replay.file, std::ios::binary | std::ios::trunc);
  file << replay_text(replay, hide);
  file.close();
  if (!file) return contracts::fail(ErrorKind::io, "the replay file '" + replay.file + "' could not be written");
  return {};
}

contracts::Result<ReplayFile> read_replay(const std::string& path) {
  auto document = contracts::Document::load(path);
  if (!document) {
    contracts::Error error = document.error();
    if (error.kind == ErrorKind::io) error.kind = ErrorKind::usage;
    return contracts::fail(std::move(error));
  }
  const Node& root = document->root();
  ReplayFile replay;
  replay.file = path;
  read_trial(root, replay.trial);
  const auto within = contracts::parse_duration(text_of(&root, "within"));
  const Node* finding = root.find("finding");
  replay.breach.rule = text_of(finding, "rule");
  replay.breach.what = text_of(finding, "what");
  replay.breach.message = text_of(finding, "message");
  replay.finding = text_of(finding, "id");
  const auto version = number_of(root, "squall_replay");
  const auto seed = number_of(root, "seed");
  if (version != kVersion || !seed || !within || replay.trial.entry.requests.empty() || replay.breach.rule.empty()) {
    return contracts::fail(ErrorKind::malformed, "this is no replay file of `squall explore`", {path, 0, 0, ""},
                           "give one that `squall explore` wrote");
  }
  replay.seed = *seed;
  replay.within = *within;
  std::error_code ignored;
  replay.system = (fs::absolute(path, ignored).parent_path() / text_of(&root, "system")).lexically_normal().string();
  return replay;
}

}  // namespace squall::harness
