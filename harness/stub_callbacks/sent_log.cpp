#include "harness/stub_callbacks/sent_log.h"

#include <utility>

namespace squall::harness {
namespace {

std::size_t size_of(const contracts::http::Headers& headers) {
  std::size_t bytes = 0;
  for (const auto& header : headers) bytes += header.name.size() + header.value.size() + sizeof(header);
  return bytes;
}

// About what it takes.
std::size_t size_of(const SentCall& call) {
  std::size_t bytes = sizeof(call) + call.what.size() + call.operation.size() + call.base_url.size() +
                      call.error.size() + call.request.target.size() + call.request.body.size() +
                      call.response.body.size() + size_of(call.request.headers) + size_of(call.response.headers);
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
  kept_.push_back({std::move(kept), bytes});
  bytes_ += bytes;
  while (kept_.size() > limits_.calls || (bytes_ > limits_.bytes && kept_.size() > 1)) {
    bytes_ -= kept_.front().bytes;
    kept_.pop_front();
  }
}

SentLog::Calls SentLog::calls() const {
  const std::scoped_lock lock(mutex_);
  Calls calls;
  calls.reserve(kept_.size());
  for (const Kept& kept : kept_) calls.push_back(kept.call);
  return calls;
}

void SentLog::clear() {
  const std::scoped_lock lock(mutex_);
  kept_.clear();
  bytes_ = 0;
}

}  // namespace squall::harness
