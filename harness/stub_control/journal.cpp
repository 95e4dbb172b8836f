#include "harness/stub_control/journal.h"

#include <utility>

#include "contracts/http/message_size.h"
#include "harness/stub/plain_body.h"
#include "harness/stub_rules/rule_request.h"
#include "harness/watch/masked.h"

namespace squall::harness {
namespace {

// About what the entry takes.
std::size_t size_of(const JournalEntry& entry) {
  std::size_t bytes =
      sizeof(entry) + entry.peer.size() + size_in_memory(entry.request) + size_in_memory(entry.response);
  for (const auto& violation : entry.violations)
    bytes +=
        sizeof(violation) + violation.message.size() + violation.pointer.size() + violation.contract.pointer.size();
  for (const auto& note : entry.notes) bytes += sizeof(note) + note.size();
  return bytes;
}

std::string cut_at(const std::string& body, std::size_t most, bool& cut) {
  cut = body.size() > most;
  return body.substr(0, most);
}

}  // namespace

void Journal::add(const StubExchange& exchange, std::shared_ptr<const contracts::match::Router> router,
                  std::chrono::system_clock::time_point at) {
  auto entry = std::make_shared<JournalEntry>();
  const auto plain = without_codings(exchange.incoming.request);
  const auto& request = plain ? *plain : exchange.incoming.request;
  const auto& response = exchange.reply.response;
  entry->at = at;
  entry->peer = exchange.incoming.peer;
  entry->request = {request.method, request.target, request.headers,
                    cut_at(request.body, limits_.body, entry->request_cut)};
  if (plain) entry->coding = exchange.incoming.request.headers.get("Content-Encoding");
  entry->response = {response.status, response.reason, response.headers,
                     cut_at(response.body, limits_.body, entry->response_cut)};
  // By the whole bodies: in what is left of them secrets are hard to find.
  entry->violations =
      masked_violations(exchange.incoming.request, response, exchange.violations, SecretPlaces(router->contract()));
  entry->router = std::move(router);
  entry->operation = exchange.operation;
  entry->notes = exchange.notes;
  entry->delay = exchange.reply.delay;
  const std::size_t bytes = size_of(*entry);
  const std::scoped_lock lock(mutex_);
  entry->number = ++numbers_;
  forgotten_ += log_.add(std::move(entry), bytes);
}

Journal::View Journal::view() const {
  const std::scoped_lock lock(mutex_);
  return {log_.entries(), forgotten_};
}

void Journal::clear() {
  const std::scoped_lock lock(mutex_);
  log_.clear();
  forgotten_ = 0;
}

Calls calls_of(const RuleRequest& wanted, const Journal::Entries& entries) {
  RuleRequest head = wanted;
  head.body.clear();
  Calls calls;
  for (const auto& entry : entries) {
    const bool untold = entry->request_cut && !wanted.body.empty();
    if (matches(untold ? head : wanted, subject_of(entry->request, entry->operation)))
      (untold ? calls.untold : calls.found).push_back(entry);
  }
  return calls;
}

}  // namespace squall::harness
