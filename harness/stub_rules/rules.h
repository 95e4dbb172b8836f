#pragma once
// Rules: what a stub answers to certain requests instead of what its contract would say. Read from a file, immutable.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chaos/faults/fault.h"
#include "chaos/faults/fault_spec.h"
#include "contracts/openapi/contract.h"
#include "harness/stub_rules/condition.h"
#include "harness/stub_rules/template.h"

namespace squall::harness {

using NamedConditions = std::vector<std::pair<std::string, Condition>>;

struct RuleRequest {
  std::string method;     // "" is any
  std::string path;       // "/orders/{id}", with or without the server's base path; "" is any
  std::string operation;  // "POST /orders"; "" is any
  NamedConditions query, headers;
  NamedConditions body;  // by JSON Pointer; "" is the whole
};

struct RuleResponse {
  std::optional<int> status;  // the usual one when absent (contracts/match/usual_status.h)
  std::vector<std::pair<std::string, Template>> headers;
  std::optional<TemplateTree> body;
  std::optional<std::string> bytes;             // the body as it is
  std::string example;                          // of the contract; "" for its first
  std::shared_ptr<const chaos::Fault> latency;  // nullptr: none

  // It says what is answered; else what others answer gets its headers, latency and fault.
  bool answers() const { return status || body || bytes || !example.empty(); }
};

struct Rule {
  std::string name;  // of the file, or "rule 3"
  contracts::Location location;
  RuleRequest request;
  std::string scenario, state, next;  // "" for none, any, and as before
  std::uint64_t times = 0;            // answers at most so often; 0 is no limit
  bool even_refused = false;          // also to requests that depart from the contract
  RuleResponse response;
  std::optional<chaos::FaultSpec> fault;  // on the answer
};

struct Rules {
  std::vector<Rule> rules;             // the first that matches answers
  std::vector<std::string> scenarios;  // their names
};

// Every mistake, located. Operations are looked for in the contract. `path` is also what locations call the file.
tl::expected<Rules, std::vector<contracts::Error>> load_rules(const std::string& path,
                                                              const contracts::openapi::Contract& contract);
tl::expected<Rules, std::vector<contracts::Error>> parse_rules(std::string text, const std::string& path,
                                                               const contracts::openapi::Contract& contract);
// The file's JSON Schema (2020-12); rules.schema.json in this folder is this text.
std::string rules_schema();

}  // namespace squall::harness
