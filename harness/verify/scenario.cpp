#include "harness/verify/scenario.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "contracts/core/number.h"
#include "contracts/match/query_value.h"
#include "contracts/match/violations.h"
#include "harness/resources/paging.h"
#include "harness/verify/agreement.h"
#include "harness/verify/answer_kinds.h"
#include "harness/verify/exerciser.h"
#include "harness/verify/phase_finding.h"

namespace squall::harness {
namespace {

using contracts::Document;
using contracts::Node;
using contracts::match::RequestCase;
using contracts::openapi::Operation;
using contracts::schema::Flavour;
using reports::Severity;

constexpr int most_draws = 3;  // of a request that changes a thing

// A reading that does not find what was just made is repeated after these pauses, the patience in all.
std::array<std::chrono::milliseconds, 2> pauses(const VerifyPlan& plan) {
  return {plan.patience / 5, plan.patience - plan.patience / 5};
}

std::optional<Document> body_of(const RequestCase& request) {
  const auto type = contracts::http::parse_media_type(request.request.headers.get("Content-Type"));
  if (!type || !is_json(*type)) return std::nullopt;
  auto parsed = Document::parse_json(request.request.body);
  if (!parsed) return std::nullopt;
  return std::move(*parsed);
}

const Node* root_of(const std::optional<Document>& document) {
  return document ? &document->root() : nullptr;
}

// Neither in pages nor filtered.
bool gives_all(const Operation& list) {
  return !is_paged(list) && std::none_of(list.parameters.begin(), list.parameters.end(), [](const auto& parameter) {
    return parameter.required && parameter.in != contracts::openapi::ParameterIn::path;
  });
}

// A request that fits the contract and not the thing as it is: a conflict, a tag that is not its own.
bool is_about_the_thing(const Answer& answer) {
  const int status = answer.response.status;
  return is_answered(answer) && (status == 409 || status == 412 || status == 422 || status == 428);
}

bool is_same(const std::optional<Document>& a, const std::optional<Document>& b) {
  return a && b && equal(a->root(), b->root());
}

}  // namespace

Scenario::Scenario(VerifySession& session, const ResourceGraph& graph, std::size_t resource, contracts::Random random)
    : session_(session),
      graph_(graph),
      index_(resource),
      resource_(graph.resources()[resource]),
      random_(random),
      provision_(session, graph, random.fork("things")) {}

void Scenario::play(const Script& script) {
  session_.begin_sequence();
  for (const Move& move : script) {
    if (session_.stopped()) return;
    if (has_no_memory()) return session_.state("stateful undecided: a stub keeps nothing of what it is told");
    if (move.act == Act::create) {
      create(move.thing);
      continue;
    }
    std::optional<Thing>& thing = things_[move.thing];
    if (!thing) {
      if (made_nothing()) return;  // the first of every script: nothing can be said of what was not made
      continue;
    }
    switch (move.act) {
      case Act::locate:
        locate(*thing);
        break;
      case Act::read:
        read(*thing);
        break;
      case Act::replace:
        write(*thing, resource_.replace);
        break;
      case Act::change:
        write(*thing, resource_.change);
        break;
      case Act::remove:
        remove(*thing);
        break;
      case Act::list:
        list(*thing);
        break;
      case Act::action:
        act(*thing, *resource_.actions[move.action]);
        break;
      case Act::repeat:
        repeat();
        break;
      case Act::create:
        break;
    }
  }
}

bool Scenario::has_no_memory() const {
  return things_[0] && is_of_forgetful_stub(things_[0]->created.response);
}

void Scenario::create(std::size_t index) {
  auto created = provision_.create(index_);
  if (!created) return;
  Thing thing;
  thing.sent = body_of(created->request);
  thing.echoed = json_of(created->response);
  thing.written_by = resource_.create;
  thing.created = std::move(*created);
  last_ = thing.created.request;
  things_[index] = std::move(thing);
}

std::optional<RequestCase> Scenario::request_to(const Operation& operation, const Thing& thing, Flavour flavour) {
  provision_.adopt(index_, thing.created);
  const auto known = provision_.values_about(thing.created, operation);
  auto made = contracts::match::valid_request(session_.exerciser().contract(), operation,
                                              random_.fork("request", drawn_++), flavour, known);
  if (!made) return std::nullopt;
  return std::move(*made);
}

void Scenario::read(Thing& thing) {
  if (resource_.read == nullptr) return;
  const auto request = request_to(*resource_.read, thing);
  if (!request) return;
  const Answer* answer = &session_.exercise(*request, Expected::success);
  for (const auto pause : pauses(session_.exerciser().plan())) {
    if (thing.deleted || !is_gone(*answer) || session_.stopped() || pause.count() == 0) break;
    std::this_thread::sleep_for(pause);
    answer = &session_.exercise(*request, Expected::success);
  }
  if (thing.deleted) {
    if (!is_success(*answer)) return;
    const auto now = json_of(answer->response);
    const bool unchanged = !thing.read || is_same(thing.read, now);
    const bool sure = thing.deleted_for_good && unchanged;
    return session_.report(phase_finding("stateful.use-after-delete", sure ? Severity::error : Severity::warning,
                                         *resource_.read, "still finds what " + resource_.remove->name() + " deleted"));
  }
  if (is_gone(*answer)) {
    return session_.report(phase_finding("stateful.created.missing", Severity::error, *resource_.read,
                                         "does not find what " + resource_.create->name() + " has just made: id " +
                                             contracts::match::excerpt(text_of(thing.created.identity.value))));
  }
  if (is_success(*answer)) judge_reading(thing, answer->response);
}

void Scenario::judge_reading(Thing& thing, const contracts::http::Response& response) {
  auto now = json_of(response);
  if (!now || !now->root().is_object()) return;
  const std::string id = text_of(thing.created.identity.value);
  const Node* shown = thing.created.identity.member.empty() ? nullptr : now->root().find(thing.created.identity.member);
  if (shown != nullptr && (shown->is_string() || shown->is_number()) && shown->text() != id) {
    return session_.report(phase_finding("stateful.identity", Severity::error, *resource_.read,
                                         "was asked for " + contracts::match::excerpt(id) + " and answers with " +
                                             contracts::match::excerpt(shown->text())));
  }
  if (const Node* sent = root_of(thing.sent)) {
    if (const auto loss = first_loss(*sent, root_of(thing.echoed), root_of(thing.read), now->root())) {
      const bool created = thing.written_by == resource_.create;
      session_.report(phase_finding(created ? "stateful.created.differs" : "stateful.update.lost",
                                    loss->acknowledged ? Severity::error : Severity::warning, *resource_.read,
                                    "gives " + contracts::match::excerpt(loss->found) + " at " + loss->pointer +
                                        " after " + thing.written_by->name() +
                                        (loss->acknowledged ? " answered with " : " was given ") +
                                        contracts::match::excerpt(loss->expected)));
    }
  }
  thing.read = std::move(now);
}

// Where the creation's Location leads, as it was given.
void Scenario::locate(Thing& thing) {
  const std::string* location = thing.created.response.headers.find("Location");
  if (location == nullptr || resource_.read == nullptr || thing.created.response.status != 201) return;
  const VerifyPlan& plan = session_.exerciser().plan();
  std::string target = *location;
  if (target.starts_with(plan.base_url) && !plan.base_url.empty()) target = target.substr(plan.base_url.size());
  if (target.empty() || target.front() != '/' || target.starts_with("//")) return;  // another host's: not ours to ask
  if (const auto fragment = target.find('#'); fragment != std::string::npos) target.resize(fragment);
  const std::string& declared = session_.exerciser().contract().base_path(*resource_.read);
  if (plan.base_path && target.starts_with(*plan.base_path)) target = declared + target.substr(plan.base_path->size());
  const bool contracted = identity_in_location(*plan.router, resource_, target).has_value();
  RequestCase request;
  request.operation = resource_.read;
  request.request.target = target;
  request.summary = "the Location of what was made";
  Checks only_if_contracted;
  if (!contracted) {  // of no path that the contract has: its answers are not described
    only_if_contracted.also = [](const Answer&, Judgement& judgement) { judgement.problems.clear(); };
  }
  const Answer* answer = &session_.exercise(request, Expected::anything, only_if_contracted);
  for (const auto pause : pauses(session_.exerciser().plan())) {
    if (!is_gone(*answer) || session_.stopped() || pause.count() == 0) break;
    std::this_thread::sleep_for(pause);
    answer = &session_.exercise(request, Expected::anything, only_if_contracted);
  }
  if (!is_gone(*answer)) return;
  session_.report(phase_finding("stateful.location.broken", Severity::error, *resource_.create,
                                "gives a Location that leads nowhere: " + contracts::match::excerpt(*location) +
                                    " is answered " + std::to_string(answer->response.status)));
}

const Answer* Scenario::change(const Operation& operation, const Thing& thing) {
  const Answer* answer = nullptr;
  for (int draw = 0; draw < most_draws; ++draw) {
    auto request = request_to(operation, thing, draw == 0 ? Flavour::typical : Flavour::minimal);
    if (!request) break;
    last_ = std::move(*request);
    answer = &session_.exercise(*last_, Expected::success);
    if (thing.deleted || session_.stopped() || !is_about_the_thing(*answer)) break;
  }
  return answer;
}

void Scenario::write(Thing& thing, const Operation* operation) {
  const Answer* answer = operation != nullptr ? change(*operation, thing) : nullptr;
  if (answer == nullptr || !is_success(*answer) || answer->response.status == 202 || thing.deleted) return;
  thing.sent = body_of(*last_);
  thing.echoed = json_of(answer->response);
  thing.written_by = operation;
}

void Scenario::remove(Thing& thing) {
  if (resource_.remove == nullptr) return;
  const auto request = request_to(*resource_.remove, thing);
  if (!request) return;
  const Answer& answer = session_.exercise(*request, Expected::success);
  if (!is_success(answer) || answer.response.status == 202) return;
  thing.deleted = true;
  thing.deleted_for_good = answer.response.status == 204 || answer.response.body.empty();
}

void Scenario::act(Thing& thing, const Operation& operation) {
  change(operation, thing);
  thing.sent.reset();  // an action may change anything
}

// What cannot be done twice is refused as the contract says, and harms nothing.
void Scenario::repeat() {
  if (last_) session_.exercise(*last_, Expected::success);
}

void Scenario::list(const Thing& thing) {
  if (resource_.list == nullptr) return;
  auto request = request_to(*resource_.list, thing);
  if (!request) return;
  const Answer& whole = session_.exercise(*request, Expected::success);
  if (is_success(whole)) {
    const auto body = json_of(whole.response);
    const Node* items = body ? list_in(body->root()) : nullptr;
    if (items != nullptr) judge_list(thing, *items);
  }
  const auto* limit = limit_parameter(*resource_.list);
  if (limit == nullptr || !limit->schema || contracts::match::query_value(request->request.target, limit->name)) return;
  if (!limit->schema->valid(Document::of(contracts::Value(1)).root())) return;
  request->request.target = with_query(request->request.target, limit->name, "1");
  request->summary = "at most one item";
  request->origin.reset();
  const Answer& one = session_.exercise(*request, Expected::success);
  if (!is_success(one)) return;
  const auto body = json_of(one.response);
  const Node* items = body ? list_in(body->root()) : nullptr;
  if (items != nullptr && items->size() > 1) {
    session_.report(phase_finding("stateful.limit.ignored", Severity::warning, *resource_.list,
                                  "gives " + std::to_string(items->size()) + " items with " + limit->name + "=1"));
  }
}

// A list that is given in pages may have the thing on another one; one that has it after its deletion is wrong.
void Scenario::judge_list(const Thing& thing, const Node& items) {
  const std::string& member = thing.created.identity.member;
  if (member.empty()) return;
  const std::string id = text_of(thing.created.identity.value);
  bool there = false;
  bool shows_ids = false;
  for (const Node& item : items.items()) {
    const Node* shown = item.find(member);
    shows_ids = shows_ids || shown != nullptr;
    there = there || (shown != nullptr && shown->text() == id);
  }
  if (thing.deleted && there) {
    session_.report(
        phase_finding("stateful.list.deleted", Severity::warning, *resource_.list,
                      "lists what " + resource_.remove->name() + " deleted: " + contracts::match::excerpt(id)));
  } else if (!thing.deleted && !there && (shows_ids || items.size() == 0) && gives_all(*resource_.list)) {
    session_.report(phase_finding(
        "stateful.list.missing", Severity::warning, *resource_.list,
        "does not list what " + resource_.create->name() + " has made: " + contracts::match::excerpt(id)));
  }
}

}  // namespace squall::harness
