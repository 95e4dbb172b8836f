#pragma once
// What both kinds of context have in common.

#include "chaos/tls/handles.h"
#include "chaos/tls/settings.h"

namespace squall::chaos::tls {

// TLS 1.2 and later, no renegotiation, little memory while idle.
ContextHandle make_context(const SSL_METHOD* method);
// The chain and the key that belongs to it. Errors name the file.
contracts::Status use_certificate(SSL_CTX* context, const std::string& certificate_file, const std::string& key_file);
contracts::Status trust(SSL_CTX* context, const std::string& ca_file);
// ALPN's wire form (RFC 7301, section 3.1).
std::string wire_protocols(const std::vector<std::string>& protocols);

}  // namespace squall::chaos::tls
