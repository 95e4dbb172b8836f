// DNS messages on the wire: what is read of a query, what an answer looks like, what is refused.

#include "chaos/dns/message.h"

#include <gtest/gtest.h>

#include <ostream>

#include "chaos/dns/zone.h"
#include "tests/chaos/dns/questions.h"

namespace squall::chaos::dns {
namespace {

using namespace std::string_literals;
using tests::question;

TEST(DnsQuery, IsRead) {
  const Heard heard = read_query(question("Payments.INTERNAL", type_srv, 0x1234));
  ASSERT_TRUE(heard.query);
  EXPECT_EQ(heard.query->id, 0x1234);
  EXPECT_EQ(heard.query->name, "payments.internal");
  EXPECT_EQ(heard.query->type, type_srv);
  EXPECT_EQ(heard.query->klass, 1);
  EXPECT_TRUE(heard.query->recursion_desired);
  EXPECT_EQ(heard.query->question, "\x08Payments\x08INTERNAL\0\0\x21\0\x01"s) << "as it came (0x20 in the letters)";
}

struct Row {
  const char* name;
  std::string bytes;
  std::optional<Code> refusal;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

std::string with(std::string bytes, std::size_t at, std::string_view what) {
  return bytes.replace(at, what.size(), what);
}

class DnsRefusal : public testing::TestWithParam<Row> {};

TEST_P(DnsRefusal, IsByItsCodeOrNoneAtAll) {
  const Heard heard = read_query(GetParam().bytes);
  EXPECT_FALSE(heard.query);
  EXPECT_EQ(heard.refusal, GetParam().refusal);
}

INSTANTIATE_TEST_SUITE_P(
    All, DnsRefusal,
    testing::Values(Row{"nothing", "", std::nullopt}, Row{"half_a_head", "\x12\x34\x01"s, std::nullopt},
                    Row{"an_answer", with(question("a", type_a), 2, "\x81\x80"), std::nullopt},
                    Row{"an_update", with(question("a", type_a), 2, "\x28\x00"s), Code::not_implemented},
                    Row{"no_question", with(question("a", type_a), 4, "\0\0"s), Code::malformed},
                    Row{"two_questions", with(question("a", type_a), 4, "\0\x02"s), Code::malformed},
                    Row{"cut_off", question("payments", type_a).substr(0, 18), Code::malformed},
                    Row{"without_a_type", question("a", type_a).substr(0, 17), Code::malformed},
                    Row{"a_pointer", with(question("ab", type_a), 12, "\xc0\x0c"), Code::malformed},
                    Row{"a_long_label", question(std::string(64, 'a'), type_a), Code::malformed},
                    Row{"a_long_name",
                        question(std::string(60, 'a') + "." + std::string(60, 'b') + "." + std::string(60, 'c') + "." +
                                     std::string(60, 'd') + "." + std::string(20, 'e'),
                                 type_a),
                        Code::malformed}),
    [](const auto& row) { return std::string(row.param.name); });

Zone zone() {
  Zone zone;
  zone.names["payments.internal"] = {{"127.0.0.2", 9102}, {"127.0.0.3", 9103}, {"::1", 9104}};
  zone.ttl = std::chrono::seconds(3);
  return zone;
}

std::string asked(const std::string& name, std::uint16_t type, std::size_t limit = 512, std::uint16_t klass = 1) {
  const Heard heard = read_query(question(name, type, 0x0102, klass));
  return write_answer(*heard.query, answer_of(zone(), *heard.query), limit);
}

TEST(DnsAnswer, GivesTheAddressesOfItsKind) {
  EXPECT_EQ(asked("payments.internal", type_a),
            "\x01\x02\x85\0\0\x01\0\x02\0\0\0\0\x08payments\x08internal\0\0\x01\0\x01"
            "\xc0\x0c\0\x01\0\x01\0\0\0\x03\0\x04\x7f\0\0\x02"
            "\xc0\x0c\0\x01\0\x01\0\0\0\x03\0\x04\x7f\0\0\x03"s);
  const std::string v6 = asked("payments.internal", type_aaaa);
  EXPECT_EQ(v6.substr(6, 2), "\0\x01"s);
  EXPECT_EQ(v6.substr(v6.size() - 18), "\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01"s);
}

TEST(DnsAnswer, GivesPortsByService) {
  const std::string answer = asked("_http._tcp.payments.internal", type_srv);
  EXPECT_EQ(answer.substr(6, 6), "\0\x03\0\0\0\x03"s) << "three services, their addresses beside them";
  EXPECT_NE(answer.find("\0\0\0\x01\x23\x8e\x02r0\x08payments\x08internal\0"s), std::string::npos) << "port 9102 at r0";
  EXPECT_EQ(asked("r1.payments.internal", type_a).substr(6, 2), "\0\x01"s);
  EXPECT_EQ(asked("r3.payments.internal", type_a).substr(2, 2), "\x85\x03"s);
}

struct Struck {
  const char* name;
  names::Fault::Kind kind;
  const char* asked;
  std::uint16_t type;
  std::string code;  // the flags' two bytes
};
class StruckAnswer : public testing::TestWithParam<Struck> {};
TEST_P(StruckAnswer, SaysSo) {
  const Struck& row = GetParam();
  Zone struck = zone();
  struck.names["rates.internal"] = {{"127.0.0.4", 9105}};
  struck.faults["payments.internal"].kind = row.kind;
  const Heard heard = read_query(question(row.asked, row.type));
  EXPECT_EQ(write_answer(*heard.query, answer_of(struck, *heard.query), 512).substr(2, 2), row.code);
}
using Kind = names::Fault::Kind;
INSTANTIATE_TEST_SUITE_P(
    All, StruckAnswer,
    testing::Values(Struck{"unknown", Kind::unknown, "payments.internal", type_a, "\x85\x03"s},
                    Struck{"failing", Kind::failing, "payments.internal", type_a, "\x85\x02"s},
                    Struck{"counted_only", Kind::none, "payments.internal", type_a, "\x85\0"s},
                    Struck{"by_service", Kind::unknown, "_http._tcp.payments.internal", type_srv, "\x85\x03"s},
                    Struck{"one_host_of_it", Kind::failing, "r1.payments.internal", type_a, "\x85\x02"s},
                    Struck{"another_name", Kind::failing, "rates.internal", type_a, "\x85\0"s}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(DnsAnswer, SaysWhatIsNotThere) {
  EXPECT_EQ(asked("nobody.internal", type_a).substr(2, 2), "\x85\x03"s) << "NXDOMAIN";
  EXPECT_EQ(asked("payments.internal", 15).substr(2, 6), "\x85\0\0\x01\0\0"s) << "no mail, and no error";
  EXPECT_EQ(asked("payments.internal", type_a, 512, 3).substr(2, 2), "\x85\x05"s) << "of another class";
}

TEST(DnsAnswer, IsTruncatedRatherThanTooLong) {
  const std::string answer = asked("payments.internal", type_srv, 100);
  EXPECT_LE(answer.size(), 100u);
  EXPECT_EQ(answer.substr(2, 10), "\x87\0\0\x01\0\0\0\0\0\0"s);
}

}  // namespace
}  // namespace squall::chaos::dns
