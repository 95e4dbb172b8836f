#pragma once
// Protocol: what an edge speaks.

#include <string_view>

namespace squall::chaos {

enum class Protocol { tcp, http, udp };

inline std::string_view to_string(Protocol protocol) {
  return protocol == Protocol::http ? "http" : protocol == Protocol::udp ? "udp" : "tcp";
}

}  // namespace squall::chaos
