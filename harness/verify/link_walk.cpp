#include "harness/verify/link_walk.h"

#include <algorithm>

#include "contracts/match/request_assembly.h"
#include "contracts/match/violations.h"
#include "harness/resources/paging.h"
#include "harness/verify/answer_kinds.h"
#include "harness/verify/exerciser.h"
#include "harness/verify/phase_finding.h"

namespace squall::harness {
namespace {

using contracts::Node;
using contracts::Value;
using contracts::http::Request;
using contracts::http::Response;
using contracts::match::KnownValues;
using contracts::match::RequestCase;
using contracts::match::Router;
using contracts::openapi::Link;
using contracts::openapi::LinkParameter;
using contracts::openapi::LinkValue;
using contracts::openapi::Operation;
using contracts::openapi::Parameter;
using contracts::openapi::ParameterIn;
using reports::Severity;

constexpr int most_pages = 5;

const Operation* target_of(const contracts::openapi::Contract& contract, const Link& link) {
  for (const Operation& operation : contract.operations) {
    if (operation.name() == link.operation) return &operation;
  }
  return nullptr;
}

std::optional<Value> value_of(const LinkValue& value, const contracts::openapi::Observed& observed) {
  return value.expression ? evaluate(*value.expression, observed) : std::optional<Value>(value.constant);
}

const Parameter* meant_by(const LinkParameter& link, const Operation& operation) {
  for (const Parameter& parameter : operation.parameters) {
    if (parameter.name == link.name && (link.in.empty() || link.in == to_string(parameter.in))) return &parameter;
  }
  return nullptr;
}

bool is_scalar(const Value& value) {
  return value.is_string() || value.is_number() || value.is_boolean();
}

std::string scalar_text(const Value& value) {
  return value.is_boolean() ? (value.boolean() ? "true" : "false") : value.text();
}

reports::Finding finding_of_link(const std::string& rule, Severity severity, const Operation& operation,
                                 const Link& link, const std::string& what) {
  reports::Finding finding = phase_finding(rule, severity, operation, what);
  finding.location = link.location;
  return finding;
}

class LinkWalk {
 public:
  LinkWalk(VerifySession& session, const ResourceGraph& graph, const Operation& operation, contracts::Random random)
      : session_(session), graph_(graph), operation_(operation), random_(random) {}

  void walk() {
    for (const auto& response : operation_.responses) {
      for (const Link& link : response.links) {
        const Operation* target = target_of(session_.exerciser().contract(), link);
        if (target == nullptr || link.server || response.status.front() != '2') continue;
        if (session_.exerciser().plan().left_out.contains(target)) continue;
        session_.begin_sequence();
        Provision provision(session_, graph_, random_.fork(link.name));
        const auto first = start(provision);
        if (!first) continue;
        if (target == &operation_) {
          turn_pages(link, *first);
        } else {
          lead(link, *first, *target, provision);
        }
      }
    }
  }

 private:
  struct Exchange {
    RequestCase request;
    Response response;
  };

  // One item to a page, so that there is a next one.
  std::optional<Exchange> start(Provision& provision) {
    auto made = contracts::match::valid_request(session_.exerciser().contract(), operation_, random_.fork("start"),
                                                contracts::schema::Flavour::minimal, provision.values_for(operation_));
    if (!made) return std::nullopt;
    const Parameter* limit = limit_parameter(operation_);
    if (limit != nullptr && limit->schema && limit->schema->valid(contracts::Document::of(Value(1)).root())) {
      made->request.target = with_query(made->request.target, limit->name, "1");
      made->origin.reset();
    }
    const Answer& answer = session_.exercise(*made, Expected::success);
    if (!is_success(answer) || is_of_forgetful_stub(answer.response)) return std::nullopt;
    return Exchange{std::move(*made), answer.response};
  }

  bool has_link(const Link& link, int status) const {
    const auto* declared = operation_.response_for(status);
    return declared != nullptr && std::any_of(declared->links.begin(), declared->links.end(),
                                              [&](const Link& other) { return other.name == link.name; });
  }

  std::optional<RequestCase> next(const Link& link, const Exchange& from, KnownValues known, std::uint64_t index) {
    if (!has_link(link, from.response.status)) return std::nullopt;
    return follow(*session_.exerciser().plan().router, link, from.request.request, from.response, std::move(known),
                  random_.fork("follow", index));
  }

  void lead(const Link& link, const Exchange& from, const Operation& target, Provision& provision) {
    const auto request = next(link, from, provision.values_for(target), 0);
    if (!request) return;
    const Answer& answer = session_.exercise(*request, Expected::success);
    if (!is_gone(answer)) return;
    session_.report(finding_of_link("stateful.link.broken", Severity::warning, operation_, link,
                                    "has link '" + link.name + "' to " + target.name() + ", which answers " +
                                        std::to_string(answer.response.status)));
  }

