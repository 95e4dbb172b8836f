#include "contracts/openapi/server_paths.h"

#include <algorithm>

namespace squall::contracts::openapi {
namespace {

constexpr std::size_t most_paths = 256;

using Texts = std::vector<std::string>;

void add_new(Texts& texts, std::string text) {
  if (texts.size() < most_paths && std::find(texts.begin(), texts.end(), text) == texts.end())
    texts.push_back(std::move(text));
}

// Hosts and ports make no paths: without them few beginnings are left, however many there are.
std::string without_authority(const std::string& url) {
  const auto authority = url.find("//");
  if (authority == std::string::npos) return url;
  const auto path = url.find('/', authority + 2);
  return path == std::string::npos ? "//" : "//" + url.substr(path);
}

Texts continued(const Texts& beginnings, const Texts& pieces) {
  Texts urls;
  for (const std::string& beginning : beginnings) {
    for (const std::string& piece : pieces) add_new(urls, without_authority(beginning + piece));
  }
  return urls;
}

Texts values_of(const Server& server, std::string_view name) {
  for (const ServerVariable& variable : server.variables) {
    if (variable.name != name) continue;
    if (!variable.choices.empty()) return variable.choices;
    Texts values{variable.default_value};
    if (variable.default_value.find("//") == std::string::npos) values.emplace_back("{}");
    return values;
  }
  return {std::string(name)};
}

}  // namespace

std::string base_path_of(std::string_view url) {
  const auto authority = url.find("//");
  if (authority != std::string_view::npos) {
    const auto path = url.find('/', authority + 2);
    url = path == std::string_view::npos ? std::string_view{} : url.substr(path);
  }
  url = url.substr(0, url.find_first_of("?#"));
  while (!url.empty() && url.back() == '/') url.remove_suffix(1);
  std::string path(url);
  if (!path.empty() && path.front() != '/') path.insert(path.begin(), '/');
  return path == "/." ? std::string{} : path;
}

std::vector<std::string> base_paths(const Server& server) {
  Texts urls{""};
  std::string_view rest = server.url_template;
  for (;;) {
    const auto open = rest.find('{');
    const auto close = open == std::string_view::npos ? open : rest.find('}', open);
    const bool last = close == std::string_view::npos;
    urls = continued(urls, {std::string(rest.substr(0, last ? close : open))});
    if (last) break;
    urls = continued(urls, values_of(server, rest.substr(open + 1, close - open - 1)));
    rest.remove_prefix(close + 1);
  }
  Texts paths{server.base_path};
  for (const std::string& url : urls) add_new(paths, base_path_of(url));
  return paths;
}

}  // namespace squall::contracts::openapi
