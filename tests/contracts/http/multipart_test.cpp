#include "contracts/http/multipart.h"

#include <gtest/gtest.h>

#include <ostream>

namespace squall::contracts::http {
namespace {

struct Row {
  const char* name;
  const char* disposition;  // the header's value
  const char* part;         // its name; "" when the part has none
  const char* filename;
};
std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

class Dispositions : public testing::TestWithParam<Row> {};

TEST_P(Dispositions, NameTheirPart) {
  const Row& row = GetParam();
  const auto parts =
      read_multipart("--x\r\ncontent-disposition: " + std::string(row.disposition) + "\r\n\r\nbody\r\n--x--\r\n", "x");
  if (std::string(row.part).empty()) {
    EXPECT_FALSE(parts);
    return;
  }
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->at(0).name, row.part);
  EXPECT_EQ(parts->at(0).filename, row.filename);
  EXPECT_EQ(parts->at(0).body, "body");
}

const Row kRows[] = {
    {"quoted", R"(form-data; name="f"; filename="a.txt")", "f", "a.txt"},
    {"token", "form-data; name=f;filename=a.txt", "f", "a.txt"},
    {"any_case", R"(form-data; NAME="f"; FileName="a.txt")", "f", "a.txt"},
    {"a_name_inside_quotes", R"(form-data; filename="x; name=zz"; name="f")", "f", "x; name=zz"},
    {"escaped_quotes", R"(form-data; filename="x\"; name=\"zz"; name="f")", "f", R"(x"; name="zz)"},
    {"no_space", R"(form-data;name="f")", "f", ""},
    {"spaces_and_tabs", "form-data ; \tname=\"f\" ; filename=\"a\"", "f", "a"},
    {"another_name", R"(form-data; othername="g"; name="f")", "f", ""},
    {"a_parameter_without_value", R"(form-data; name; name="f")", "f", ""},
    {"stray_signs", R"(form-data; ="g"; name="f")", "f", ""},
    {"unclosed", R"(form-data; name="f)", "f", ""},
    {"none", "form-data", "", ""},
    {"empty", "", "", ""},
    {"not_the_type", "name=f", "", ""},
};
INSTANTIATE_TEST_SUITE_P(All, Dispositions, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace squall::contracts::http
