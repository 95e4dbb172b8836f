#include "chaos/tls/context.h"

#include <openssl/err.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace squall::chaos::tls {
namespace {

using contracts::ErrorKind;
using contracts::fail;

contracts::Status readable(const std::string& file) {
  errno = 0;
  if (std::ifstream(file).peek() != std::ifstream::traits_type::eof()) return {};
  return fail(ErrorKind::io, file + ": " + (errno != 0 ? std::strerror(errno) : "the file is empty"));
}

contracts::Status wrong(const std::string& file, const std::string& what) {
  return fail(ErrorKind::malformed, file + ": " + what + ": " + take_error());
}

int no_passphrase(char*, int, int, void*) {
  return 0;
}

}  // namespace

ContextHandle make_context(const SSL_METHOD* method) {
  ContextHandle context(SSL_CTX_new(method));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_default_passwd_cb(context.get(), no_passphrase);
  return context;
}

contracts::Status use_certificate(SSL_CTX* context, const std::string& certificate_file, const std::string& key_file) {
  SQUALL_TRY(readable(certificate_file));
  SQUALL_TRY(readable(key_file));
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1) {
    return wrong(certificate_file, "no usable PEM certificate");
  }
  if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    return wrong(key_file, "no usable PEM key for " + certificate_file);
  }
  return {};
}

contracts::Status trust(SSL_CTX* context, const std::string& ca_file) {
  SQUALL_TRY(readable(ca_file));
  ERR_clear_error();
  if (SSL_CTX_load_verify_file(context, ca_file.c_str()) != 1) return wrong(ca_file, "no usable PEM certificates");
  return {};
}

std::string wire_protocols(const std::vector<std::string>& protocols) {
  std::string wire;
  for (const auto& protocol : protocols) wire.append(1, static_cast<char>(protocol.size())).append(protocol);
  return wire;
}

}  // namespace squall::chaos::tls
