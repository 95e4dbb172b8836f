#include "harness/stub_rules/read_rule_request.h"

#include "contracts/core/pointer.h"
#include "contracts/core/suggest.h"
#include "contracts/http/field_syntax.h"
#include "harness/system/fields.h"

namespace squall::harness {
namespace {

using contracts::Node;
using contracts::Value;
using contracts::openapi::Contract;

std::string operation_name(Source& source, const Node& node, const Contract& contract) {
  std::string wanted(node.text());
  std::vector<std::string> known;
  for (const auto& operation : contract.operations) {
    if (operation.operation_id == wanted || operation.name() == wanted) return operation.name();
    known.push_back(operation.operation_id.empty() ? operation.name() : operation.operation_id);
  }
  const std::string near = contracts::nearest(wanted, known);
  source.mistake(
      node, "the contract has no operation '" + wanted + "'",
      near.empty() ? "give an operationId, or METHOD /path as the contract has it" : "did you mean '" + near + "'?");
  return wanted;
}

std::optional<Condition> read_condition(Source& source, std::string_view key, const Node& node) {
  if (key == "equals") return Condition::equals(Value(node));
  if (key == "contains") return Condition::contains(source.text(node));
  if (key == "present") return Condition::is_there(node.boolean());
  if (key != "matches" || !node.is_string()) return std::nullopt;
  auto pattern = Condition::matches(std::string(node.text()));
  if (pattern) return std::move(*pattern);
  source.mistake(node, pattern.error().message);
  return std::nullopt;
}

NamedConditions conditions(Source& source, const Node* node) {
  NamedConditions found;
  if (node == nullptr) return found;
  for (const auto& member : node->members()) {
    if (!member.value.is_object()) {
      found.emplace_back(member.key, Condition::equals(Value(member.value)));
      continue;
    }
    for (const auto& one : member.value.members()) {
      if (auto condition = read_condition(source, one.key, one.value))
        found.emplace_back(member.key, std::move(*condition));
    }
    if (member.value.members().empty())
      source.mistake(member.value, "it says nothing", "add equals, contains, matches or present");
  }
  return found;
}

}  // namespace

void check_header_names(Source& source, const Node& headers) {
  for (const auto& member : headers.members()) {
    if (!contracts::http::is_token(member.key))
      source.mistake_at_key(headers, member.key, "that is no name of a header", "name it like X-Tenant");
  }
}

RuleRequest read_rule_request(Source& source, const Node& node, const Contract& contract) {
  RuleRequest request;
  const Fields fields(source, node);
  request.method = fields.text("method");
  request.path = fields.text("path");
  if (const Node* operation = fields.find("operation"); operation != nullptr && operation->is_string())
    request.operation = operation_name(source, *operation, contract);
  request.query = conditions(source, fields.find("query"));
  request.headers = conditions(source, fields.find("headers"));
  if (const Node* headers = fields.find("headers")) check_header_names(source, *headers);
  request.body = conditions(source, fields.find("body"));
  if (const Node* body = fields.find("body")) {
    for (const auto& member : body->members()) {
      if (!contracts::is_json_pointer(member.key))
        source.mistake_at_key(*body, member.key, "'" + std::string(member.key) + "' is no JSON Pointer",
                              "write it like /items/0/sku");
    }
  }
  return request;
}

}  // namespace squall::harness
