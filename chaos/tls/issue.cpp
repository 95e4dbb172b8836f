#include "chaos/tls/issue.h"

#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace squall::chaos::tls {
namespace {

using contracts::ErrorKind;

// 127 random bits: unique without a register, and positive (RFC 5280, section 4.1.2.2).
bool set_serial(X509* certificate) {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) return false;
  bytes[0] &= 0x7f;
  const std::unique_ptr<BIGNUM, Freed<BN_free>> number(BN_bin2bn(bytes, sizeof bytes, nullptr));
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_name(X509* certificate, const CertificateOrder& order) {
  X509_NAME* const name = X509_get_subject_name(certificate);
  const auto* text = reinterpret_cast<const unsigned char*>(order.common_name.c_str());
  if (X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0) != 1) return false;
  return X509_set_issuer_name(certificate, order.issuer ? X509_get_subject_name(order.issuer) : name) == 1;
}

bool add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool add_hosts(X509* certificate, X509* issuer, const std::vector<std::string>& hosts) {
  std::string names;
  for (const auto& host : hosts) {
    names.append(names.empty() ? "" : ",").append(is_ip_address(host) ? "IP:" : "DNS:").append(host);
  }
  return add_extension(certificate, issuer, NID_subject_alt_name, names.c_str());
}

bool add_extensions(X509* certificate, const CertificateOrder& order) {
  X509* const issuer = order.issuer != nullptr ? order.issuer : certificate;
  const auto add = [&](int nid, const char* value) { return add_extension(certificate, issuer, nid, value); };
  if (!add(NID_subject_key_identifier, "hash")) return false;
  if (order.authority) {
    return add(NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
           add(NID_key_usage, "critical,keyCertSign,cRLSign");
  }
  return add(NID_basic_constraints, "critical,CA:FALSE") && add(NID_key_usage, "critical,digitalSignature") &&
         add(NID_ext_key_usage, "serverAuth,clientAuth") && add(NID_authority_key_identifier, "keyid") &&
         add_hosts(certificate, issuer, order.hosts);
}

}  // namespace

contracts::Result<Credentials> issue_certificate(const CertificateOrder& order) {
  char curve[] = "P-256";  // OpenSSL takes it as char *
  const KeyHandle key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve));
  const CertificateHandle certificate(X509_new());
  const auto stamp = [](ASN1_TIME* time, std::time_t at) { return X509_time_adj_ex(time, 0, 0, &at) != nullptr; };
  const bool made =
      key && certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1 && set_serial(certificate.get()) &&
      stamp(X509_getm_notBefore(certificate.get()), order.from) &&
      stamp(X509_getm_notAfter(certificate.get()), order.to) && set_name(certificate.get(), order) &&
      X509_set_pubkey(certificate.get(), key.get()) == 1 && add_extensions(certificate.get(), order) &&
      X509_sign(certificate.get(), order.issuer_key != nullptr ? order.issuer_key : key.get(), EVP_sha256()) != 0;
  if (!made) return contracts::fail(ErrorKind::internal, "a certificate could not be made: " + take_error());
  return Credentials{write_certificate(certificate.get()), write_key(key.get())};
}

}  // namespace squall::chaos::tls
