// Reading a rules file.
#include <algorithm>

#include "chaos/faults/notation.h"
#include "chaos/faults/registry.h"
#include "contracts/core/base64.h"
#include "contracts/core/suggest.h"
#include "contracts/match/usual_status.h"
#include "harness/stub_faults/stub_fault.h"
#include "harness/stub_rules/read_rule_request.h"
#include "harness/stub_rules/rules.h"
#include "harness/stub_rules/rules_form.h"
#include "harness/stub_rules/scenarios.h"
#include "harness/system/fields.h"
#include "harness/system/form_check.h"

namespace squall::harness {
namespace {

using contracts::fail;
using contracts::Node;
using contracts::Value;
using contracts::openapi::Contract;
using Errors = std::vector<contracts::Error>;

class Reader {
 public:
  Reader(Source& source, const Contract& contract) : source_(source), contract_(contract) {}

  Rule rule(const Node& node, std::size_t number) {
    const Fields fields(source_, node);
    Rule rule;
    rule.name = fields.text("name");
    if (rule.name.empty()) rule.name = "rule " + std::to_string(number);
    rule.location = source_.locate(node);
    rule.scenario = fields.text("scenario");
    rule.state = fields.text("state");
    rule.next = fields.text("next");
    rule.times = fields.integer("times").value_or(0);
    rule.even_refused = fields.boolean("even_refused").value_or(false);
    for (const char* key : {"state", "next"}) {
      if (rule.scenario.empty() && fields.find(key) != nullptr)
        source_.mistake_at_key(node, key, std::string("'") + key + "' without a 'scenario'", "name the state machine");
    }
    if (const Node* request = fields.find("request")) rule.request = read_rule_request(source_, *request, contract_);
    if (const Node* response = fields.find("response")) {
      read_response(*response, rule.response);
      if (!rule.response.example.empty()) check_example(*response->find("example"), rule);
    }
    if (const Node* fault = fields.find("fault"); fault != nullptr && !source_.faulty(*fault)) read_fault(*fault, rule);
    return rule;
  }

  // A state that no rule leads to is never reached.
  void check_states(const std::vector<Rule>& rules, const Node& list) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const Rule& rule = rules[i];
      if (rule.scenario.empty() || rule.state.empty() || rule.state == kStart) continue;
      std::vector<std::string> reached{kStart};
      for (const Rule& other : rules) {
        if (other.scenario == rule.scenario && !other.next.empty()) reached.push_back(other.next);
      }
      if (std::find(reached.begin(), reached.end(), rule.state) != reached.end()) continue;
      const std::string near = contracts::nearest(rule.state, reached);
      source_.mistake(*list.items()[i].find("state"),
                      "no rule of scenario '" + rule.scenario + "' leads to state '" + rule.state + "'",
                      near.empty() ? "every scenario begins in 'start'" : "did you mean '" + near + "'?");
    }
  }

 private:
  void read_response(const Node& node, RuleResponse& response) {
    const Fields fields(source_, node);
    if (const auto status = fields.integer("status")) response.status = static_cast<int>(*status);
    response.example = fields.text("example");
    if (const Node* headers = fields.find("headers")) {
      check_header_names(source_, *headers);
      for (const auto& member : headers->members()) {
        auto parsed = Template::parse(source_.text(member.value));
        if (!parsed) {
          source_.mistake(member.value, parsed.error().message, parsed.error().hint);
        } else {
          response.headers.emplace_back(member.key, std::move(*parsed));
        }
      }
    }
    if (const Node* body = fields.find("body")) {
      auto parsed = TemplateTree::parse(Value(*body));
      if (parsed) {
        response.body = std::move(*parsed);
      } else {
        const Node* place = body->resolve(parsed.error().location.pointer);
        source_.mistake(place != nullptr ? *place : *body, parsed.error().message, parsed.error().hint);
      }
    }
    if (const Node* base64 = fields.find("base64"); base64 != nullptr && base64->is_string()) {
      response.bytes = contracts::base64_decode(base64->text());
      if (!response.bytes) source_.mistake(*base64, "it is not Base64 (RFC 4648, section 4)");
    }
    const char* given = nullptr;
    for (const char* key : {"body", "base64", "example"}) {
      if (fields.find(key) == nullptr) continue;
      if (given != nullptr)
        source_.mistake_at_key(node, key, std::string("'") + given + "' and '" + key + "' both say the body",
                               "keep one of them");
      given = key;
    }
    if (const Node* latency = fields.find("latency"); latency != nullptr && !source_.faulty(*latency))
      read_latency(*latency, response);
  }

