// Loading takes time in proportion to the contract's size.

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>

#include "contracts/openapi/contract.h"
#include "tests/support/temporary_files.h"

namespace squall::tests {
namespace {

// Every thing refers to another one; operations refer to things, to a response, and by links to each other.
std::string contract_with(int things) {
  std::string paths, schemas;
  for (int i = 0; i < things; ++i) {
    const std::string n = std::to_string(i);
    const std::string other = std::to_string(i * 7 % things);
    const std::string content =
        R"("content":{"application/json":{"schema":{"$ref":"#/components/schemas/Thing)" + n + R"("}}})";
    if (i > 0) paths += ",", schemas += ",";
    paths += R"("/things)" + n + R"(":{"post":{"operationId":"make)" + n + R"(","requestBody":{)" + content +
             R"(},"responses":{"201":{"description":"made",)" + content + R"(,"links":{"read":{"operationId":"read)" +
             n + R"(","parameters":{"id":"$response.body#/id"}}}}}}})";
    paths += R"(,"/things)" + n + R"(/{id}":{"get":{"operationId":"read)" + n +
             R"(","parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string"}}],)"
             R"("responses":{"200":{"description":"ok",)" +
             content + R"(},"404":{"$ref":"#/components/responses/None"}}}})";
    schemas += R"("Thing)" + n +
               R"(":{"type":"object","required":["id"],"properties":{"id":{"type":"string"},)"
               R"("size":{"type":"integer","maximum":9},"other":{"$ref":"#/components/schemas/Thing)" +
               other + R"("}}})";
  }
  return R"({"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{)" + paths +
         R"(},"components":{"responses":{"None":{"description":"none"}},"schemas":{)" + schemas + "}}}";
}

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// The least of some tries, of this thread's processor time.
double seconds_to_load(int things) {
  const TemporaryFiles files;
  const std::string path = files.write("contract.json", contract_with(things));
  double least = 1e9;
  for (int i = 0; i < 3; ++i) {
    const double begin = processor_seconds();
    contracts::openapi::LoadOptions options;
    options.strict = true;
    const auto loaded = contracts::openapi::load(path, options);
    least = std::min(least, processor_seconds() - begin);
    EXPECT_TRUE(loaded && (*loaded)->operations.size() == static_cast<std::size_t>(things) * 2);
  }
  return least;
}

TEST(LoadTime, IsInProportionToTheSize) {
  const double ratio = seconds_to_load(2400) / seconds_to_load(300);
  EXPECT_LT(ratio, 32) << "8 in proportion, 64 by the square";
}

}  // namespace
}  // namespace squall::tests
