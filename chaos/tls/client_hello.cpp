#include "chaos/tls/client_hello.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>

namespace squall::chaos::tls {
namespace {

constexpr unsigned char kHandshakeRecord = 22, kClientHello = 1;
constexpr std::size_t kLongestRecord = 1u << 14, kLongestHello = 64u * 1024, kMostBytes = 128u * 1024;
constexpr std::uint16_t kServerName = 0, kProtocols = 16;

// Reads big-endian numbers and length-prefixed parts; nothing is left once something did not fit.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : bytes_(bytes) {}
  bool done() const { return bytes_.empty(); }

  std::optional<std::size_t> number(std::size_t size) {
    if (bytes_.size() < size) return std::nullopt;
    std::size_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes_[i]);
    bytes_.remove_prefix(size);
    return value;
  }
  std::optional<std::string_view> bytes(std::size_t size) {
    if (bytes_.size() < size) return std::nullopt;
    const auto part = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return part;
  }
  std::optional<std::string_view> vector(std::size_t length_size) {
    const auto size = number(length_size);
    return size ? bytes(*size) : std::nullopt;
  }

 private:
  std::string_view bytes_;
};

bool is_host_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_';
}

// "" or what is wrong.
std::string read_server_name(std::string_view extension, ClientHello& hello) {
  Cursor outer(extension);
  const auto list = outer.vector(2);
  if (!list || !outer.done() || list->empty()) return "a malformed server_name extension";
  Cursor names(*list);
  while (!names.done()) {
    const auto type = names.number(1);
    const auto name = names.vector(2);
    if (!type || !name) return "a malformed server_name extension";
    if (*type != 0) continue;  // host_name is the only type there is
    if (!hello.server_name.empty()) return "two server names";
    hello.server_name = *name;
    std::transform(name->begin(), name->end(), hello.server_name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (hello.server_name.empty() || hello.server_name.size() > 255 ||
        !std::all_of(hello.server_name.begin(), hello.server_name.end(), is_host_character)) {
      return "a server name that is no host name";
    }
  }
  return {};
}

std::string read_protocols(std::string_view extension, ClientHello& hello) {
  Cursor outer(extension);
  const auto list = outer.vector(2);
  if (!list || !outer.done() || list->empty()) return "a malformed ALPN extension";
  Cursor names(*list);
  while (!names.done()) {
    const auto name = names.vector(1);
    if (!name || name->empty()) return "a malformed ALPN extension";
    hello.protocols.emplace_back(*name);
  }
  return {};
}

std::string read_extensions(std::string_view bytes, ClientHello& hello) {
  Cursor extensions(bytes);
  std::set<std::size_t> seen;
  while (!extensions.done()) {
    const auto type = extensions.number(2);
    const auto content = extensions.vector(2);
    if (!type || !content) return "malformed extensions";
    if (!seen.insert(*type).second) return "an extension that comes twice";
    std::string wrong;
    if (*type == kServerName) wrong = read_server_name(*content, hello);
    if (*type == kProtocols) wrong = read_protocols(*content, hello);
    if (!wrong.empty()) return wrong;
  }
  return {};
}

std::string read_body(std::string_view bytes, ClientHello& hello) {
  Cursor body(bytes);
  const auto version = body.number(2);
  const auto random = body.bytes(32);
  const auto session = body.vector(1);
  const auto ciphers = body.vector(2);
  const auto compression = body.vector(1);
  if (!version || !random || !session || !ciphers || !compression) return "a ClientHello that is too short";
  if (session->size() > 32 || ciphers->size() < 2 || ciphers->size() % 2 != 0 || compression->empty()) {
    return "a malformed ClientHello";
  }
  if (body.done()) return {};  // TLS 1.2 may do without extensions
  const auto extensions = body.vector(2);
  if (!extensions || !body.done()) return "malformed extensions";
  return read_extensions(*extensions, hello);
}

std::string alert(char description) {
  return std::string("\x15\x03\x03\x00\x02\x02", 6) + description;
}

}  // namespace

ClientHelloReader::State ClientHelloReader::feed(std::string_view bytes) {
  while (state_ == State::incomplete && !bytes.empty()) bytes.remove_prefix(take(bytes));
  return state_;
}

// The bytes used: of a record's header one, of its content as many as there are.
std::size_t ClientHelloReader::take(std::string_view bytes) {
  std::size_t used = 1;
  if (record_left_ == 0) {
    header_[header_size_++] = static_cast<unsigned char>(bytes.front());
    record_begins();
  } else {
    used = std::min(record_left_, bytes.size());
    message_.append(bytes.substr(0, used));
    record_left_ -= used;
    message_grew();
  }
  fed_ += used;
  if (state_ == State::incomplete && fed_ > kMostBytes) refuse("a ClientHello that is too long");
  return used;
}

void ClientHelloReader::record_begins() {
  if (header_[0] != kHandshakeRecord || (header_size_ > 1 && header_[1] != 3)) {
    refuse("this is not TLS");
    return;
  }
  if (header_size_ < header_.size()) return;
  header_size_ = 0;
  record_left_ = static_cast<std::size_t>(header_[3]) << 8 | header_[4];
  if (record_left_ == 0 || record_left_ > kLongestRecord) refuse("a TLS record of a forbidden length");
}

void ClientHelloReader::message_grew() {
  if (static_cast<unsigned char>(message_[0]) != kClientHello) {
    refuse("a TLS handshake that does not begin with a ClientHello");
    return;
  }
  if (message_.size() < 4) return;
  Cursor length(std::string_view(message_).substr(1, 3));
  const std::size_t size = *length.number(3);
  if (size > kLongestHello) {
    refuse("a ClientHello that is too long");
    return;
  }
  if (message_.size() < 4 + size) return;
  if (auto wrong = read_body(std::string_view(message_).substr(4, size), hello_); !wrong.empty()) {
    refuse(std::move(wrong));
    return;
  }
  state_ = State::complete;
}

void ClientHelloReader::refuse(std::string why) {
  why_ = std::move(why);
  state_ = State::refused;
}

std::string unrecognized_name_alert() {
  return alert(112);
}
std::string decode_error_alert() {
  return alert(50);
}

}  // namespace squall::chaos::tls
