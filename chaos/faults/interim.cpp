// interim: 1xx answers before the answer (RFC 9110, section 15.2).
#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class Interim final : public Fault {
 public:
  explicit Interim(const Parameters& given) {
    const auto status = static_cast<int>(given.number("status"));
    for (std::uint64_t i = 0; i < given.number("count"); ++i) {
      bytes_ +=
          "HTTP/1.1 " + std::to_string(status) + " " + std::string(contracts::http::reason_phrase(status)) + "\r\n";
      if (status == 103) bytes_ += "Link: </style.css>; rel=preload; as=style\r\n";
      bytes_ += "\r\n";
    }
  }

  Steps on_response_head(Context&, const ResponseHead&) const override { return {Send{bytes_}}; }

 private:
  std::string bytes_;
};

std::vector<ParameterInfo> table() {
  return {{"status", ParameterType::integer, false, "103", "100, 102, 103 or another from 104 to 199"},
          {"count", ParameterType::integer, false, "1", "how many, at most 1000"}};
}

contracts::Status check(const Parameters& given) {
  const auto status = given.number("status"), count = given.number("count");
  if (status < 100 || status > 199 || status == 101) {
    return contracts::fail(contracts::ErrorKind::usage, "status: expected 100 to 199, and not 101",
                           {"", 0, 0, "/status"});
  }
  if (count == 0 || count > 1000) {
    return contracts::fail(contracts::ErrorKind::usage, "count: expected 1 to 1000", {"", 0, 0, "/count"});
  }
  return {};
}

}  // namespace

FaultDescriptor interim_fault() {
  return describe<Interim, table, check>("interim", "1xx answers before the answer", Layer::http, "count");
}

}  // namespace squall::chaos
