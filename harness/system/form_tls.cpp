// TLS of an edge.
#include "harness/system/form_parts.h"

namespace squall::harness {

namespace {

FormPtr file(const std::string& what) {
  return scalar(what + "; PEM, relative to this file", {Notation::text});
}

FormPtr may_be_empty(const FormPtr& form) {
  Form changed = *form;
  changed.may_be_empty = true;
  return std::make_shared<const Form>(std::move(changed));
}

FormPtr alpn(const std::string& what) {
  return list(what + " (ALPN); http/1.1 alone on http edges", scalar("", {Notation::text}), true);
}

}  // namespace

FormPtr listening_tls_form() {
  return object(
      "The consumer's TLS ends at the edge, by `certificate` and `key`, or by certificates it makes",
      {{"certificate", file("The chain to present, leaf first")},
       {"key", file("Its key, without a passphrase")},
       {"generate", list("Hosts to make certificates for", scalar("", {Notation::text}), true)},
       {"authority", scalar("The folder of the CA that signs them, ca.pem and ca-key.pem; else one that nobody knows",
                            {Notation::text})},
       {"client_ca", file("Consumers must present a certificate of one of these CAs")},
       {"alpn", alpn("Protocols that consumers may speak, the preferred one first")}});
}

FormPtr dialling_tls_form() {
  return may_be_empty(object("TLS to the provider; as if it were {} where the provider's url is https",
                             {{"ca", file("The CAs to verify it by; the system's by default")},
                              {"insecure", scalar("Its certificate is not verified", {Notation::boolean})},
                              {"server_name", scalar("Sent and verified; its host by default", {Notation::text})},
                              {"certificate", file("Presented when it asks for one")},
                              {"key", file("The key of that certificate")},
                              {"alpn", alpn("Protocols to offer to the provider")}}));
}

}  // namespace squall::harness
