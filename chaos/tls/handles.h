#pragma once
// OpenSSL's objects with their owners, for this room's units only.

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

#include "contracts/core/freed.h"
#include "contracts/core/result.h"

namespace squall::chaos::tls {

using contracts::Freed;

using KeyHandle = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using CertificateHandle = std::unique_ptr<X509, Freed<X509_free>>;
using ContextHandle = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using SslHandle = std::unique_ptr<SSL, Freed<SSL_free>>;
using BioHandle = std::unique_ptr<BIO, Freed<BIO_free>>;

// What OpenSSL's error queue says last, in words; the queue is empty afterwards.
std::string take_error();

// The first certificate, and the private key, of a PEM text; null when there is none. Never asks for a passphrase.
CertificateHandle read_certificate(const std::string& pem);
KeyHandle read_key(const std::string& pem);
std::string write_certificate(X509* certificate);
std::string write_key(EVP_PKEY* key);

}  // namespace squall::chaos::tls
