#pragma once
// StubCalls: what one version of a stub sends by itself. Callbacks follow answers, when a request asks for them or
// always; webhooks are ordered from beside. Bodies are made by the contract from the seed; what is answered is held to
// it. Thread-safe; never blocks.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "contracts/match/router.h"
#include "harness/stub/judged_request.h"
#include "harness/stub/stub.h"
#include "harness/stub_callbacks/call_sender.h"
#include "harness/stub_callbacks/callbacks.h"
#include "harness/stub_callbacks/sent_log.h"
#include "harness/stub_callbacks/webhook_order.h"

namespace squall::harness {

enum class CallbackUse {
  off,
  asked,  // those that a request asks for: `Prefer: callback=NAME`
  all     // of every request that is answered with less than 400
};

struct CallSettings {
  CallbackUse callbacks = CallbackUse::asked;
  AllowedHosts hosts;
  std::chrono::nanoseconds delay = std::chrono::milliseconds(100);  // after the answer is due
  bool tls = false;                                                 // the stub is reached by https
  AnswerOptions answers;
  std::uint64_t seed = 0;
  std::shared_ptr<CallSender> sender;  // these two are not null, and for all versions of a stub
  std::shared_ptr<SentLog> log;
  std::function<void(const std::string& line)> tell;  // what went wrong; any thread; may be empty
};

class StubCalls {
 public:
  StubCalls(std::shared_ptr<const contracts::match::Router> router, CallSettings settings);

  // To be asked before all others: a request that wishes for a callback which its operation does not declare is
  // answered 404, and a page's wish 403.
  std::optional<chaos::http::Reply> refuse_wish(const JudgedRequest& judged) const;
  // To be called with every exchange. A note for each callback: what is sent, or why it is not.
  std::vector<std::string> call_back(const StubExchange& exchange) const;

  std::vector<std::string> webhooks() const;  // their names, in document order, each once
  // The numbers of what is sent (sent_log.h): every operation of that webhook. Errors: usage, when it cannot be;
  // unavailable, when too much waits already. The name is known.
  contracts::Result<std::vector<std::uint64_t>> send_webhook(const std::string& name, const WebhookOrder& order) const;

  SentLog& log() const { return *settings_.log; }
  std::size_t open() const { return settings_.sender->open(); }  // of all contracts

 private:
  struct Sending;
  // False: too many wait.
  bool send(std::shared_ptr<Sending> sending, const std::string& base_url, contracts::http::Request request,
            std::chrono::nanoseconds after) const;
  std::string fire(const JudgedRequest& judged, const chaos::http::Reply& reply, const CalledBack& called) const;

  const std::shared_ptr<const contracts::match::Router> router_;
  const CallSettings settings_;
};

}  // namespace squall::harness
