#include "chaos/names/register.h"

#include <gtest/gtest.h>

namespace squall::chaos::names {
namespace {

using namespace std::chrono_literals;

const Host kA{"127.0.0.2", 1, "a"}, kB{"127.0.0.3", 2, "b"};

std::string shown(const Register& reg, const std::string& name = "payments") {
  std::string text = std::to_string(reg.index_of(name)) + ":";
  const auto* entries = reg.find(name);
  if (entries == nullptr) return text + " unknown";
  for (const Entry& entry : *entries) {
    const char* change = entry.last == Change::added ? "+" : entry.last == Change::modified ? "*" : "-";
    text += " " + entry.host.id + change + std::to_string(entry.created) + "/" + std::to_string(entry.changed);
  }
  return text;
}

TEST(NameRegister, BeginsWithWhatIsThere) {
  const Register reg({{"payments", {kA, kB}}, {"nobody", {}}}, 5ms);
  EXPECT_EQ(shown(reg), "1: a+1/1 b+1/1");
  EXPECT_EQ(shown(reg, "nobody"), "1:");
  EXPECT_EQ(shown(reg, "rates"), "1: unknown");
  EXPECT_EQ(reg.find("payments")->front().at, 5ms);
}

TEST(NameRegister, RemembersTheLastChangeOfEach) {
  Register reg({{"payments", {kA, kB}}, {"rates", {kB}}}, 1ms);
  reg.set({{"payments", {kB}}, {"rates", {kB}}}, 2ms);
  EXPECT_EQ(shown(reg), "2: b+1/1 a-1/2");
  EXPECT_EQ(shown(reg, "rates"), "1: b+1/1") << "another's change";
  EXPECT_EQ(reg.index(), 2u);
  reg.set({{"payments", {kA, kB}}, {"rates", {kB}}}, 3ms);
  EXPECT_EQ(shown(reg), "3: a+3/3 b+1/1");
  EXPECT_EQ(reg.find("payments")->front().added, 3ms);
}

TEST(NameRegister, TellsAnAddressThatMovedFromAHostThatIsNew) {
  Register reg({{"payments", {kA}}}, 1ms);
  reg.set({{"payments", {{"127.0.0.9", 1, "a"}}}}, 2ms);
  EXPECT_EQ(shown(reg), "2: a*1/2");
  EXPECT_EQ(reg.find("payments")->front().added, 1ms);
}

TEST(NameRegister, CountsChangesOnly) {
  Register reg({{"payments", {kA}}}, 1ms);
  reg.set({{"payments", {kA}}}, 2ms);
  EXPECT_EQ(reg.index(), 1u);
  reg.set({}, 3ms);
  EXPECT_EQ(shown(reg), "2: a-1/2");
  reg.set({}, 4ms);
  EXPECT_EQ(shown(reg), "2: a-1/2");
  reg.set({{"rates", {kB}}}, 5ms);
  EXPECT_EQ(shown(reg, "rates"), "3: b+3/3");
}

}  // namespace
}  // namespace squall::chaos::names
