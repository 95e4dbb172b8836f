#include "harness/stub_faults/header_faults.h"

#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "chaos/faults/notation.h"
#include "harness/stub/problem.h"
#include "harness/stub_faults/stub_fault.h"

namespace squall::harness {
namespace {

constexpr const char* kFaultHeader = "Squall-Fault";

// Thread-safe.
class KnownFaults {
 public:
  using Known = contracts::Result<std::shared_ptr<const StubFault>>;

  explicit KnownFaults(std::uint64_t seed) : seed_(seed) {}

  Known find(const std::string& text) {
    const std::scoped_lock lock(mutex_);
    if (const auto found = faults_.find(text); found != faults_.end()) return found->second;
    SQUALL_TRY_ASSIGN(const auto spec, chaos::parse_fault(text));
    SQUALL_TRY_ASSIGN(auto fault, StubFault::make(spec, seed_));
    if (faults_.size() >= most || bytes_ + text.size() > most_bytes) {
      faults_.clear();
      bytes_ = 0;
    }
    bytes_ += text.size();
    return faults_.emplace(text, std::move(fault)).first->second;
  }

 private:
  static constexpr std::size_t most = 1000, most_bytes = 1u << 20;

  const std::uint64_t seed_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const StubFault>> faults_;
  std::size_t bytes_ = 0;  // of their texts
};

}  // namespace

ReplyChange faults_by_header(std::shared_ptr<const contracts::match::Router> router, std::uint64_t seed) {
  return [router = std::move(router), known = std::make_shared<KnownFaults>(seed)](const JudgedRequest& judged,
                                                                                   chaos::http::Reply& reply) {
    const std::string* text = judged.request().headers.find(kFaultHeader);
    if (text == nullptr) return;
    const auto fault = known->find(*text);
    if (fault) {
      (*fault)->strike(judged, router, reply);
      return;
    }
    contracts::Error error = fault.error();
    error.message = std::string(kFaultHeader) + ": " + error.message;
    reply = {problem(400, error), {}};
  };
}

}  // namespace squall::harness
