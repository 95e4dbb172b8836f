#include "tests/shop/lib/hedge.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace shop {

namespace {

struct Race {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<CallResult> answer;
  CallResult failure;
  int running = 0;

  bool over() const { return answer || running == 0; }
  void end(CallResult result) {
    {
      const std::lock_guard lock(mutex);
      --running;
      const bool answered = result.kind == CallResult::Kind::answered && result.status < 500;
      if (!answered) {
        failure = std::move(result);
      } else if (!answer) {
        answer = std::move(result);
      }
    }
    changed.notify_all();
  }
};

}  // namespace

CallResult hedged(const std::function<CallResult(std::stop_token)>& call, const HedgeSettings& settings) {
  const auto race = std::make_shared<Race>();
  std::stop_source loser;
  const auto begin = [&] {
    ++race->running;
    std::thread([race, call, stop = loser.get_token()] { race->end(call(stop)); }).detach();
  };
  std::unique_lock lock(race->mutex);
  begin();
  if (!race->changed.wait_for(lock, settings.after.value_or(std::chrono::hours(1)), [&] { return race->over(); })) {
    begin();
    race->changed.wait(lock, [&] { return race->over(); });
  }
  CallResult result = race->answer.value_or(race->failure);
  lock.unlock();
  if (settings.ends_loser) loser.request_stop();
  return result;
}

}  // namespace shop
