#include "harness/issuer/signing_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include <utility>

#include "contracts/core/base64.h"
#include "contracts/core/freed.h"

namespace squall::harness {
namespace {

using contracts::base64url_encode;
using contracts::ErrorKind;
using contracts::Freed;
using contracts::Object;
using contracts::Value;

using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

constexpr int kCoordinate = 32;  // bytes of each half of a P-256 signature or point
constexpr unsigned kRsaBits = 2048;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string number_text(const BIGNUM* number, int size) {
  std::string bytes(static_cast<std::size_t>(size), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), size);
  return bytes;
}

// `size` 0: as many bytes as it has.
std::string parameter(const EVP_PKEY* key, const char* name, int size) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  const Number owner(number);
  if (number == nullptr) return "";
  return base64url_encode(number_text(number, size == 0 ? BN_num_bytes(number) : size));
}

// The members that make the key what it is, in the order of RFC 7638, section 3.2.
Object required_members(const EVP_PKEY* key, Algorithm algorithm) {
  if (algorithm == Algorithm::rs256) {
    return {{"e", Value(parameter(key, OSSL_PKEY_PARAM_RSA_E, 0))},
            {"kty", Value("RSA")},
            {"n", Value(parameter(key, OSSL_PKEY_PARAM_RSA_N, 0))}};
  }
  return {{"crv", Value("P-256")},
          {"kty", Value("EC")},
          {"x", Value(parameter(key, OSSL_PKEY_PARAM_EC_PUB_X, kCoordinate))},
          {"y", Value(parameter(key, OSSL_PKEY_PARAM_EC_PUB_Y, kCoordinate))}};
}

// RFC 7518, section 3.4: R and S as they are, instead of DER.
std::string raw_of(const std::string& der) {
  const unsigned char* at = bytes_of(der);
  const Signature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (!signature) return "";
  return number_text(ECDSA_SIG_get0_r(signature.get()), kCoordinate) +
         number_text(ECDSA_SIG_get0_s(signature.get()), kCoordinate);
}

std::string der_of(std::string_view raw) {
  if (raw.size() != 2 * kCoordinate) return "";
  const Signature signature(ECDSA_SIG_new());
  ECDSA_SIG_set0(signature.get(), BN_bin2bn(bytes_of(raw), kCoordinate, nullptr),
                 BN_bin2bn(bytes_of(raw) + kCoordinate, kCoordinate, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  std::string text(reinterpret_cast<const char*>(der), size > 0 ? static_cast<std::size_t>(size) : 0);
  OPENSSL_free(der);
  return text;
}

}  // namespace

std::string_view to_string(Algorithm algorithm) {
  return algorithm == Algorithm::rs256 ? "RS256" : "ES256";
}

std::string sha256(std::string_view text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(bytes_of(text), text.size(), reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

struct SigningKey::Impl {
  Key key;
  Algorithm algorithm;
  Object members;
  std::string id;
};

contracts::Result<SigningKey> SigningKey::create(Algorithm algorithm) {
  Key key(algorithm == Algorithm::rs256 ? EVP_RSA_gen(kRsaBits) : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  if (!key) {
    ERR_clear_error();
    return contracts::fail(ErrorKind::internal, "OpenSSL made no " + std::string(to_string(algorithm)) + " key");
  }
  Object members = required_members(key.get(), algorithm);
  std::string id = base64url_encode(sha256(contracts::to_json(Value(members))));
  return SigningKey(std::make_shared<const Impl>(Impl{std::move(key), algorithm, std::move(members), std::move(id)}));
}

Algorithm SigningKey::algorithm() const {
  return impl_->algorithm;
}

const std::string& SigningKey::id() const {
  return impl_->id;
}

Value SigningKey::public_jwk() const {
  Object jwk = impl_->members;
  jwk.emplace_back("use", Value("sig"));
  jwk.emplace_back("alg", Value(to_string(impl_->algorithm)));
  jwk.emplace_back("kid", Value(impl_->id));
  return Value(std::move(jwk));
}

std::string SigningKey::sign(std::string_view text) const {
  const Digest digest(EVP_MD_CTX_new());
  std::size_t size = 0;
  if (EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, impl_->key.get()) != 1 ||
      EVP_DigestSign(digest.get(), nullptr, &size, bytes_of(text), text.size()) != 1) {
    ERR_clear_error();
    return "";
  }
  std::string signature(size, '\0');
  if (EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes_of(text),
                     text.size()) != 1) {
    ERR_clear_error();
    return "";
  }
  signature.resize(size);
  return impl_->algorithm == Algorithm::es256 ? raw_of(signature) : signature;
}

bool SigningKey::verifies(std::string_view text, std::string_view signature) const {
  const std::string der = impl_->algorithm == Algorithm::es256 ? der_of(signature) : std::string(signature);
  if (der.empty()) return false;
  const Digest digest(EVP_MD_CTX_new());
  const bool good = EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, impl_->key.get()) == 1 &&
                    EVP_DigestVerify(digest.get(), bytes_of(der), der.size(), bytes_of(text), text.size()) == 1;
  ERR_clear_error();
  return good;
}

}  // namespace squall::harness
