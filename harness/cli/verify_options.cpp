#include "harness/cli/verify_options.h"

#include <cstdlib>
#include <filesystem>

namespace squall::harness {
namespace {

using contracts::ErrorKind;

contracts::Result<std::string> expanded(const std::string& text, System& system) {
  std::string result;
  std::size_t at = 0;
  for (;;) {
    const auto open = text.find("${env.", at);
    const auto close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) return result + text.substr(at);
    const std::string name = text.substr(open + 6, close - open - 6);
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) {
      return contracts::fail(ErrorKind::usage, "--header: the environment has no " + name, {},
                             "set it, as in " + name + "=... squall verify");
    }
    result += text.substr(at, open - at) + value;
    if (*value != '\0') {
      system.secrets.emplace_back(value);
      system.secret_names[value] = text.substr(open, close - open + 1);
    }
    at = close + 1;
  }
}

contracts::Status add_header(const std::string& text, System& system, VerifySpec& verify) {
  const auto colon = text.find(':');
  if (colon == 0 || colon == std::string::npos) {
    return contracts::fail(ErrorKind::usage, "--header: expected 'Name: value', found '" + text + "'");
  }
  const auto begin = text.find_first_not_of(' ', colon + 1);
  SQUALL_TRY_ASSIGN(std::string value, expanded(begin == std::string::npos ? "" : text.substr(begin), system));
  verify.headers.add(text.substr(0, colon), std::move(value));
  return {};
}

std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_not_of(
                                          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                          "_-+./:=@%,") == std::string::npos;
  if (plain) return word;
  std::string result = "'";
  for (const char c : word) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

}  // namespace

contracts::Result<System> system_of(const VerifyOptions& options) {
  System system;
  system.file = options.contract;
  system.name = std::filesystem::path(options.contract).stem().string();
  system.seed = options.seed;
  ServiceSpec service;
  service.name = system.name;
  service.contract = options.contract;
  service.url = options.url;
  system.services.push_back(service);
  VerifySpec verify;
  verify.service = system.name;
  verify.phases = options.phases;
  for (const std::string& header : options.headers) SQUALL_TRY(add_header(header, system, verify));
  system.verify.push_back(std::move(verify));
  return system;
}

std::string replay_of(const VerifyOptions& options, std::uint64_t seed) {
  std::string command = "squall verify " + quoted(options.contract) + " --url " + quoted(options.url);
  for (const std::string& phase : options.phases) command += " --phase " + quoted(phase);
  for (const std::string& header : options.headers) command += " --header " + quoted(header);
  if (options.requests != VerifyOptions{}.requests) command += " --requests " + std::to_string(options.requests);
  return command + " --seed " + std::to_string(seed);
}

}  // namespace squall::harness
