// A DNS query of anybody: it is read within its bounds, and what is answered fits the way it came.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "chaos/dns/zone.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace dns = squall::chaos::dns;
  static const dns::Zone zone = [] {
    dns::Zone made;
    made.names["a.b"] = {{"127.0.0.2", 1}, {"127.0.0.3", 2}, {"::1", 3}};
    return made;
  }();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const dns::Heard heard = dns::read_query(bytes);
  if (heard.query && heard.refusal) std::abort();
  if (!heard.query) return 0;
  if (heard.query->name.size() > 2 * 255 || heard.query->question.size() > bytes.size()) std::abort();
  const std::string answer = dns::write_answer(*heard.query, dns::answer_of(zone, *heard.query), 512);
  if (answer.size() > 512 || answer.substr(0, 2) != bytes.substr(0, 2)) std::abort();
  // Nobody takes an answer for a query.
  if (dns::read_query(answer).query) std::abort();
  return 0;
}
