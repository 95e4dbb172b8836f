#include "harness/stub_record/recording.h"

#include <algorithm>
#include <utility>

namespace squall::harness {

bool Recording::add(RecordedRule rule, bool refused) {
  const std::size_t bytes = rule.request.size() + rule.response.size() + rule.name.size();
  auto call = std::find_if(calls_.begin(), calls_.end(),
                           [&](const Call& known) { return known.answers.front().request == rule.request; });
  if (call != calls_.end()) {
    call->refused = call->refused || refused;
    if (call->answers.back().response == rule.response) return true;
  }
  if (exchanges_ >= limits_.exchanges || bytes_ + bytes > limits_.bytes) return false;
  if (call == calls_.end()) call = calls_.insert(calls_.end(), {refused, {}});
  call->answers.push_back(std::move(rule));
  ++exchanges_;
  bytes_ += bytes;
  return true;
}

std::size_t Recording::size() const {
  return exchanges_;
}

std::string Recording::text() const {
  if (calls_.empty()) return "# Recorded by squall stub --record: nothing was asked.\nsquall: 1\nrules: []\n";
  std::vector<const Call*> ordered;
  for (const Call& call : calls_) ordered.push_back(&call);
  std::stable_sort(ordered.begin(), ordered.end(), [](const Call* a, const Call* b) {
    return a->answers.front().narrowness > b->answers.front().narrowness;
  });
  std::string text = "# Recorded by squall stub --record.\nsquall: 1\nrules:\n";
  for (const Call* call : ordered) {
    for (const RecordedRule& answer : call->answers)
      text += item_of(answer, call->refused, &answer != &call->answers.back());
  }
  return text;
}

}  // namespace squall::harness
