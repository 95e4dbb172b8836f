#pragma once
// DNS messages (RFC 1035, section 4): queries as a name server gets them, and its answers. Pure, and bounded: a message
// has at most 65,535 bytes, a name at most 255 in labels of at most 63 (section 3.1).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::chaos::dns {

enum Type : std::uint16_t { type_a = 1, type_aaaa = 28, type_srv = 33, type_any = 255 };
enum class Code : std::uint8_t {
  ok = 0,
  malformed = 1,
  failed = 2,
  no_such_name = 3,
  not_implemented = 4,
  refused = 5
};

struct Query {
  std::uint16_t id = 0;
  bool recursion_desired = false;
  std::string name;  // lower case, labels with dots between them and none at the end; "" is the root
  std::uint16_t type = 0, klass = 0;
  std::string question;  // as it came, to be given back
};

// Either a query, or the code of the answer it gets; neither: it gets none (no header, or an answer itself).
struct Heard {
  std::optional<Query> query;
  std::optional<Code> refusal;
  std::uint16_t id = 0;
};
Heard read_query(std::string_view bytes);

struct Record {
  std::string name;  // "": the question's
  std::uint16_t type = 0;
  std::uint32_t ttl = 0;  // seconds
  std::string data;       // on the wire: address_data(), service_data()
};
std::string address_data(std::string_view address);  // of 4 or 16 bytes; "" when it is no numeric address
std::string service_data(std::uint16_t port, std::string_view target);  // RFC 2782, priority 0 and weight 1

struct Answer {
  Code code = Code::ok;
  std::vector<Record> answers, additional;
};
// Of more than `limit` bytes it is truncated: without records, so that the asker comes again by TCP (section 4.2.1).
std::string write_answer(const Query& query, const Answer& answer, std::size_t limit);
std::string write_refusal(std::uint16_t id, Code code);

}  // namespace squall::chaos::dns
