#include "harness/watch/sound_messages.h"

#include <algorithm>

#include "contracts/core/random.h"

namespace squall::harness {
namespace {

using contracts::stable_hash;
using contracts::http::Headers;
using contracts::openapi::Operation;
using contracts::openapi::ParameterIn;

void add_name(std::vector<std::string>& names, const std::string& name) {
  const auto same = [&](const std::string& other) { return contracts::http::equal_ignoring_case(name, other); };
  if (std::none_of(names.begin(), names.end(), same)) names.push_back(name);
}

std::vector<std::string> request_fields(const contracts::openapi::Contract& contract, const Operation& operation) {
  std::vector<std::string> names = {"Content-Type", "Content-Encoding"};
  for (const auto& parameter : operation.parameters) {
    if (parameter.in == ParameterIn::header) add_name(names, parameter.name);
    if (parameter.in == ParameterIn::cookie) add_name(names, "Cookie");
  }
  for (const auto& alternative : operation.security) {
    for (const auto& requirement : alternative) {
      const auto* scheme = contract.security_scheme(requirement.first);
      if (scheme == nullptr) continue;
      const bool key = scheme->type == "apiKey";
      if (!key || scheme->in != "query")
        add_name(names, !key ? "Authorization" : scheme->in == "header" ? scheme->parameter : "Cookie");
    }
  }
  return names;
}

std::vector<std::string> response_fields(const Operation& operation) {
  std::vector<std::string> names = {"Content-Type", "Content-Encoding"};
  for (const auto& response : operation.responses) {
    for (const auto& header : response.headers) add_name(names, header.name);
  }
  return names;
}

std::uint64_t with_fields(std::uint64_t hash, const std::vector<std::string>& names, const Headers& headers) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (const auto& header : headers) {
      if (contracts::http::equal_ignoring_case(header.name, names[i])) hash = stable_hash(header.value, hash + i + 1);
    }
  }
  return hash;
}

// 0 stands for an empty slot.
std::uint64_t not_zero(std::uint64_t hash) {
  return hash == 0 ? 1 : hash;
}

std::uint64_t begin(const Operation& operation, std::uint64_t what) {
  const auto where = reinterpret_cast<std::uintptr_t>(&operation);
  return (static_cast<std::uint64_t>(where) << 16) ^ what;
}

constexpr std::uint64_t kRequest = 1000, kHead = 2000;  // statuses lie below

}  // namespace

SoundMessages::SoundMessages(const contracts::openapi::Contract& contract) {
  for (const auto& operation : contract.operations)
    fields_.emplace(&operation, Fields{request_fields(contract, operation), response_fields(operation)});
}

std::uint64_t SoundMessages::key_of(const Operation& operation, const contracts::http::Request& request) const {
  std::uint64_t hash = stable_hash(request.target, begin(operation, kRequest));
  hash = with_fields(hash, fields_.at(&operation).request, request.headers);
  return not_zero(stable_hash(request.body, hash));
}

std::uint64_t SoundMessages::key_of(const Operation& operation, std::string_view method,
                                    const contracts::http::Response& response) const {
  const auto status = static_cast<std::uint64_t>(response.status);
  const std::uint64_t hash = begin(operation, method == "HEAD" ? kHead + status : status);
  return not_zero(stable_hash(response.body, with_fields(hash, fields_.at(&operation).response, response.headers)));
}

}  // namespace squall::harness
