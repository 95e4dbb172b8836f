// Large contracts: a clear outcome in bounded memory.

#include <gtest/gtest.h>
#include <malloc.h>

#include <fstream>
#include <iostream>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts::openapi;

// The most memory that was resident since this was made, above what was then.
class Growth {
 public:
  Growth() {
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins anew (proc(5))
    before_ = status("VmRSS:");
  }
  std::size_t kib() const { return status("VmHWM:") - before_; }

 private:
  static std::size_t status(const std::string& name) {
    std::ifstream in("/proc/self/status");
    for (std::string word; in >> word;) {
      std::size_t kib = 0;
      if (word == name && in >> kib) return kib;
    }
    return 0;
  }
  std::size_t before_ = 0;
};

LoadOptions strict() {
  LoadOptions options;
  options.strict = true;
  return options;
}

// Operations that share their components, as generated contracts do.
std::string contract_with(std::size_t paths, std::size_t description_bytes) {
  const std::string description(description_bytes, 'd');
  std::string text = R"({"openapi":"3.0.3","info":{"title":"Large","version":"1"},"paths":{)";
  for (std::size_t i = 0; i < paths; ++i) {
    const std::string number = std::to_string(i);
    text += std::string(i == 0 ? "" : ",") + R"("/things)" + number + R"(/{id}":{"get":{"operationId":"get)" + number +
            R"(","description":")" + description + R"(","parameters":[{"$ref":"#/components/parameters/Id"}],)" +
            R"("responses":{"200":{"description":"ok","content":{"application/json":{"schema":)" +
            R"({"$ref":"#/components/schemas/Thing"}}}},"404":{"$ref":"#/components/responses/None"}}}})";
  }
  return text + R"(},"components":{"parameters":{"Id":{"name":"id","in":"path","required":true,)" +
         R"("schema":{"type":"integer"}}},"responses":{"None":{"description":"none"}},)" +
         R"("schemas":{"Thing":{"type":"object","properties":{"id":{"type":"integer"},)" +
         R"("part":{"$ref":"#/components/schemas/Thing"}}}}}})";
}

TEST(LargeContracts, TenThousandOperationsLoad) {
  const TemporaryFiles files;
  const std::string text = contract_with(10'000, 0);
  const Growth growth;
  const auto loaded = load(files.write("contract.json", text), strict());
  ASSERT_TRUE(loaded) << all_errors(loaded.error());
  EXPECT_EQ((*loaded)->operations.size(), 10'000u);
  EXPECT_NE((*loaded)->find("GET", "/things9999/{id}"), nullptr);
  const std::size_t used = growth.kib();
  EXPECT_GT(used, 0u);
  std::cout << "10,000 operations in " << text.size() / 1024 << " KiB: " << used / 1024 << " MiB\n";
  EXPECT_LT(used, 100u * 1024) << "KiB";
}

TEST(LargeContracts, FourMegabytesLoad) {
  const TemporaryFiles files;
  const std::string text = contract_with(2'000, 2'000);
  ASSERT_GT(text.size(), 4u * 1024 * 1024);
  const Growth growth;
  const auto loaded = load(files.write("contract.json", text), strict());
  ASSERT_TRUE(loaded) << all_errors(loaded.error());
  EXPECT_EQ((*loaded)->operations.size(), 2'000u);
  const std::size_t used = growth.kib();
  EXPECT_GT(used, 0u);
  std::cout << "a contract of " << text.size() / 1024 << " KiB: " << used / 1024 << " MiB\n";
  EXPECT_LT(used * 1024, text.size() * 10);
}

TEST(LargeContracts, ManyMistakesGiveAPage) {
  const TemporaryFiles files;
  std::string text = contract_with(10'000, 0);
  for (auto at = text.find("\"operationId\""); at != std::string::npos; at = text.find("\"operationId\"", at)) {
    text.replace(at, 13, "\"operationIdd\"");
  }
  const auto refused = load(files.write("contract.json", text), strict());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().size(), 50u);
}

}  // namespace
}  // namespace squall::tests
