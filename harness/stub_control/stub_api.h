#pragma once
// The control API of a stub as a function of a request. Knows no socket: chaos/toxiproxy/control_server.h puts it on
// one. Bodies are JSON; what is refused is {"error": TEXT}.
//
//   GET, DELETE /journal                 the exchanges; ?operation=, ?status=, ?violating=true, ?last=N
//   POST /assert                         {request: {...}, times: 2}: 200 when it holds, else 409; "holds" is null where
//                                        it cannot be told, for calls were forgotten or bodies cut
//   GET, DELETE /state                   what is remembered; back to the beginning
//   GET /scenarios, DELETE /scenarios    their states; all back to the start
//   PUT /scenarios/{name}                {"state": "sold"}
//   GET /snapshots; PUT, POST, DELETE /snapshots/{name}    of state and scenarios: kept, brought back, removed
//   GET, DELETE /sent                    callbacks and webhooks that were sent, and what was answered
//   GET /webhooks; POST /webhooks/{name} {"url": "http://127.0.0.1:9000/hooks"}: sends one
//   POST /reset                          journal, what was sent, state and scenarios

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "chaos/toxiproxy/routes.h"
#include "harness/stub_callbacks/stub_calls.h"
#include "harness/stub_control/journal.h"
#include "harness/stub_rules/rule_answers.h"
#include "harness/stub_state/state_answers.h"

namespace squall::harness {

// Thread-safe.
class StubApi {
 public:
  using ApiRequest = chaos::toxiproxy::ApiRequest;
  using ApiResponse = chaos::toxiproxy::ApiResponse;

  // `state`, `rules` and `calls` may be null: the stub has none.
  StubApi(std::shared_ptr<const contracts::match::Router> router, std::shared_ptr<Journal> journal,
          std::shared_ptr<StateAnswers> state, std::shared_ptr<RuleAnswers> rules,
          std::shared_ptr<const StubCalls> calls = nullptr);

  ApiResponse answer(const ApiRequest& request);

 private:
  struct Call;
  struct Route;
  static const Route kRoutes[];

  ApiResponse journal(const Call& call);
  ApiResponse clear_journal(const Call& call);
  ApiResponse assert_calls(const Call& call);
  ApiResponse show_state(const Call& call);
  ApiResponse reset_state(const Call& call);
  ApiResponse show_scenarios(const Call& call);
  ApiResponse reset_scenarios(const Call& call);
  ApiResponse set_scenario(const Call& call);
  ApiResponse show_snapshots(const Call& call);
  ApiResponse keep(const Call& call);
  ApiResponse bring_back(const Call& call);
  ApiResponse forget(const Call& call);
  ApiResponse show_sent(const Call& call);
  ApiResponse clear_sent(const Call& call);
  ApiResponse show_webhooks(const Call& call);
  ApiResponse send_webhook(const Call& call);
  ApiResponse reset(const Call& call);

  const std::shared_ptr<const contracts::match::Router> router_;
  const std::shared_ptr<Journal> journal_;
  const std::shared_ptr<StateAnswers> state_;
  const std::shared_ptr<RuleAnswers> rules_;
  const std::shared_ptr<const StubCalls> calls_;
  std::mutex mutex_;
  std::map<std::string, Scenarios::Snapshot> snapshots_;
};

}  // namespace squall::harness
