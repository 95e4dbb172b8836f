#include "contracts/match/usual_status.h"

#include <string>

namespace squall::contracts::match {
namespace {

// What a declared key is answered as: "404" as itself, "2XX" as 200, "default" as 200.
int status_of(const std::string& key) {
  if (key == "default") return 200;
  return key.size() == 3 && key[1] == 'X' ? (key[0] - '0') * 100 : std::stoi(key);
}

}  // namespace

int usual_status(const openapi::Operation& operation) {
  const openapi::ResponseObject *lowest = nullptr, *range = nullptr, *otherwise = nullptr, *first = nullptr;
  for (const openapi::ResponseObject& response : operation.responses) {
    const std::string& status = response.status;
    if (status[0] == '1') continue;
    if (first == nullptr) first = &response;
    if (status == "default") otherwise = &response;
    if (status[0] != '2') continue;
    if (status == "2XX") range = &response;
    if (status != "2XX" && (lowest == nullptr || status < lowest->status)) lowest = &response;
  }
  for (const openapi::ResponseObject* best : {lowest, range, otherwise, first}) {
    if (best != nullptr) return status_of(best->status);
  }
  return 200;
}

const openapi::ResponseObject* usual_success(const openapi::Operation& operation) {
  const int status = usual_status(operation);
  return status / 100 == 2 ? operation.response_for(status) : nullptr;
}

}  // namespace squall::contracts::match
