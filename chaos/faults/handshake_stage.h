#pragma once
// The parameter of the faults that strike at one stage of a TLS handshake.

#include "chaos/faults/fault.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {

inline ParameterInfo handshake_stage_parameter() {
  return {"stage",
          ParameterType::choice,
          false,
          "client_hello",
          "client_hello: the consumer's is in, nothing is sent; server_hello: after ours, with the certificate",
          {"client_hello", "server_hello"}};
}

inline HandshakeStage handshake_stage(const Parameters& given) {
  return given.text("stage") == "server_hello" ? HandshakeStage::server_hello : HandshakeStage::client_hello;
}

}  // namespace squall::chaos
