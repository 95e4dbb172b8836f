#include "harness/stub/allowed_methods.h"

#include <algorithm>
#include <vector>

namespace squall::harness {

std::string allowed_methods(const contracts::match::Route& route, bool options) {
  std::vector<std::string> methods = route.allowed_methods;
  const auto has = [&](const char* method) {
    return std::find(methods.begin(), methods.end(), method) != methods.end();
  };
  if (has("GET") && !has("HEAD")) methods.push_back("HEAD");
  if (options && !has("OPTIONS")) methods.push_back("OPTIONS");
  std::string text;
  for (const auto& method : methods) text += (text.empty() ? "" : ", ") + method;
  return text;
}

}  // namespace squall::harness
