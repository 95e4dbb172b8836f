// The ClientHello reader on anything: it ends, keeps within its bounds, and says the same however the bytes are cut.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "chaos/tls/client_hello.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using squall::chaos::tls::ClientHelloReader;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  ClientHelloReader whole, single;
  whole.feed(bytes);
  for (std::size_t i = 0; i < bytes.size(); ++i) single.feed(bytes.substr(i, 1));
  const bool same = whole.state() == single.state() && whole.why() == single.why() &&
                    (whole.state() != ClientHelloReader::State::complete ||
                     (whole.hello().server_name == single.hello().server_name &&
                      whole.hello().protocols == single.hello().protocols));
  if (!same) std::abort();
  return 0;
}
