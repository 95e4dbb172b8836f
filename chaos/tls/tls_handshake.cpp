// How a TlsStream begins.
#include <openssl/err.h>

#include <utility>

#include "chaos/tls/tls_stream.h"

namespace squall::chaos::tls {

void TlsStream::stall() {
  stalled_ = true;
  stop_timer();
}

void TlsStream::go_on() {
  if (!std::exchange(stalled_, false)) return;
  const auto self = shared_from_this();
  begin_handshake();
}

void TlsStream::begin_handshake() {
  timer_ = timers_.at(timers_.now() + kHandshakeTime, [this] {
    timer_ = 0;
    refused("no TLS handshake within 30s");
  });
  run();
}

// True when the handshake is done.
bool TlsStream::shake() {
  ERR_clear_error();
  const int done = SSL_do_handshake(ssl_.get());
  const int error = done == 1 ? SSL_ERROR_NONE : SSL_get_error(ssl_.get(), done);
  const std::string text = error == SSL_ERROR_SSL || error == SSL_ERROR_SYSCALL ? why() : "";
  flush();
  if (std::exchange(certificate_sent_, false) && options_.certificate_sent) options_.certificate_sent();
  if (closed_) return false;
  if (done == 1) {
    opened();
    return !closed_;
  }
  if (!text.empty()) refused(text);
  return false;
}

void TlsStream::opened() {
  open_ = true;
  stop_timer();
  if (events_ != nullptr) events_->on_connected();
  if (closed_) return;
  const bool fin = std::exchange(fin_wanted_, false);
  const bool waited = !early_.empty();
  write(std::exchange(early_, {}));
  if (fin) half_close();
  if (waited && below_->pending() == 0 && events_ != nullptr) events_->on_drained();
}

void TlsStream::refused(const std::string& why) {
  if (closed_) return;
  const auto self = shared_from_this();
  closed_ = true;
  stop_timer();
  if (options_.report) options_.report(why);
  below_->close();  // FIN, so that an alert still arrives
  if (auto* const events = std::exchange(events_, nullptr)) events->on_refused(why);
}

}  // namespace squall::chaos::tls
