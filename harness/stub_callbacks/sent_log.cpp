#include "harness/stub_callbacks/sent_log.h"

#include <utility>

#include "contracts/http/message_size.h"

namespace squall::harness {
namespace {

// About what it takes.
std::size_t size_of(const SentCall& call) {
  std::size_t bytes = sizeof(call) + call.what.size() + call.operation.size() + call.base_url.size() +
                      call.error.size() + size_in_memory(call.request) + size_in_memory(call.response);
  for (const auto& violation : call.violations) bytes += sizeof(violation) + violation.message.size();
  return bytes;
}

}  // namespace

std::uint64_t SentLog::number() {
  const std::scoped_lock lock(mutex_);
  return ++numbers_;
}

void SentLog::add(SentCall call) {
  for (std::string* body : {&call.request.body, &call.response.body}) {
    if (body->size() <= limits_.body) continue;
    body->resize(limits_.body);
    call.cut = true;
  }
  const std::size_t bytes = size_of(call);
  auto kept = std::make_shared<const SentCall>(std::move(call));
  const std::scoped_lock lock(mutex_);
  log_.add(std::move(kept), bytes);
}

SentLog::Calls SentLog::calls() const {
  const std::scoped_lock lock(mutex_);
  return log_.entries();
}

void SentLog::clear() {
  const std::scoped_lock lock(mutex_);
  log_.clear();
}

}  // namespace squall::harness
