#include "chaos/tls/handles.h"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace squall::chaos::tls {
namespace {

int no_passphrase(char*, int, int, void*) {
  return 0;
}

BioHandle reader(const std::string& text) {
  return BioHandle(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string text_of(BIO* written) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(written, &bytes);
  return std::string(bytes, static_cast<std::size_t>(size));
}

}  // namespace

std::string take_error() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "no reason is known" : reason;
}

CertificateHandle read_certificate(const std::string& pem) {
  const auto bio = reader(pem);
  return CertificateHandle(PEM_read_bio_X509(bio.get(), nullptr, no_passphrase, nullptr));
}

KeyHandle read_key(const std::string& pem) {
  const auto bio = reader(pem);
  return KeyHandle(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
}

std::string write_certificate(X509* certificate) {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  return text_of(bio.get());
}

std::string write_key(EVP_PKEY* key) {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(bio.get());
}

}  // namespace squall::chaos::tls
