#pragma once
// TlsStream: TLS around another stream. Its owner sees decrypted bytes, and the peer's endings as what they are: a
// close_notify is the end, a FIN without one is on_truncated, a RST is a RST.
//
// Its own ending: half_close() and close() send close_notify and FIN, after truncate() the FIN alone; reset() sends a
// RST. Before the handshake is done, writes are kept. Bytes that were read and not asked for (paused) are kept too, at
// most what the stream below delivers at once; while stalled, kStallKept.

#include <functional>
#include <memory>
#include <string>

#include "chaos/net/stream.h"
#include "chaos/net/timers.h"
#include "chaos/tls/handles.h"

namespace squall::chaos::tls {

inline constexpr std::chrono::seconds kHandshakeTime{30};
inline constexpr std::size_t kStallKept = 64u * 1024;

class TlsStream final : public net::Stream, private net::StreamEvents, public std::enable_shared_from_this<TlsStream> {
 public:
  struct Options {
    bool server = false;
    std::string already_read;                        // of the stream below, before it was given to us
    std::function<void()> certificate_sent;          // the flight that holds our certificate went out; once
    std::function<void(const std::string&)> report;  // why TLS failed, in the handshake or later
  };
  // `ssl` is ready for a handshake but for its BIOs. The keeper outlives the stream.
  TlsStream(std::shared_ptr<net::Stream> below, net::Timers& timers, SslHandle ssl, std::shared_ptr<const void> keeper,
            Options options);
  ~TlsStream() override;

  // Called again it hands the stream to another owner. on_connected comes when the handshake is done (on a server too),
  // on_refused when it fails.
  void start(net::StreamEvents* events) override;
  void note_arrivals() override { below_->note_arrivals(); }
  void pause() override;
  void resume() override;
  void write(std::string_view bytes) override;
  std::size_t pending() const override { return early_.size() + below_->pending(); }
  void half_close() override;
  void truncate() override { truncate_ = true; }
  void close() override;
  void reset() override;
  std::string peer() const override { return below_->peer(); }

  // The handshake goes no further, while an end of the peer is still seen; its time begins anew with go_on().
  void stall();
  void go_on();

 private:
  void on_connected() override;
  void on_refused(const std::string& why) override;
  void on_bytes(std::string_view bytes) override;
  void on_end() override;
  void on_reset() override;
  void on_drained() override;

  void begin_handshake();
  void run();
  bool shake();
  void opened();
  bool read_some();
  void ended(bool announced);
  void flush();
  void send_end();
  void refused(const std::string& why);
  void broke(const std::string& why);
  void pause_below();
  void stop_timer();
  std::string why() const;

  friend struct TlsBio;
  std::size_t take(char* to, std::size_t size);

  const std::shared_ptr<net::Stream> below_;
  net::Timers& timers_;
  const std::shared_ptr<const void> keeper_;
  const SslHandle ssl_;
  const Options options_;
  net::StreamEvents* events_ = nullptr;
  net::TimerId timer_ = 0;
  std::string kept_;           // read from below, not decrypted yet
  std::size_t kept_used_ = 0;  // of it
  std::string_view incoming_;  // the same, during on_bytes
  std::string outgoing_;       // encrypted, until the call returns
  std::string early_;          // written before the handshake was done
  bool started_ = false, open_ = false, closed_ = false, broken_ = false, running_ = false;
  bool paused_ = false, stalled_ = false, below_paused_ = false, below_ended_ = false, ended_ = false;
  bool fin_wanted_ = false, truncate_ = false, certificate_sent_ = false;
};

}  // namespace squall::chaos::tls
