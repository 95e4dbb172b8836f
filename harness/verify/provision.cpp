#include "harness/verify/provision.h"

#include <algorithm>

#include "contracts/match/parameter_reader.h"
#include "harness/verify/answer_kinds.h"
#include "harness/verify/exerciser.h"

namespace squall::harness {
namespace {

using contracts::match::KnownValues;
using contracts::openapi::Operation;

constexpr std::uint64_t draws = 3;  // a creation may meet a conflict
constexpr int conflict = 409;
constexpr std::size_t deepest = 5;  // a thing of a thing of ...

void replace(KnownValues& values, const std::string& name, contracts::Value value) {
  for (auto& [known, old] : values) {
    if (known == name) {
      old = std::move(value);
      return;
    }
  }
  values.emplace_back(name, std::move(value));
}

// What a thing stands in goes with it: /shops/{shop}/orders/{order}.
void put_into(KnownValues& values, const Created& thing, const Operation& operation) {
  for (const auto& [name, value] : thing.path) {
    if (operation.path.find("/{" + name + "}") != std::string::npos) replace(values, name, value);
  }
}

KnownValues path_values(const contracts::match::Router& router, const Operation& operation,
                        const contracts::http::Request& request) {
  const auto route = router.route(request.method, request.target);
  if (route.operation != &operation) return {};
  const contracts::match::RequestParts parts(operation, route, request);
  KnownValues values;
  for (const auto& parameter : operation.parameters) {
    if (parameter.in != contracts::openapi::ParameterIn::path) continue;
    if (auto reading = parts.read(parameter); reading.value)
      values.emplace_back(parameter.name, std::move(*reading.value));
  }
  return values;
}

}  // namespace

std::optional<Created> Provision::attempt(std::size_t index, std::uint64_t draw) {
  const Resource& resource = graph_.resources()[index];
  const Exerciser& exerciser = session_.exerciser();
  const KnownValues known = values_for(*resource.create);
  // Later draws are richer: what a minimal one lacks may be why it was refused.
  const auto flavour = draw == 0 ? contracts::schema::Flavour::minimal : contracts::schema::Flavour::typical;
  const auto random = random_.fork("provision", drawn_++);
  auto request = contracts::match::valid_request(exerciser.contract(), *resource.create, random, flavour, known);
  if (!request) return std::nullopt;
  const Answer* answer = &session_.exercise(*request, Expected::success);
  if (is_answered(*answer) && answer->response.status == conflict) {  // an example is often there already
    *request = contracts::match::refreshed(*request, random);
    answer = &session_.exercise(*request, Expected::success);
  }
  if (!is_success(*answer)) return std::nullopt;
  auto identity = identity_of_created(*exerciser.plan().router, resource, request->request, answer->response);
  if (!identity) return std::nullopt;
  Created created{{}, std::move(*identity), *request, answer->response};
  // Known or made up: it is in the one shop that it was put into.
  for (auto& [name, value] : path_values(*exerciser.plan().router, *resource.create, request->request)) {
    const std::string marker = "/{" + name + "}";
    if (name != resource.parameter && resource.item.find(marker) != std::string::npos)
      created.path.emplace_back(name, std::move(value));
  }
  created.path.emplace_back(resource.parameter, created.identity.value);
  return created;
}

std::optional<Created> Provision::create(std::size_t index) {
  const bool again = std::find(being_made_.begin(), being_made_.end(), index) != being_made_.end();
  if (graph_.resources()[index].create == nullptr || again || being_made_.size() >= deepest) return std::nullopt;
  being_made_.push_back(index);
  std::optional<Created> created;
  for (std::uint64_t draw = 0; draw < draws && !created && !session_.stopped(); ++draw) created = attempt(index, draw);
  being_made_.pop_back();
  return created;
}

const Created* Provision::one_of(std::size_t resource) {
  const auto found = made_.find(resource);
  if (found != made_.end()) return found->second ? &*found->second : nullptr;
  auto created = create(resource);
  const auto& kept = made_.emplace(resource, std::move(created)).first->second;
  return kept ? &*kept : nullptr;
}

KnownValues Provision::values_for(const Operation& operation) {
  KnownValues values = session_.exerciser().known_values(operation, 0);
  for (const ResourceGraph::Need& need : graph_.needs(operation)) {
    const Created* created = one_of(need.resource);
    if (created == nullptr) continue;
    replace(values, need.name, created->identity.value);
    if (need.name.front() == '/' || need.name.starts_with("query.")) continue;
    put_into(values, *created, operation);
  }
  return values;
}

KnownValues Provision::values_about(const Created& thing, const Operation& operation) {
  KnownValues values = values_for(operation);
  put_into(values, thing, operation);
  return values;
}

}  // namespace squall::harness
