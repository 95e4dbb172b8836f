// Heads and bodies of HTTP/1.x messages. However the bytes are cut, the same is read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "chaos/http/body_reader.h"
#include "chaos/http/head.h"

namespace {

using namespace squall::chaos::http;

std::string read_body(const Framing& framing, std::string_view bytes, std::size_t at_once) {
  BodyReader reader(framing);
  std::string payload;
  std::size_t used = 0;
  while (!reader.done() && used < bytes.size()) {
    const auto rest = bytes.substr(used, at_once);
    const auto part = reader.next(rest);
    if (part.kind == BodyReader::Part::Kind::bad) return payload + "|bad";
    if (part.size == 0 || part.size > rest.size()) std::abort();
    if (part.kind == BodyReader::Part::Kind::payload) payload += rest.substr(0, part.size);
    used += part.size;
  }
  return payload + (reader.done() ? "|done " + std::to_string(used) : "|more");
}

void check_body(const Framing& framing, std::string_view bytes) {
  if (read_body(framing, bytes, bytes.size() + 1) != read_body(framing, bytes, 3)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto end = find_head_end(bytes, 0, 4096);
  if (!end || !end->complete) return 0;
  const auto head = bytes.substr(0, end->size);
  const auto body = bytes.substr(end->size);
  if (const auto request = parse_request_head(head)) {
    check_body(request->body, body);
    const auto again = parse_request_head(edit_head(head, {"X-None"}, {}));
    auto kept = request->headers;
    kept.remove("X-None");
    if (!again || again->target != request->target || again->headers != kept) std::abort();
  }
  for (const char* method : {"GET", "HEAD", "CONNECT"}) {
    if (const auto answer = parse_answer_head(head, method)) check_body(answer->body, body);
  }
  return 0;
}