  void turn_pages(const Link& link, Exchange page) {
    for (int turned = 0; turned < most_pages && !session_.stopped(); ++turned) {
      auto request = next(link, page, {}, static_cast<std::uint64_t>(turned));
      if (!request) return;
      if (request->request.target == page.request.request.target) {
        return session_.report(finding_of_link("stateful.page.repeated", Severity::error, operation_, link,
                                               "leads from " + contracts::match::excerpt(request->request.target) +
                                                   " to the same page again, by link '" + link.name + "'"));
      }
      const Answer& answer = session_.exercise(*request, Expected::success);
      if (!is_success(answer)) return;
      if (is_same_page(page.response, answer.response)) {
        return session_.report(
            finding_of_link("stateful.page.repeated", Severity::error, operation_, link,
                            "gives the same items again for the next page, by link '" + link.name + "'"));
      }
      page = Exchange{std::move(*request), answer.response};
    }
  }

  // The same items; pages without any are no proof.
  static bool is_same_page(const Response& before, const Response& after) {
    const auto a = json_of(before);
    const auto b = json_of(after);
    const Node* first = a ? list_in(a->root()) : nullptr;
    const Node* second = b ? list_in(b->root()) : nullptr;
    if (first == nullptr || second == nullptr || first->size() == 0) return false;
    const bool things = std::all_of(first->items().begin(), first->items().end(),
                                    [](const Node& item) { return item.is_object() && item.find("id") != nullptr; });
    return things && equal(*first, *second);
  }

  VerifySession& session_;
  const ResourceGraph& graph_;
  const Operation& operation_;
  contracts::Random random_;
};

}  // namespace

std::optional<RequestCase> follow(const Router& router, const Link& link, const Request& request,
                                  const Response& response, KnownValues known, contracts::Random random) {
  const Operation* target = target_of(router.contract(), link);
  if (target == nullptr) return std::nullopt;
  const auto route = router.route(request.method, request.target);
  const contracts::openapi::Observed observed{request, response, route.path_parameters, {}};
  std::vector<std::pair<const Parameter*, std::string>> given;
  std::vector<const Parameter*> in_path;
  for (const LinkParameter& parameter : link.parameters) {
    const Parameter* meant = meant_by(parameter, *target);
    if (meant == nullptr) return std::nullopt;
    const auto value = value_of(parameter.value, observed);
    if (!value || !is_scalar(*value)) {
      // What the exchange does not have: another limit than none is not meant; no next cursor is the last page.
      const bool from_request = parameter.value.expression && !parameter.value.expression->pieces.empty() &&
                                parameter.value.expression->pieces[0].expression &&
                                parameter.value.expression->pieces[0].expression->source ==
                                    contracts::openapi::RuntimeExpression::Source::request;
      if (from_request && !meant->required) continue;
      return std::nullopt;
    }
    if (meant->in == ParameterIn::path) {
      std::erase_if(known, [&](const auto& entry) { return entry.first == meant->name; });
      known.emplace_back(meant->name, *value);
      in_path.push_back(meant);
    } else {
      given.emplace_back(meant, scalar_text(*value));
    }
  }
  auto made =
      contracts::match::valid_request(router.contract(), *target, random, contracts::schema::Flavour::minimal, known);
  if (!made) return std::nullopt;
  // Where the value is none that the target takes, another one stands: that is not where the link leads.
  const auto& used = made->origin->values.known;
  const bool all = std::all_of(in_path.begin(), in_path.end(), [&](const Parameter* parameter) {
    return std::find(used.begin(), used.end(), parameter) != used.end();
  });
  if (!all) return std::nullopt;
  for (const auto& [parameter, text] : given) {
    if (parameter->in == ParameterIn::query)
      made->request.target = with_query(made->request.target, parameter->name, text);
    if (parameter->in == ParameterIn::header) made->request.headers.set(parameter->name, text);
    made->origin.reset();
  }
  if (link.request_body) {
    const auto body = value_of(*link.request_body, observed);
    if (!body || !target->request_body) return std::nullopt;
    made->request.body = to_json(*body);
    made->origin.reset();
  }
  if (!contracts::match::judge_request(router.contract(), *target, made->request).empty()) return std::nullopt;
  made->summary = "link '" + link.name + "'";
  return std::move(*made);
}

void walk_links(VerifySession& session, const ResourceGraph& graph, const Operation& operation,
                contracts::Random random) {
  LinkWalk(session, graph, operation, random).walk();
}

}  // namespace squall::harness
