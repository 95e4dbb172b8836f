#include "harness/stub_control/journal.h"

#include <utility>

#include "harness/stub/plain_body.h"
#include "harness/stub_rules/rule_request.h"
#include "harness/watch/masked.h"

namespace squall::harness {
namespace {

std::size_t size_of(const contracts::http::Headers& headers) {
  std::size_t bytes = 0;
  for (const auto& header : headers) bytes += header.name.size() + header.value.size() + sizeof(header);
  return bytes;
}

// About what the entry takes.
std::size_t size_of(const JournalEntry& entry) {
  std::size_t bytes = sizeof(entry) + entry.peer.size() + entry.request.target.size() + entry.request.body.size() +
                      entry.response.body.size() + size_of(entry.request.headers) + size_of(entry.response.headers);
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
  kept_.push_back({std::move(entry), bytes});
  bytes_ += bytes;
  while (kept_.size() > limits_.entries || (bytes_ > limits_.bytes && kept_.size() > 1)) {
    bytes_ -= kept_.front().bytes;
    kept_.pop_front();
    ++forgotten_;
  }
}

Journal::View Journal::view() const {
  const std::scoped_lock lock(mutex_);
  View view;
  view.entries.reserve(kept_.size());
  for (const Kept& kept : kept_) view.entries.push_back(kept.entry);
  view.forgotten = forgotten_;
  return view;
}

void Journal::clear() {
  const std::scoped_lock lock(mutex_);
  kept_.clear();
  bytes_ = 0;
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
