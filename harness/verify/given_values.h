#pragma once
// The data file: values that the user knows to mean something to the service.
//   path.orderId: [1, 2]                        # wherever a parameter of that name is sent
//   POST /orders: {body: {/customer: c-1}}      # of one operation, by name or operationId
// A list is several values, used in turn. They are put where the parameter or body member is sent anyway.

#include <map>
#include <string>
#include <vector>

#include "contracts/core/document.h"
#include "contracts/match/message_generator.h"

namespace squall::harness {

class GivenValues {
 public:
  using Errors = std::vector<contracts::Error>;
  // Every mistake, located: an operation or parameter that the contract does not know, with what was meant.
  static tl::expected<GivenValues, Errors> load(const std::string& path, const contracts::openapi::Contract& contract);
  static tl::expected<GivenValues, Errors> read(const contracts::Document& document,
                                                const contracts::openapi::Contract& contract);

  // For the operation's path parameters.
  contracts::match::KnownValues path_values(const contracts::openapi::Operation& operation, std::uint64_t index) const;
  // For everything else that the request sends, but for what the case breaks on purpose.
  void put_into(const contracts::match::RequestCase& request_case, contracts::http::Request& request) const;

 private:
  using Choices = std::vector<contracts::Value>;
  struct Given {
    std::map<std::pair<std::string, std::string>, Choices> parameters;  // (in, name)
    std::map<std::string, Choices> body;                                // by JSON Pointer
  };
  struct Reading;

  std::map<const contracts::openapi::Operation*, Given> by_operation_;
};

// Sets what the request sends at (in, name), or at a pointer of its JSON body, unless the case breaks that part.
// Shared with the hook, which gives values as it goes.
void put_parameter(const contracts::match::RequestCase& request_case, contracts::http::Request& request,
                   const std::string& in, const std::string& name, const contracts::Value& value);
void put_body_member(const contracts::match::RequestCase& request_case, contracts::http::Request& request,
                     const std::string& pointer, const contracts::Value& value);

}  // namespace squall::harness
