#include "harness/consumer/provider_names.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace squall::harness {
namespace {

using contracts::ErrorKind;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "Orders API (v2)" -> "orders-api-v2"
std::string slug(std::string_view text) {
  std::string name;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c)) {
      name += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  while (!name.empty() && name.back() == '-') name.pop_back();
  return name;
}

std::string stem_of(const std::string& file) {
  const std::string_view last = std::string_view(file).substr(file.rfind('/') + 1);
  return slug(last.substr(0, last.find('.')));
}

bool says_nothing(const std::string& stem) {
  constexpr std::array<std::string_view, 6> usual = {"", "openapi", "swagger", "api", "contract", "spec"};
  return std::find(usual.begin(), usual.end(), stem) != usual.end();
}

bool is_variable(const std::string& text) {
  return !text.empty() && !is_digit(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

contracts::Status add_variable(std::vector<ConsumerProvider>& providers, const std::string& given) {
  const auto equals = given.find('=');
  const std::string variable = given.substr(0, equals);
  if (equals == std::string::npos || !is_variable(variable)) {
    return contracts::fail(ErrorKind::usage, "--env: expected NAME=CONTRACT, found '" + given + "'", {},
                           "such as --env ORDERS_API=contracts/orders.yaml");
  }
  const std::string contract = given.substr(equals + 1);
  for (auto& provider : providers) {
    if (provider.file != contract && provider.name != contract) continue;
    provider.variables.push_back(variable);
    return {};
  }
  return contracts::fail(ErrorKind::usage, "--env: '" + contract + "' is none of the contracts", {},
                         "give the file as it stands among them");
}

}  // namespace

std::string url_variable(const std::string& name) {
  std::string variable = !name.empty() && is_digit(name.front()) ? "_" : "";
  for (const char c : name) variable += static_cast<char>(c == '-' ? '_' : c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return variable + "_URL";
}

contracts::Result<std::vector<ConsumerProvider>> name_providers(std::vector<ConsumerProvider> unnamed,
                                                                const std::vector<std::string>& given) {
  std::map<std::string, std::size_t> stems;
  for (const auto& provider : unnamed) ++stems[stem_of(provider.file)];
  std::map<std::string, std::string> known;  // name -> file
  for (auto& provider : unnamed) {
    provider.name = stem_of(provider.file);
    const std::string title = slug(provider.router->contract().title);
    if ((says_nothing(provider.name) || stems[provider.name] > 1) && !title.empty()) provider.name = title;
    if (provider.name.empty()) provider.name = "provider";
    const auto [other, is_new] = known.emplace(provider.name, provider.file);
    if (!is_new) {
      return contracts::fail(ErrorKind::usage,
                             provider.file + " and " + other->second + " would both be called '" + provider.name + "'",
                             {}, "rename one of the files, or give one contract only");
    }
    provider.variables = {url_variable(provider.name)};
  }
  for (const auto& each : given) SQUALL_TRY(add_variable(unnamed, each));
  return unnamed;
}

}  // namespace squall::harness
