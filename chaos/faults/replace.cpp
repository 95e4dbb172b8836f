// replace: the provider handles the request; the consumer gets another body, status or both.
#include "chaos/faults/answer.h"
#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class ReplaceAnswer final : public Fault {
 public:
  explicit ReplaceAnswer(const Parameters& given) : answer_(answer_of(given)), typed_(given.has("content_type")) {}

  Steps on_response_head(Context&, const ResponseHead& head) const override {
    contracts::http::Response answer = answer_;
    if (answer.status == 0) answer.status = head.status;
    for (const auto& header : head.headers) {
      if (keeps(header)) answer.headers.add(header.name, header.value);
    }
    if (!typed_ && head.headers.contains("content-type")) {
      answer.headers.set("Content-Type", std::string(head.headers.get("content-type")));
    }
    return {Respond{std::move(answer)}};
  }

 private:
  // All but those about the body or the connection, and those that were given.
  bool keeps(const contracts::http::Header& header) const {
    for (const char* own :
         {"content-length", "transfer-encoding", "content-encoding", "content-type", "connection", "trailer", "etag"}) {
      if (contracts::http::equal_ignoring_case(header.name, own)) return false;
    }
    return !answer_.headers.contains(header.name);
  }

  contracts::http::Response answer_;
  bool typed_;
};

std::vector<ParameterInfo> table() {
  return {{"body", ParameterType::text, false, "", "the body the consumer gets; empty by default"},
          {"status", ParameterType::integer, false, "", "200 to 599; the provider's by default"},
          {"content_type", ParameterType::text, false, "", "the provider's by default"},
          {"headers", ParameterType::headers, false, "", "in place of the provider's of the same name"}};
}

}  // namespace

FaultDescriptor replace_fault() {
  return describe<ReplaceAnswer, table, check_answer>("replace", "another body or status in place of the provider's",
                                                      Layer::http, "body");
}

}  // namespace squall::chaos
