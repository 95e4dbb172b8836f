#pragma once
// What a provider's own answers tell about its data: the ids it hands out make later requests reach something.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "contracts/http/message.h"
#include "contracts/match/message_generator.h"

namespace squall::harness {

class KnownResources {
 public:
  // Learns from a success: members of a JSON object, or of a list's objects, and the last segment of Location.
  void learn(const contracts::openapi::Operation& operation, const contracts::http::Response& response);
  // What another one learned later than this one.
  void add(KnownResources later);
  // Values for the operation's path parameters, as far as something is known. Every third call gets unknown ones, so
  // that the answer to those is seen too.
  contracts::match::KnownValues values_for(const contracts::openapi::Operation& operation, std::uint64_t index) const;

 private:
  struct Members {  // of one collection ("/orders"): member -> values seen, newest last
    std::map<std::string, std::vector<contracts::Value>> values;
  };
  void learn_object(Members& members, const contracts::Node& object);

  std::map<std::string, Members> by_collection_;
};

}  // namespace squall::harness
