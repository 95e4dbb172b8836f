#include "contracts/schema/format.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/core/value.h"
#include "contracts/schema/generate.h"

namespace squall::contracts::schema {
namespace {

// What the JSON-Schema-Test-Suite does not ask: the OpenAPI format registry.
struct Row {
  std::string name;
  std::vector<std::string> hold;
  std::vector<std::string> fail;
};
const Row kRows[] = {
    {"relative-json-pointer",
     {"0", "0#", "0+1", "0+1/foo", "1-2/bar", "0-0", "0-1#", "10+10#"},
     {"0+", "0+#", "0+01", "01+1", "0+-1", "0++1", "+1", "0+1#/a", "0+1a"}},
    {"email",
     {R"("a\ b"@iana.org)", R"("a b"@iana.org)", R"("a\"b"@iana.org)", "a@[ipv6:::1]", "a@[IPV6:::1]", "a@[127.0.0.1]"},
     {"\"test\\\u00a9\"@iana.org", "\"test\u00a9\"@iana.org", "\"a\x7f\"@iana.org", R"("a"b"@iana.org)",
      R"("a\"@iana.org)", "a@[ipv5:::1]", "a@[ipv6]", "a@[::1]"}},
    {"idn-email", {"\"test\u00a9\"@iana.org"}, {"\"test\\\u00a9\"@iana.org"}},
    {"byte", {"", "Zm9v", "Zm8=", "Zg=="}, {"Zm9", "Zm9v!", "Z===", "Zm-_"}},
    {"base64url", {"", "Zm9v", "Zm8", "Zm8=", "-_-_"}, {"Zm9vY", "Zm8==", "+/+/"}},
    {"char", {"a", "\u00e9", "\U0001F600"}, {"", "ab"}},
    {"decimal", {"12", "-0.5", "+3.25", "1e3"}, {"", "1,5", "abc", "1.", ".5"}},
    {"decimal128", {"0.000001"}, {"0x1"}},
    {"date-time-local", {"2024-05-01T12:00:00", "2024-05-01T12:00:00.5"}, {"2024-05-01T12:00:00Z", "2024-05-01"}},
    {"time-local", {"12:00:00"}, {"12:00:00Z", "24:00:00", "12:00"}},
    {"http-date",
     {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"},
     {"1994-11-06", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 32 Nov 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 24:49:37 GMT", ""}},
    {"media-range",
     {"*/*", "text/*", "text/html; q=0.5", "application/vnd.a+json;v=\"1;2\""},
     {"", "text", "*/html", "text/", "text/html; q", "text/html, text/plain"}},
    {"sf-string", {"a", "\"a\""}, {"\"a", "\u00e9"}},
    {"sf-token", {"a:b/c", "*x"}, {"", "1a", "a b"}},
    {"sf-binary", {":Zm9v:", "Zm9v"}, {":Zm9:"}},
    {"sf-boolean", {"?0", "?1"}, {"true", "?2"}},
    {"sf-integer", {"999999999999999", "-1", "1.0"}, {"1000000000000000", "1.5"}},
    {"sf-decimal", {"999999999999.999", "-0.125"}, {"1000000000000", "0.0001"}},
    {"int8", {"-128", "127", "1e2"}, {"128", "-129", "0.5"}},
    {"int16", {"32767"}, {"32768", "-32769"}},
    {"int32", {"2147483647", "-2147483648", "2.0"}, {"2147483648", "-2147483649", "1e10"}},
    {"int64", {"9223372036854775807", "-9223372036854775808"}, {"9223372036854775808", "1e19", "1e-1"}},
    {"uint8", {"0", "255"}, {"-1", "256"}},
    {"uint16", {"65535"}, {"65536"}},
    {"uint32", {"4294967295"}, {"4294967296", "-1"}},
    {"uint64", {"18446744073709551615", "0"}, {"18446744073709551616", "-1", "0.1"}},
    {"float", {"3.4028235e38", "-1e-400", "0.1"}, {"3.5e38", "-1e39", "1e400"}},
    {"double", {"1.7976931348623157e308", "5e-324", "1e-400"}, {"1e309", "-1e400"}},
    {"double-int", {"9007199254740992", "-9007199254740992"}, {"9007199254740993", "0.5"}},
};

TEST(Format, TellsSoundValuesFromOthers) {
  for (const Row& row : kRows) {
    const Format* format = find_format(row.name);
    ASSERT_NE(format, nullptr) << row.name;
    for (const std::string& text : row.hold) EXPECT_TRUE(format->holds(text)) << row.name << ' ' << text;
    for (const std::string& text : row.fail) EXPECT_FALSE(format->holds(text)) << row.name << ' ' << text;
  }
}

TEST(Format, CanBeGenerated) {
  for (const Format& format : formats()) {
    SchemaSet set(Dialect::draft2020_12);
    const std::string_view type = format.kind == Kind::number ? "number" : "string";
    set.add("file:///s", std::make_shared<Document>(Document::of(
                             Value(Object{{"type", std::string(type)}, {"format", std::string(format.name)}}))));
    const auto schema = compile(set, "file:///s");
    ASSERT_TRUE(schema);
    const auto made = generate(*schema, Random(1, format.name));
    ASSERT_TRUE(made) << format.name;
    EXPECT_TRUE(schema->valid(Document::of(*made).root())) << format.name;
  }
}

}  // namespace
}  // namespace squall::contracts::schema
