#include "harness/traffic/client.h"

#include "harness/traffic/curl_library.h"
#include "harness/traffic/transfer.h"

namespace squall::harness {

struct Client::Impl {
  MultiHandle multi = make_multi();
  Transfer transfer;
  std::uint64_t calls = 0;

  CURLcode drive(const std::stop_token& stop, bool& cancelled) {
    const std::stop_callback wake(stop, [this] { curl().multi_wakeup(multi.get()); });
    while (true) {
      int running = 0;
      if (curl().multi_perform(multi.get(), &running) != CURLM_OK) return CURLE_FAILED_INIT;
      int left = 0;
      while (const CURLMsg* message = curl().multi_info_read(multi.get(), &left)) {
        if (message->msg == CURLMSG_DONE) return message->data.result;
      }
      if (stop.stop_requested()) {
        cancelled = true;
        return CURLE_ABORTED_BY_CALLBACK;
      }
      curl().multi_poll(multi.get(), nullptr, 0, 1000, nullptr);
    }
  }
};

Client::Client() : impl_(std::make_unique<Impl>()) {}
Client::~Client() = default;

Answer Client::send(const std::string& base_url, const contracts::http::Request& request, const SendOptions& options,
                    std::stop_token stop) {
  Transfer& transfer = impl_->transfer;
  if (auto why = transfer.prepare(base_url, request, options); !why.empty()) {
    Answer answer;
    answer.error = chaos::CallError::other;
    answer.error_text = "not sent: " + why;
    answer.unsendable = true;
    return answer;
  }
  curl().multi_add_handle(impl_->multi.get(), transfer.handle());
  bool cancelled = false;
  const CURLcode code = impl_->drive(stop, cancelled);
  Answer answer = cancelled ? transfer.cancelled() : transfer.finish(code);
  curl().multi_remove_handle(impl_->multi.get(), transfer.handle());
  return answer;
}

std::uint64_t Client::next_index() {
  return impl_->calls++;
}

}  // namespace squall::harness
