#include "chaos/tls/tls_stream.h"

#include <openssl/err.h>

#include <algorithm>
#include <utility>

#include "chaos/tls/tls_bio.h"

namespace squall::chaos::tls {
namespace {

constexpr std::size_t kRecord = 16u * 1024;
constexpr std::size_t kWrittenAtOnce = 1u << 20;
constexpr unsigned char kCertificate = 11;

}  // namespace

TlsStream::TlsStream(std::shared_ptr<net::Stream> below, net::Timers& timers, SslHandle ssl,
                     std::shared_ptr<const void> keeper, Options options)
    : below_(std::move(below)),
      timers_(timers),
      keeper_(std::move(keeper)),
      ssl_(std::move(ssl)),
      options_(std::move(options)),
      kept_(options_.already_read) {
  BIO* const bio = TlsBio::make(*this).release();
  SSL_set_bio(ssl_.get(), bio, bio);
  // Tells which handshake messages were written (content type 22; the first byte is the message's type).
  SSL_set_msg_callback(ssl_.get(), [](int written, int, int type, const void* bytes, size_t size, SSL*, void* self) {
    if (written == 0 || type != SSL3_RT_HANDSHAKE || size == 0) return;
    auto& stream = *static_cast<TlsStream*>(self);
    if (*static_cast<const unsigned char*>(bytes) == kCertificate) stream.certificate_sent_ = true;
  });
  SSL_set_msg_callback_arg(ssl_.get(), this);
  if (options_.server) {
    SSL_set_accept_state(ssl_.get());
  } else {
    SSL_set_connect_state(ssl_.get());
  }
}

TlsStream::~TlsStream() {
  stop_timer();
}

void TlsStream::start(net::StreamEvents* events) {
  events_ = events;
  if (std::exchange(started_, true)) return;
  const auto self = shared_from_this();
  below_->start(this);
  if (options_.server) begin_handshake();
}

void TlsStream::pause() {
  paused_ = true;
  if (open_) pause_below();
}

void TlsStream::resume() {
  if (!std::exchange(paused_, false)) return;
  const auto self = shared_from_this();
  run();
}

void TlsStream::write(std::string_view bytes) {
  if (closed_ || broken_ || fin_wanted_) return;
  if (!open_) {
    early_.append(bytes);
    return;
  }
  while (!bytes.empty() && !broken_) {
    const auto part = bytes.substr(0, kWrittenAtOnce);
    ERR_clear_error();
    if (SSL_write(ssl_.get(), part.data(), static_cast<int>(part.size())) != static_cast<int>(part.size())) {
      // The owner is told later, never inside its own call.
      broken_ = true;
      timers_.at(timers_.now(), [self = shared_from_this(), text = why()] { self->broke(text); });
    }
    flush();
    bytes.remove_prefix(part.size());
  }
}

void TlsStream::half_close() {
  if (closed_ || std::exchange(fin_wanted_, true)) return;
  if (open_) send_end();
}

void TlsStream::close() {
  if (std::exchange(closed_, true)) return;
  events_ = nullptr;
  stop_timer();
  if (open_ && !std::exchange(fin_wanted_, true)) send_end();
  below_->close();
}

void TlsStream::reset() {
  closed_ = true;
  events_ = nullptr;
  stop_timer();
  below_->reset();
}

void TlsStream::on_connected() {
  const auto self = shared_from_this();
  begin_handshake();
}

void TlsStream::on_refused(const std::string& why) {
  closed_ = true;
  if (auto* const events = std::exchange(events_, nullptr)) events->on_refused(why);
}

void TlsStream::on_bytes(std::string_view bytes) {
  const auto self = shared_from_this();
  incoming_ = bytes;
  run();
  kept_.append(incoming_);
  incoming_ = {};
  if (stalled_ && kept_.size() > kStallKept) pause_below();
}

void TlsStream::on_end() {
  const auto self = shared_from_this();
  below_ended_ = true;
  if (!open_) return refused("the connection was closed in the TLS handshake");
  run();
}

void TlsStream::on_reset() {
  const auto self = shared_from_this();
  broken_ = true;
  if (!open_) return refused("the connection was reset in the TLS handshake");
  closed_ = true;
  stop_timer();
  if (auto* const events = std::exchange(events_, nullptr)) events->on_reset();
}

void TlsStream::on_drained() {
  if (open_ && events_ != nullptr) events_->on_drained();
}

// What was read goes through OpenSSL as far as the owner takes it.
void TlsStream::run() {
  if (closed_ || broken_ || stalled_ || running_) return;
  running_ = true;
  if (open_ || shake()) {
    while (!closed_ && !broken_ && !paused_ && !ended_ && read_some()) continue;
  }
  running_ = false;
  if (closed_ || broken_ || stalled_) return;
  if (open_ && paused_) return pause_below();
  if (below_ended_ && !ended_ && open_) return ended(false);
  if (std::exchange(below_paused_, false)) below_->resume();
}

// False when there is nothing more to read now.
bool TlsStream::read_some() {
  char bytes[kRecord];
  ERR_clear_error();
  const int size = SSL_read(ssl_.get(), bytes, sizeof bytes);
  const int error = size > 0 ? SSL_ERROR_NONE : SSL_get_error(ssl_.get(), size);
  const std::string text = error == SSL_ERROR_SSL || error == SSL_ERROR_SYSCALL ? why() : "";
  flush();
  if (size > 0) {
    if (events_ != nullptr) events_->on_bytes({bytes, static_cast<std::size_t>(size)});
    return true;
  }
  if (error == SSL_ERROR_ZERO_RETURN) {
    ended(true);
  } else if (!text.empty()) {
    broke(text);
  }
  return false;
}

void TlsStream::ended(bool announced) {
  ended_ = true;
  if (events_ == nullptr) return;
  if (announced) {
    events_->on_end();
  } else {
    events_->on_truncated();
  }
}

std::size_t TlsStream::take(char* to, std::size_t size) {
  if (kept_used_ < kept_.size()) {
    const std::size_t count = std::min(size, kept_.size() - kept_used_);
    std::copy_n(kept_.data() + kept_used_, count, to);
    kept_used_ += count;
    if (kept_used_ == kept_.size()) {
      std::string().swap(kept_);
      kept_used_ = 0;
    }
    return count;
  }
  const std::size_t count = std::min(size, incoming_.size());
  std::copy_n(incoming_.data(), count, to);
  incoming_.remove_prefix(count);
  return count;
}

void TlsStream::flush() {
  if (!outgoing_.empty()) below_->write(std::exchange(outgoing_, {}));
}

void TlsStream::send_end() {
  if (!truncate_ && !broken_) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    flush();
  }
  below_->half_close();
}

void TlsStream::broke(const std::string& why) {
  if (closed_) return;
  const auto self = shared_from_this();
  closed_ = broken_ = true;
  if (options_.report) options_.report(why);
  below_->close();
  if (auto* const events = std::exchange(events_, nullptr)) events->on_reset();
}

void TlsStream::pause_below() {
  if (!std::exchange(below_paused_, true)) below_->pause();
}

void TlsStream::stop_timer() {
  if (timer_ != 0) timers_.cancel(std::exchange(timer_, 0));
}

// The error just met; the certificate's own trouble says more than "certificate verify failed".
std::string TlsStream::why() const {
  const std::string text = take_error();
  const long verified = SSL_get_verify_result(ssl_.get());
  return verified == X509_V_OK ? text : text + ": " + X509_verify_cert_error_string(verified);
}

}  // namespace squall::chaos::tls
