// Any text as a contract: loaded or refused with located errors; what loads can be requested and answered for.

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "contracts/match/message_generator.h"

using namespace squall::contracts;

namespace {

std::string path() {
  static const std::string one = "/tmp/squall-openapi-fuzz-" + std::to_string(::getpid()) + ".yaml";
  return one;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::FILE* file = std::fopen(path().c_str(), "wb");
  if (file == nullptr) std::abort();
  std::fwrite(data, 1, size, file);
  std::fclose(file);
  for (const bool strict : {true, false}) {
    openapi::LoadOptions options;
    options.strict = strict;
    const auto loaded = openapi::load(path(), options);
    if (!loaded) {
      for (const Error& error : loaded.error()) {
        if (error.message.empty() || error.location.file.empty()) std::abort();
      }
      continue;
    }
    std::size_t budget = 3;
    for (const openapi::Operation& operation : (*loaded)->operations) {
      if (budget-- == 0) break;
      const Random random(1, "fuzz");
      (void)match::valid_request(**loaded, operation, random);
      (void)match::make_response(**loaded, operation, 0, random);
    }
  }
  return 0;
}
