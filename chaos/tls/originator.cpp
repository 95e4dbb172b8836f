#include "chaos/tls/originator.h"

#include "chaos/tls/context.h"
#include "chaos/tls/tls_stream.h"

namespace squall::chaos::tls {
namespace {

class OpenSslOriginator final : public Originator {
 public:
  OpenSslOriginator(Dialling settings, Report report) : settings_(std::move(settings)), report_(std::move(report)) {}

  contracts::Status prepare() {
    context_ = make_context(TLS_client_method());
    if (!settings_.certificate_file.empty() || !settings_.key_file.empty()) {
      if (settings_.certificate_file.empty() || settings_.key_file.empty()) {
        return contracts::fail(contracts::ErrorKind::usage, "a certificate and its key belong together");
      }
      SQUALL_TRY(use_certificate(context_.get(), settings_.certificate_file, settings_.key_file));
    }
    if (settings_.insecure) return {};
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    if (!settings_.ca_file.empty()) return trust(context_.get(), settings_.ca_file);
    SSL_CTX_set_default_verify_paths(context_.get());
    return {};
  }

  std::shared_ptr<net::Stream> connect(std::shared_ptr<net::Stream> provider, const std::string& host,
                                       net::Timers& timers) const override {
    SslHandle ssl(SSL_new(context_.get()));
    const std::string& name = settings_.server_name.empty() ? host : settings_.server_name;
    if (is_ip_address(name)) {  // is no server name (RFC 6066, section 3)
      X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl.get()), name.c_str());
    } else {
      SSL_set_tlsext_host_name(ssl.get(), name.c_str());
      SSL_set1_host(ssl.get(), name.c_str());
    }
    const std::string wire = wire_protocols(settings_.protocols);
    if (!wire.empty()) {
      SSL_set_alpn_protos(ssl.get(), reinterpret_cast<const unsigned char*>(wire.data()),
                          static_cast<unsigned>(wire.size()));
    }
    TlsStream::Options options;
    options.report = report_;
    return std::make_shared<TlsStream>(std::move(provider), timers, std::move(ssl), shared_from_this(),
                                       std::move(options));
  }

 private:
  const Dialling settings_;
  const Report report_;
  ContextHandle context_;
};

}  // namespace

contracts::Result<std::shared_ptr<const Originator>> Originator::make(const Dialling& settings, Report report) {
  auto made = std::make_shared<OpenSslOriginator>(settings, std::move(report));
  SQUALL_TRY(made->prepare());
  return std::shared_ptr<const Originator>(std::move(made));
}

}  // namespace squall::chaos::tls
