#pragma once
// How `squall stub` chooses among the answers that a contract allows.

#include <memory>
#include <string>

#include "contracts/core/result.h"
#include "harness/stub/stub.h"

namespace CLI {
class App;
}

namespace squall::harness {

struct StubAnswerOptions {
  std::string examples = "fitting";
  bool dynamic = false;
  std::string query_preferences = "on";
  std::string cors = "on";
  std::string violate;
};

std::shared_ptr<StubAnswerOptions> declare_stub_answers(CLI::App& app);
// `stub` has its seed.
contracts::Status apply(const StubAnswerOptions& given, StubOptions& stub);

}  // namespace squall::harness
