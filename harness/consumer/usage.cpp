#include "harness/consumer/usage.h"

#include <array>
#include <charconv>

#include "contracts/core/document.h"
#include "harness/system/pretty_json.h"

namespace squall::harness {
namespace {

using contracts::Array;
using contracts::ErrorKind;
using contracts::Node;
using contracts::Object;
using contracts::Value;

constexpr std::uint64_t kVersion = 1;
constexpr std::array kNeeds = {Need::unknown, Need::needed, Need::not_needed};

Value texts(const std::vector<std::string>& list) {
  Array items;
  for (const auto& text : list) items.emplace_back(text);
  return items;
}

Value status_json(const UsedStatus& status) {
  Object fields;
  for (const auto& [pointer, need] : status.fields) fields.emplace_back(pointer, to_string(need));
  return Object{{"answers", status.answers}, {"fields", std::move(fields)}};
}

Value operation_json(const UsedOperation& used) {
  Object statuses;
  for (const auto& [status, answered] : used.statuses) statuses.emplace_back(status, status_json(answered));
  Array reliances;
  for (const auto& each : used.relies_on) {
    reliances.emplace_back(
        Object{{"variation", each.variation}, {"status", each.status}, {"place", each.place}, {"text", each.text}});
  }
  return Object{{"operation", used.operation},
                {"requests", used.requests},
                {"statuses", std::move(statuses)},
                {"relies_on", std::move(reliances)}};
}

Value provider_json(const UsedProvider& provider) {
  Array operations;
  for (const auto& used : provider.operations) operations.push_back(operation_json(used));
  return Object{
      {"name", provider.name},       {"contract", provider.contract},       {"title", provider.title},
      {"version", provider.version}, {"operations", std::move(operations)}, {"unused", texts(provider.unused)}};
}

std::string text_of(const Node& object, std::string_view key) {
  const Node* found = object.find(key);
  return found == nullptr ? std::string() : std::string(found->text());
}

std::uint64_t number_of(const Node& object, std::string_view key) {
  const std::string text = text_of(object, key);
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::span<const Node> items_of(const Node& object, std::string_view key) {
  const Node* found = object.find(key);
  return found == nullptr ? std::span<const Node>() : found->items();
}

std::vector<std::string> texts_of(const Node& object, std::string_view key) {
  std::vector<std::string> texts;
  for (const Node& item : items_of(object, key)) texts.emplace_back(item.text());
  return texts;
}

UsedStatus status_of(const Node& node) {
  UsedStatus status;
  status.answers = number_of(node, "answers");
  if (const Node* fields = node.find("fields")) {
    for (const auto& field : fields->members()) {
      Need& need = status.fields[std::string(field.key)];
      for (const Need each : kNeeds) {
        if (to_string(each) == field.value.text()) need = each;
      }
    }
  }
  return status;
}

UsedOperation operation_of(const Node& node) {
  UsedOperation used;
  used.operation = text_of(node, "operation");
  used.requests = number_of(node, "requests");
  if (const Node* statuses = node.find("statuses")) {
    for (const auto& status : statuses->members()) used.statuses[std::string(status.key)] = status_of(status.value);
  }
  for (const Node& item : items_of(node, "relies_on"))
    used.relies_on.push_back(
        {text_of(item, "variation"), text_of(item, "status"), text_of(item, "place"), text_of(item, "text")});
  return used;
}

}  // namespace

std::string_view to_string(Need need) {
  return need == Need::needed ? "needed" : need == Need::not_needed ? "not needed" : "unknown";
}

std::string usage_text(const Usage& usage) {
  Array providers;
  for (const auto& provider : usage.providers) providers.push_back(provider_json(provider));
  return pretty_json(Object{{"squall_usage", kVersion},
                            {"consumer", usage.consumer},
                            {"seed", usage.seed},
                            {"varied", texts(usage.varied)},
                            {"providers", std::move(providers)}}) +
         "\n";
}

contracts::Result<Usage> parse_usage(std::string text, const std::string& name) {
  SQUALL_TRY_ASSIGN(const auto document, contracts::Document::parse(std::move(text), name, contracts::Syntax::json));
  const Node& root = document.root();
  const Node* version = root.find("squall_usage");
  if (version == nullptr || !version->is_number()) {
    return contracts::fail(ErrorKind::malformed, "not a usage file: no number 'squall_usage'", document.locate(root),
                           "squall consumer ... --usage FILE writes one");
  }
  if (number_of(root, "squall_usage") > kVersion) {
    return contracts::fail(ErrorKind::unsupported, "a usage file of a later version", document.locate(*version),
                           "a newer squall reads it");
  }
  Usage usage;
  usage.consumer = text_of(root, "consumer");
  usage.seed = number_of(root, "seed");
  usage.varied = texts_of(root, "varied");
  for (const Node& node : items_of(root, "providers")) {
    UsedProvider provider{
        text_of(node, "name"),   text_of(node, "contract"), text_of(node, "title"), text_of(node, "version"), {},
        texts_of(node, "unused")};
    for (const Node& item : items_of(node, "operations")) provider.operations.push_back(operation_of(item));
    usage.providers.push_back(std::move(provider));
  }
  return usage;
}

}  // namespace squall::harness
