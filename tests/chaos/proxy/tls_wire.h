#pragma once
// A TLS client or server on a plain blocking socket, by OpenSSL alone: what a peer of the engine saw.

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "tests/chaos/proxy/wire.h"

namespace squall::tests {

class TlsWire {
 public:
  struct Settings {
    std::string ca_file;  // a client verifies by it; without it nothing
    std::string certificate_file, key_file;
    std::string server_name = "shop.test";
    std::string protocols;  // ALPN, in wire form
    int max_version = 0;
  };

  // Dials and shakes hands; `error()` says why it failed.
  TlsWire(std::uint16_t port, const Settings& settings) : TlsWire(Wire::dial(port), settings, false) {}
  // A server's side of a connection.
  TlsWire(Wire wire, const Settings& settings, bool server) : wire_(std::move(wire)) {
    context_.reset(SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()));
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
    if (settings.max_version != 0) {
      SSL_CTX_set_security_level(context_.get(), 0);
      SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
      SSL_CTX_set_max_proto_version(context_.get(), settings.max_version);
    }
    if (!settings.certificate_file.empty()) {
      SSL_CTX_use_certificate_chain_file(context_.get(), settings.certificate_file.c_str());
      SSL_CTX_use_PrivateKey_file(context_.get(), settings.key_file.c_str(), SSL_FILETYPE_PEM);
    }
    if (!settings.ca_file.empty()) {
      SSL_CTX_load_verify_file(context_.get(), settings.ca_file.c_str());
      SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER | (server ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nullptr);
    }
    ssl_.reset(SSL_new(context_.get()));
    if (!server) {
      SSL_set_tlsext_host_name(ssl_.get(), settings.server_name.c_str());
      SSL_set1_host(ssl_.get(), settings.server_name.c_str());
      SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(settings.protocols.data()),
                          static_cast<unsigned>(settings.protocols.size()));
    }
    SSL_set_fd(ssl_.get(), wire_.descriptor());
    ERR_clear_error();
    judge(server ? SSL_accept(ssl_.get()) : SSL_connect(ssl_.get()));
  }

  bool open() const { return error_.empty(); }
  const std::string& error() const { return error_; }  // "certificate has expired", "connection reset" ...
  std::string version() const { return SSL_get_version(ssl_.get()); }
  std::string server_name() const {
    const char* const name = SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name);
    return name == nullptr ? "" : name;
  }
  std::string protocol() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl_.get(), &name, &size);
    return std::string(reinterpret_cast<const char*>(name), size);
  }

  void send(std::string_view bytes) {
    ERR_clear_error();
    if (!bytes.empty()) SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
  }
  void say_goodbye() { SSL_shutdown(ssl_.get()); }
  // Up to the end, or to where `last` stands. error() is "" after a close_notify.
  std::string read(const std::string& last = std::string("\0never", 6)) {
    std::string all;
    char bytes[16384];
    while (!all.ends_with(last)) {
      ERR_clear_error();
      const int size = SSL_read(ssl_.get(), bytes, sizeof bytes);
      if (size <= 0) {
        judge(size);
        break;
      }
      all.append(bytes, static_cast<std::size_t>(size));
    }
    return all;
  }
  Wire& wire() { return wire_; }

 private:
  void judge(int result) {
    if (result == 1) return;
    const int error = SSL_get_error(ssl_.get(), result);
    const unsigned long code = ERR_peek_last_error();
    const long verified = SSL_get_verify_result(ssl_.get());
    if (error == SSL_ERROR_ZERO_RETURN) return;
    if (error == SSL_ERROR_SYSCALL) {
      error_ = errno == ECONNRESET ? "connection reset" : "broken";
    } else {
      error_ = verified != X509_V_OK ? X509_verify_cert_error_string(verified) : ERR_reason_error_string(code);
    }
  }

  struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  Wire wire_;
  std::unique_ptr<SSL_CTX, FreeContext> context_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
  std::string error_;
};

}  // namespace squall::tests
