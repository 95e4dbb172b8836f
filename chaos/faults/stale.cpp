// stale: the consumer gets the answer to an earlier request for the same thing again.
#include <mutex>
#include <unordered_map>

#include "chaos/faults/answer.h"
#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

constexpr std::size_t kMostBytes = 16u << 20;  // remembered by one fault

// Answers by what was asked for. Thread-safe.
class Memories {
 public:
  std::optional<contracts::http::Response> known(const std::string& key) const {
    const std::scoped_lock lock(mutex_);
    const auto found = answers_.find(key);
    return found == answers_.end() ? std::nullopt : std::optional(found->second);
  }
  // Where there is room for it.
  void remember(const std::string& key, contracts::http::Response answer) {
    const std::scoped_lock lock(mutex_);
    const auto found = answers_.find(key);
    const std::size_t others = bytes_ - (found == answers_.end() ? 0 : weight(key, found->second));
    const std::size_t all = others + weight(key, answer);
    if (all > kMostBytes) return;
    bytes_ = all;
    answers_.insert_or_assign(key, std::move(answer));
  }

 private:
  static std::size_t weight(const std::string& key, const contracts::http::Response& answer) {
    std::size_t bytes = 2 * key.size() + answer.body.size();
    for (const auto& header : answer.headers) bytes += header.name.size() + header.value.size();
    return bytes + sizeof answer;
  }

  mutable std::mutex mutex_;
  std::unordered_map<std::string, contracts::http::Response> answers_;
  std::size_t bytes_ = 0;
};

class Stale final : public Fault {
 public:
  explicit Stale(const Parameters& given) : renews_(given.text("of") == "previous") {}

  Steps on_response_head(Context& context, const ResponseHead&) const override {
    return context.method == "GET" ? Steps{Gather{}} : Steps{};
  }
  // Successes are remembered; whatever the provider says later, they are given again.
  Steps on_message(Context& context, const Message& message) const override {
    const std::string key(context.target);
    auto known = memories_.known(key);
    const bool success = message.status >= 200 && message.status < 300;
    if (success && (!known || renews_)) memories_.remember(key, answer_of(message));
    return known ? Steps{Respond{std::move(*known), "as before"}} : Steps{};
  }

 private:
  bool renews_;
  mutable Memories memories_;
};

std::vector<ParameterInfo> table() {
  return {{"of",
           ParameterType::choice,
           false,
           "first",
           "first: the first answer that the fault saw, ever again; previous: the one before",
           {"first", "previous"}}};
}

}  // namespace

FaultDescriptor stale_fault() {
  return describe<Stale, table>("stale", "the answer to an earlier GET of the same target once more", Layer::http,
                                "of");
}

}  // namespace squall::chaos