  // An example that no operation of the rule has would never be given.
  void check_example(const Node& node, const Rule& rule) {
    const std::string& of = rule.request.operation;
    std::vector<std::string> known;
    bool any = false;
    for (const auto& operation : contract_.operations) {
      if (!of.empty() && operation.name() != of) continue;
      any = true;
      const int status = rule.response.status.value_or(contracts::match::usual_status(operation));
      const auto* declared = operation.response_for(status);
      if (declared == nullptr) continue;
      for (const auto& media : declared->content) {
        for (const auto& example : media.examples) known.push_back(example.name);
      }
    }
    const std::string& wanted = rule.response.example;
    if (!any || std::find(known.begin(), known.end(), wanted) != known.end()) return;
    const std::string near = contracts::nearest(wanted, known);
    source_.mistake(node,
                    "no such answer of " + (of.empty() ? "the contract" : of) + " has an example '" + wanted + "'",
                    near.empty() ? "" : "did you mean '" + near + "'?");
  }

  void read_latency(const Node& node, RuleResponse& response) {
    Value parameters = Value(node);
    if (!node.is_object()) {
      parameters = Value(contracts::Object{});
      parameters.set("mean", Value(node));
    }
    auto made = chaos::find_fault("latency")->make(parameters);
    if (made) {
      response.latency = std::move(*made);
      return;
    }
    const Node* place = node.resolve(made.error().location.pointer);
    source_.mistake(place != nullptr ? *place : node, made.error().message, made.error().hint);
  }

  void read_fault(const Node& node, Rule& rule) {
    auto spec = chaos::parse_fault(node.is_string() ? std::string(node.text()) : contracts::to_json(node));
    auto checked = spec ? check_stub_fault(*spec) : contracts::Status(fail(spec.error()));
    if (checked) {
      rule.fault = std::move(*spec);
      return;
    }
    const Node* parameters = spec ? node.find(spec->kind) : nullptr;
    const Node* place = parameters != nullptr ? parameters->resolve(checked.error().location.pointer) : nullptr;
    source_.mistake(place != nullptr ? *place : node, checked.error().message, checked.error().hint);
  }

  Source& source_;
  const Contract& contract_;
};

tl::expected<Rules, Errors> read(contracts::Result<contracts::Document> document, const Contract& contract) {
  if (!document) return tl::unexpected<Errors>(Errors{document.error()});
  const EnvironmentLookup none = [](const std::string&) { return std::nullopt; };
  Source source(*document, none);
  check_form(source, source.root(), rules_form());
  Rules rules;
  Reader reader(source, contract);
  if (const Node* list = source.root().find("rules")) {
    for (const Node& node : list->items()) rules.rules.push_back(reader.rule(node, rules.rules.size() + 1));
    reader.check_states(rules.rules, *list);
  }
  if (!source.mistakes().empty()) return tl::unexpected<Errors>(source.mistakes().take());
  for (const Rule& rule : rules.rules) {
    const auto& known = rules.scenarios;
    if (!rule.scenario.empty() && std::find(known.begin(), known.end(), rule.scenario) == known.end())
      rules.scenarios.push_back(rule.scenario);
  }
  return rules;
}

}  // namespace

tl::expected<Rules, Errors> load_rules(const std::string& path, const Contract& contract) {
  auto document = contracts::Document::load(path);
  if (!document && document.error().kind == contracts::ErrorKind::io)
    document.error().kind = contracts::ErrorKind::usage;
  return read(std::move(document), contract);
}

tl::expected<Rules, Errors> parse_rules(std::string text, const std::string& path, const Contract& contract) {
  return read(contracts::Document::parse(std::move(text), path, contracts::Syntax::yaml), contract);
}

}  // namespace squall::harness
