#include "chaos/dns/message.h"

#include <arpa/inet.h>

#include <array>

namespace squall::chaos::dns {
namespace {

constexpr std::size_t kHead = 12, kMostName = 255, kMostLabel = 63;
constexpr std::uint16_t kInternet = 1;
constexpr std::uint16_t kToQuestion = 0xc00c;  // a pointer to the name behind the head (section 4.1.4)
constexpr std::uint16_t kAnswer = 0x8000, kAuthoritative = 0x0400, kTruncated = 0x0200, kRecursion = 0x0100;

std::uint16_t number_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) << 8 |
                                    static_cast<unsigned char>(bytes[at + 1]));
}

void put(std::string& bytes, std::uint16_t number) {
  bytes += static_cast<char>(number >> 8);
  bytes += static_cast<char>(number & 0xff);
}

void put_head(std::string& bytes, std::uint16_t id, std::uint16_t flags, std::uint16_t questions, std::size_t answers,
              std::size_t additional) {
  for (const std::size_t number :
       {std::size_t{id}, std::size_t{flags}, std::size_t{questions}, answers, std::size_t{0}, additional})
    put(bytes, static_cast<std::uint16_t>(number));
}

// The name at `at`, which moves behind it; nullopt: it is cut off or too long. No pointers: in the first name of a
// message there is nothing to point back to.
std::optional<std::string> name_at(std::string_view bytes, std::size_t& at) {
  std::string name;
  const std::size_t begin = at;
  while (at < bytes.size()) {
    const std::size_t length = static_cast<unsigned char>(bytes[at++]);
    if (length == 0) return name;
    if (length > kMostLabel || length > bytes.size() - at || at + length - begin >= kMostName) return std::nullopt;
    if (!name.empty()) name += '.';
    for (const char c : bytes.substr(at, length)) {
      if (c == '.' || c == '\\') name += '\\';
      name += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
    at += length;
  }
  return std::nullopt;
}

// Our own names, of letters, digits, '-' and '_': "a.b" as labels.
std::string labels_of(std::string_view name) {
  std::string bytes;
  while (!name.empty()) {
    const auto label = name.substr(0, std::min(name.find('.'), kMostLabel));
    bytes += static_cast<char>(label.size());
    bytes += label;
    name.remove_prefix(std::min(name.size(), label.size() + 1));
  }
  return bytes + '\0';
}

void put_record(std::string& bytes, const Record& record) {
  if (record.name.empty()) {
    put(bytes, kToQuestion);
  } else {
    bytes += labels_of(record.name);
  }
  put(bytes, record.type);
  put(bytes, kInternet);
  put(bytes, static_cast<std::uint16_t>(record.ttl >> 16));
  put(bytes, static_cast<std::uint16_t>(record.ttl & 0xffff));
  put(bytes, static_cast<std::uint16_t>(record.data.size()));
  bytes += record.data;
}

std::uint16_t flags_of(const Query& query, Code code) {
  return static_cast<std::uint16_t>(kAnswer | kAuthoritative | (query.recursion_desired ? kRecursion : 0) |
                                    static_cast<std::uint16_t>(code));
}

}  // namespace

Heard read_query(std::string_view bytes) {
  Heard heard;
  if (bytes.size() < kHead) return heard;
  heard.id = number_at(bytes, 0);
  const std::uint16_t flags = number_at(bytes, 2);
  if ((flags & kAnswer) != 0) return heard;  // two servers would answer each other for ever
  if ((flags & 0x7800) != 0) {
    heard.refusal = Code::not_implemented;
    return heard;
  }
  std::size_t at = kHead;
  auto name = number_at(bytes, 4) == 1 ? name_at(bytes, at) : std::nullopt;
  if (!name || bytes.size() - at < 4) {
    heard.refusal = Code::malformed;
    return heard;
  }
  Query query;
  query.id = heard.id;
  query.recursion_desired = (flags & kRecursion) != 0;
  query.name = std::move(*name);
  query.type = number_at(bytes, at);
  query.klass = number_at(bytes, at + 2);
  query.question = std::string(bytes.substr(kHead, at + 4 - kHead));
  heard.query = std::move(query);
  return heard;
}

std::string address_data(std::string_view address) {
  const std::string text(address);
  std::array<char, 16> data{};
  if (::inet_pton(AF_INET, text.c_str(), data.data()) == 1) return {data.data(), 4};
  if (::inet_pton(AF_INET6, text.c_str(), data.data()) == 1) return {data.data(), 16};
  return "";
}

std::string service_data(std::uint16_t port, std::string_view target) {
  std::string data;
  put(data, 0);
  put(data, 1);
  put(data, port);
  return data + labels_of(target);
}

std::string write_answer(const Query& query, const Answer& answer, std::size_t limit) {
  std::string bytes;
  put_head(bytes, query.id, flags_of(query, answer.code), 1, answer.answers.size(), answer.additional.size());
  bytes += query.question;
  for (const Record& record : answer.answers) put_record(bytes, record);
  for (const Record& record : answer.additional) put_record(bytes, record);
  if (bytes.size() <= limit) return bytes;
  bytes.clear();
  put_head(bytes, query.id, static_cast<std::uint16_t>(flags_of(query, answer.code) | kTruncated), 1, 0, 0);
  return bytes + query.question;
}

std::string write_refusal(std::uint16_t id, Code code) {
  std::string bytes;
  put_head(bytes, id, static_cast<std::uint16_t>(kAnswer | static_cast<std::uint16_t>(code)), 0, 0, 0);
  return bytes;
}

}  // namespace squall::chaos::dns
