#include "contracts/openapi/contract.h"

namespace squall::contracts::openapi {

std::string_view to_string(ParameterIn in) {
  switch (in) {
    case ParameterIn::path:
      return "path";
    case ParameterIn::query:
      return "query";
    case ParameterIn::header:
      return "header";
    case ParameterIn::cookie:
      return "cookie";
  }
  return "";
}

const ResponseObject* Operation::response_for(int status) const {
  const std::string exact = std::to_string(status);
  const std::string range = exact.substr(0, 1) + "XX";
  const ResponseObject* best = nullptr;
  for (const ResponseObject& response : responses) {
    if (response.status == exact) return &response;
    if (response.status == range) best = &response;
    if (response.status == "default" && best == nullptr) best = &response;
  }
  return best;
}

const Operation* Contract::find(std::string_view method, std::string_view path_template) const {
  for (const Operation& operation : operations) {
    if (operation.method == method && operation.path == path_template) return &operation;
  }
  return nullptr;
}

const Operation* Contract::find_by_id(std::string_view operation_id) const {
  for (const Operation& operation : operations) {
    if (operation.operation_id == operation_id && !operation_id.empty()) return &operation;
  }
  return nullptr;
}

const SecurityScheme* Contract::security_scheme(std::string_view name) const {
  for (const SecurityScheme& scheme : security_schemes) {
    if (scheme.name == name) return &scheme;
  }
  return nullptr;
}

const std::string& Contract::base_path(const Operation& operation) const {
  static const std::string none;
  if (!operation.servers.empty()) return operation.servers.front().base_path;
  return servers.empty() ? none : servers.front().base_path;
}

}  // namespace squall::contracts::openapi
