#include "harness/traffic/remote_documents.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>

#include "contracts/core/random.h"
#include "harness/traffic/client.h"

namespace squall::harness {
namespace {
namespace fs = std::filesystem;
using contracts::ErrorKind;
using contracts::Result;

constexpr std::size_t largest = 32u * 1024 * 1024;
constexpr int most_redirects = 5;

std::string default_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/') {
    return std::string(cache) + "/squall/documents";
  }
  const char* home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? std::string(home) + "/.cache/squall/documents" : std::string();
}

// A kept document: its entity tag in the first line, its URI in the second, then the text.
struct Kept {
  std::string tag, text;
};

class Documents {
 public:
  explicit Documents(std::string folder) : folder_(std::move(folder)) {}

  Result<std::string> get(const std::string& uri) {
    if (const auto known = asked_.find(uri); known != asked_.end()) return known->second;
    return asked_.emplace(uri, ask(uri)).first->second;
  }

 private:
  Result<std::string> ask(const std::string& uri) {
    const Kept kept = read(uri);
    std::string at = uri;
    for (int redirects = 0;; ++redirects) {
      Answer answer = send(at, at == uri ? kept.tag : std::string());
      const int status = answer.response.status;
      if (answer.error != chaos::CallError::none) return unavailable(at, answer.error_text);
      if (answer.truncated) return unavailable(at, "it is larger than 32 MiB");
      if (status == 304 && !kept.tag.empty()) return kept.text;
      const std::string location(answer.response.headers.get("location"));
      if (status / 100 == 3 && !location.empty()) {
        if (redirects == most_redirects) return unavailable(uri, "too many redirects");
        at = redirected(at, location);
        if (!at.starts_with("http://") && !at.starts_with("https://")) return unavailable(uri, "redirected to " + at);
        continue;
      }
      if (status != 200) return unavailable(at, fmt::format("the answer is {}", status));
      if (at == uri) keep(uri, {std::string(answer.response.headers.get("etag")), answer.response.body});
      return std::move(answer.response.body);
    }
  }

  static contracts::Result<std::string> unavailable(const std::string& uri, const std::string& why) {
    return contracts::fail(ErrorKind::unavailable, "cannot get '" + uri + "': " + why);
  }

  Answer send(const std::string& uri, const std::string& tag) {
    const auto path = uri.find('/', uri.find("://") + 3);
    contracts::http::Request request;
    request.target = path == std::string::npos ? "/" : uri.substr(path);
    request.headers.add("Accept", "application/yaml, application/json, */*;q=0.5");
    if (!tag.empty()) request.headers.add("If-None-Match", tag);
    SendOptions options;
    options.max_body = largest;
    return client_.send(uri.substr(0, path), request, options);
  }

  static std::string redirected(const std::string& from, const std::string& location) {
    if (location.find("://") != std::string::npos) return location;
    const auto path = from.find('/', from.find("://") + 3);
    if (location.starts_with('/')) return from.substr(0, path) + location;
    return from.substr(0, from.rfind('/') + 1) + location;
  }

  fs::path file_of(const std::string& uri) const {
    return fs::path(folder_) /
           fmt::format("{:016x}{:016x}", contracts::stable_hash(uri, 1), contracts::stable_hash(uri, 2));
  }

  Kept read(const std::string& uri) const {
    Kept kept;
    if (folder_.empty()) return kept;
    std::ifstream in(file_of(uri), std::ios::binary);
    std::string known_as;
    if (!std::getline(in, kept.tag) || !std::getline(in, known_as) || known_as != uri) return {};
    std::ostringstream text;
    text << in.rdbuf();
    kept.text = std::move(text).str();
    return kept;
  }

  // A document that cannot be kept is asked for again next time; that is no reason to fail.
  void keep(const std::string& uri, const Kept& kept) const {
    if (folder_.empty() || kept.tag.empty()) return;
    std::error_code ignored;
    fs::create_directories(folder_, ignored);
    const fs::path file = file_of(uri);
    fs::path partial = file;
    partial += ".partial";
    {
      std::ofstream out(partial, std::ios::binary | std::ios::trunc);
      out << kept.tag << '\n' << uri << '\n' << kept.text;
      if (!out.flush()) return;
    }
    fs::rename(partial, file, ignored);
  }

  std::string folder_;
  Client client_;
  std::map<std::string, Result<std::string>> asked_;
};

}  // namespace

RemoteDocuments remote_documents() {
  return remote_documents(default_folder());
}

RemoteDocuments remote_documents(std::string folder) {
  auto documents = std::make_shared<Documents>(std::move(folder));
  return [documents](const std::string& uri) { return documents->get(uri); };
}

}  // namespace squall::harness
