// headers: header fields of the request or the answer are set or removed.
#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

// "ETag, Age"
std::vector<std::string> names_of(const std::string& list) {
  std::vector<std::string> names;
  std::string name;
  for (const char c : list + ",") {
    if (c != ',') {
      if (c != ' ' && c != '\t') name += c;
    } else if (!name.empty()) {
      names.push_back(std::exchange(name, {}));
    }
  }
  return names;
}

class EditHeaders final : public Fault {
 public:
  explicit EditHeaders(const Parameters& given) : request_(given.text("on") == "request") {
    edit_.remove = names_of(given.text("remove"));
    for (const auto& header : given.headers("set")) edit_.set.push_back(header);
  }

  Steps on_request(Context&) const override { return request_ ? Steps{edit_} : Steps{}; }
  Steps on_response_head(Context&, const ResponseHead&) const override { return request_ ? Steps{} : Steps{edit_}; }

 private:
  EditHead edit_;
  bool request_;
};

std::vector<ParameterInfo> table() {
  return {{"set", ParameterType::headers, false, "", "replaced, or added when absent: {Content-Type: text/plain}"},
          {"remove", ParameterType::text, false, "", "names, separated by commas"},
          {"on", ParameterType::choice, false, "answer", "which message", {"answer", "request"}}};
}

contracts::Status check(const Parameters& given) {
  if (!given.has("set") && !given.has("remove")) {
    return contracts::fail(contracts::ErrorKind::usage, "expected set, remove or both");
  }
  for (const std::string& name : names_of(given.text("remove"))) {
    if (contracts::http::equal_ignoring_case(name, "content-length") ||
        contracts::http::equal_ignoring_case(name, "transfer-encoding")) {
      return contracts::fail(contracts::ErrorKind::usage, "remove: '" + name + "' says where the message ends",
                             {"", 0, 0, "/remove"}, "use truncate to break a body off");
    }
  }
  for (const auto& header : given.headers("set")) {
    if (contracts::http::equal_ignoring_case(header.name, "content-length") ||
        contracts::http::equal_ignoring_case(header.name, "transfer-encoding")) {
      return contracts::fail(contracts::ErrorKind::usage, "set: '" + header.name + "' says where the message ends",
                             {"", 0, 0, "/set"}, "use truncate to break a body off");
    }
  }
  return {};
}

}  // namespace

FaultDescriptor header_fault() {
  return describe<EditHeaders, table, check>("headers", "header fields are set or removed", Layer::http, "");
}

}  // namespace squall::chaos
