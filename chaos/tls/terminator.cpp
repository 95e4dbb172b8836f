#include "chaos/tls/terminator.h"

#include <array>
#include <map>
#include <mutex>

#include "chaos/tls/context.h"
#include "chaos/tls/tls_stream.h"

namespace squall::chaos::tls {
namespace {

using contracts::ErrorKind;
using contracts::fail;

constexpr std::size_t kNamesKept = 1000;  // generated certificates
constexpr const char* kNameless = "localhost";

struct Identity {
  CertificateHandle certificate;
  KeyHandle key;
};

class OpenSslTerminator final : public Terminator {
 public:
  OpenSslTerminator(Listening settings, Report report)
      : settings_(std::move(settings)), report_(std::move(report)), wire_(wire_protocols(settings_.protocols)) {
    for (std::size_t i = 0; i < choosers_.size(); ++i) choosers_[i] = {this, static_cast<Flaw>(i)};
  }

  contracts::Status prepare() {
    if (settings_.hosts.empty() == settings_.certificate_file.empty()) {
      return fail(ErrorKind::usage,
                  "TLS needs either a certificate with its key or hosts to generate certificates for");
    }
    if (settings_.certificate_file.empty() != settings_.key_file.empty()) {
      return fail(ErrorKind::usage, "a certificate and its key belong together");
    }
    SQUALL_TRY_ASSIGN(authority_, settings_.authority_folder.empty() ? Authority::create()
                                                                     : Authority::load(settings_.authority_folder));
    SQUALL_TRY(prepare(usual_));
    SQUALL_TRY(prepare(whole_));
    SQUALL_TRY(prepare(old_));
    for (SSL_CTX* const context : {whole_.get(), old_.get()}) SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_set_min_proto_version(old_.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(old_.get(), TLS1_1_VERSION);
    SSL_CTX_set_security_level(old_.get(), 0);  // their SHA-1 signatures are refused above
    if (!settings_.hosts.empty()) SQUALL_TRY(identity(settings_.hosts.front(), Flaw::none));
    return {};
  }

  std::shared_ptr<TlsStream> accept(std::shared_ptr<net::Stream> consumer, net::Timers& timers,
                                    Given given) const override {
    const Offer& offer = given.offer;
    SslHandle ssl(SSL_new((offer.old_protocol                        ? old_
                           : offer.whole || offer.flaw != Flaw::none ? whole_
                                                                     : usual_)
                              .get()));
    const Chooser& chooser = choosers_[static_cast<std::size_t>(offer.flaw)];
    SSL_set_cert_cb(ssl.get(), choose, const_cast<Chooser*>(&chooser));
    TlsStream::Options options;
    options.server = true;
    options.already_read = std::move(given.already_read);
    options.certificate_sent = std::move(given.certificate_sent);
    options.report = report_;
    return std::make_shared<TlsStream>(std::move(consumer), timers, std::move(ssl), shared_from_this(),
                                       std::move(options));
  }

  const std::string& authority_pem() const override { return authority_->certificate_pem(); }

 private:
  struct Chooser {
    const OpenSslTerminator* terminator = nullptr;
    Flaw flaw = Flaw::none;
  };

  contracts::Status prepare(ContextHandle& context) {
    context = make_context(TLS_server_method());
    if (!settings_.certificate_file.empty()) {
      SQUALL_TRY(use_certificate(context.get(), settings_.certificate_file, settings_.key_file));
    }
    static constexpr unsigned char kSessions[] = "squall";
    SSL_CTX_set_session_id_context(context.get(), kSessions, sizeof kSessions - 1);
    if (!settings_.client_ca_file.empty()) {
      SQUALL_TRY(trust(context.get(), settings_.client_ca_file));
      SSL_CTX_set_client_CA_list(context.get(), SSL_load_client_CA_file(settings_.client_ca_file.c_str()));
      SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    if (!wire_.empty()) SSL_CTX_set_alpn_select_cb(context.get(), select_protocol, const_cast<std::string*>(&wire_));
    return {};
  }

  // RFC 7301, section 3.2: no protocol in common ends the handshake.
  static int select_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                             unsigned offered_size, void* wire) {
    const auto& ours = *static_cast<const std::string*>(wire);
    unsigned char* found = nullptr;
    const int negotiated = SSL_select_next_proto(&found, size, reinterpret_cast<const unsigned char*>(ours.data()),
                                                 static_cast<unsigned>(ours.size()), offered, offered_size);
    if (negotiated != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
  }

  // Which certificate is presented. 0 ends the handshake.
  static int choose(SSL* ssl, void* given) {
    const auto& chooser = *static_cast<const Chooser*>(given);
    const auto& self = *chooser.terminator;
    if (chooser.flaw == Flaw::none && self.settings_.hosts.empty()) return 1;
    const char* const sent = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    const auto found = self.identity(self.host_of(sent == nullptr ? "" : sent), chooser.flaw);
    if (!found) return 0;
    return SSL_use_certificate(ssl, (*found)->certificate.get()) == 1 &&
           SSL_use_PrivateKey(ssl, (*found)->key.get()) == 1;
  }

  // Configured hosts share a certificate, since a client that connects by an address names none.
  std::string host_of(const std::string& server_name) const {
    if (!settings_.hosts.empty()) return settings_.hosts.front();
    return can_be_certified(server_name) ? server_name : kNameless;
  }

  contracts::Result<std::shared_ptr<const Identity>> identity(const std::string& host, Flaw flaw) const {
    const std::scoped_lock lock(mutex_);
    const std::pair key{host, flaw};
    if (const auto known = identities_.find(key); known != identities_.end()) return known->second;
    SQUALL_TRY_ASSIGN(const auto issued,
                      authority_->issue_flawed(settings_.hosts.empty() ? std::vector{host} : settings_.hosts, flaw));
    if (identities_.size() >= kNamesKept) identities_.clear();
    auto fresh =
        std::make_shared<const Identity>(Identity{read_certificate(issued.certificate_pem), read_key(issued.key_pem)});
    identities_.emplace(key, fresh);
    return std::shared_ptr<const Identity>(fresh);
  }

  const Listening settings_;
  const Report report_;
  const std::string wire_;
  std::shared_ptr<const Authority> authority_;
  ContextHandle usual_, whole_, old_;
  std::array<Chooser, 5> choosers_{};  // one for each flaw
  mutable std::mutex mutex_;
  mutable std::map<std::pair<std::string, Flaw>, std::shared_ptr<const Identity>> identities_;
};

}  // namespace

contracts::Result<std::shared_ptr<const Terminator>> Terminator::make(const Listening& settings, Report report) {
  auto made = std::make_shared<OpenSslTerminator>(settings, std::move(report));
  SQUALL_TRY(made->prepare());
  return std::shared_ptr<const Terminator>(std::move(made));
}

}  // namespace squall::chaos::tls
