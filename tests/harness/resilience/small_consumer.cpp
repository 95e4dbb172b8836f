#include "tests/harness/resilience/small_consumer.h"

#include <httplib.h>

#include <atomic>
#include <mutex>
#include <thread>

namespace squall::tests {

using Clock = std::chrono::steady_clock;

struct SmallConsumer::Impl {
  SmallConsumerSettings settings;
  httplib::Server server;
  int port = 0;
  std::thread thread;
  std::mutex mutex;
  int failures = 0;
  Clock::time_point open_until{};
  std::atomic<int> orders{0};
  std::atomic<int> inside{0};

  bool open() {
    std::lock_guard lock(mutex);
    return Clock::now() < open_until;
  }

  void report(bool success) {
    std::lock_guard lock(mutex);
    failures = success ? 0 : failures + 1;
    if (settings.opens_after > 0 && failures >= settings.opens_after) open_until = Clock::now() + settings.open_for;
  }

  bool attempt(const std::string& traceparent, const std::string& key) const {
    httplib::Client client(settings.provider_host, settings.provider_port);
    client.set_keep_alive(false);
    const auto patience = settings.timeout.count() > 0 ? settings.timeout : std::chrono::milliseconds(3'600'000);
    client.set_read_timeout(patience);
    httplib::Headers headers{{"traceparent", traceparent}};
    if (settings.idempotency_key) headers.emplace("Idempotency-Key", key);
    const auto answer = client.Post("/charges", headers, R"({"amount":1})", "application/json");
    return answer && answer->status < 500;
  }

  bool charge(const std::string& traceparent) {
    if (open()) return false;
    const std::string key = "order-" + std::to_string(++orders);
    auto pause = settings.first_pause;
    for (int n = 0; n <= settings.retries; ++n) {
      if (n > 0) {
        std::this_thread::sleep_for(pause);
        pause *= 2;
      }
      if (attempt(traceparent, key)) {
        report(true);
        return true;
      }
    }
    report(false);
    return false;
  }
};

SmallConsumer::SmallConsumer(SmallConsumerSettings settings) : impl_(std::make_unique<Impl>()) {
  impl_->settings = std::move(settings);
  impl_->server.Post("/orders", [this](const httplib::Request& request, httplib::Response& response) {
    const bool admitted = ++impl_->inside <= impl_->settings.in_flight || impl_->settings.in_flight == 0;
    const bool charged = admitted && impl_->charge(request.get_header_value("traceparent"));
    --impl_->inside;
    response.status = charged ? 201 : 503;
    response.set_content(charged ? R"({"id":1})" : R"({"error":"payments"})", "application/json");
  });
  impl_->server.new_task_queue = [] { return new httplib::ThreadPool(64); };
  impl_->port = impl_->server.bind_to_any_port("127.0.0.1");
  impl_->thread = std::thread([this] { impl_->server.listen_after_bind(); });
  while (!impl_->server.is_running()) std::this_thread::yield();
}

SmallConsumer::~SmallConsumer() {
  impl_->server.stop();
  impl_->thread.join();
}

std::string SmallConsumer::url() const {
  return "http://127.0.0.1:" + std::to_string(impl_->port);
}

}  // namespace squall::tests
