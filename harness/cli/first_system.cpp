#include "harness/cli/first_system.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>

#include "contracts/openapi/contract.h"

namespace squall::harness {

namespace {

namespace fs = std::filesystem;

constexpr int deepest = 4;

bool has_contract_extension(const fs::path& path) {
  const auto extension = path.extension();
  return extension == ".yaml" || extension == ".yml" || extension == ".json";
}

// Without reading the whole of a file that is something else.
bool looks_like_openapi(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string head(4096, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  for (std::size_t at = head.find("openapi"); at != std::string::npos; at = head.find("openapi", at + 1)) {
    const bool begins =
        at == 0 || head[at - 1] == '\n' || head[at - 1] == '"' || head[at - 1] == '\'' || head[at - 1] == '{';
    std::size_t after = at + 7;
    if (after < head.size() && (head[after] == '"' || head[after] == '\'')) ++after;
    if (begins && after < head.size() && head[after] == ':') return true;
  }
  return false;
}

bool is_left_out(const fs::path& folder) {
  const std::string name = folder.filename().string();
  return name == "node_modules" || (name.size() > 1 && name[0] == '.' && name != "..");
}

void collect(const fs::path& place, std::set<fs::path>& files) {
  std::error_code error;
  if (fs::is_regular_file(place, error)) {
    files.insert(place.lexically_normal());
    return;
  }
  fs::recursive_directory_iterator entries(place, fs::directory_options::skip_permission_denied, error);
  for (const fs::recursive_directory_iterator end; !error && entries != end; entries.increment(error)) {
    if (entries->is_directory(error)) {
      if (is_left_out(entries->path()) || entries.depth() + 1 >= deepest) entries.disable_recursion_pending();
    } else if (has_contract_extension(entries->path()) && looks_like_openapi(entries->path())) {
      files.insert(entries->path().lexically_normal());
    }
  }
}

std::string name_from(const fs::path& path) {
  std::string name = path.stem().string();
  // "orders/openapi.yaml" is about orders.
  if ((name == "openapi" || name == "api" || name == "swagger") && path.has_parent_path()) {
    const std::string folder = path.parent_path().filename().string();
    if (!folder.empty() && folder != ".") name = folder;
  }
  std::string result;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    result += std::isalnum(byte) != 0 && byte < 128 ? static_cast<char>(std::tolower(byte)) : '-';
  }
  return result.empty() ? "service" : result;
}

std::string simple_request(const contracts::openapi::Contract& contract) {
  for (const auto& operation : contract.operations) {
    const bool required =
        std::any_of(operation.parameters.begin(), operation.parameters.end(), [](const auto& p) { return p.required; });
    if (operation.method == "GET" && !required && operation.path.find('{') == std::string::npos)
      return "GET " + operation.path;
  }
  return "";
}

// Text in a YAML double-quoted scalar.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

std::string one_line(std::string text) {
  for (char& c : text) c = c == '\n' || c == '\r' ? ' ' : c;
  return text;
}

}  // namespace

Found find_contracts(const std::vector<std::string>& places, const std::string& base) {
  std::set<fs::path> files;
  for (const std::string& place : places) collect(place, files);
  Found found;
  std::set<std::string> names;
  for (const fs::path& path : files) {
    const auto contract = contracts::openapi::load(path.string());
    if (!contract) {
      found.errors.insert(found.errors.end(), contract.error().begin(), contract.error().end());
      continue;
    }
    const std::string plain = name_from(path);
    std::string name = plain;
    for (int number = 2; !names.insert(name).second; ++number) name = plain + "-" + std::to_string(number);
    std::error_code ignored;
    const std::string relative = fs::proximate(path, base, ignored).string();
    found.contracts.push_back({relative, name, one_line((*contract)->title), simple_request(**contract)});
  }
  return found;
}

std::string first_system_file(const std::string& name, const std::vector<FoundContract>& contracts) {
  std::string text =
      "# A Squall system file; `squall check --schema` prints its JSON Schema for your editor.\nsquall: 1\nname: " +
      quoted(name) + "\n\nservices:\n";
  for (const FoundContract& contract : contracts) {
    text += "  " + contract.service + ":  # " + contract.title + "\n    contract: " + quoted(contract.path) +
            "\n    stub: {}  # Squall stands in for it. To test the real one, replace this line by\n"
            "    # port: auto\n    # start:\n    #   command: [./" +
            contract.service + ", --port, \"${services." + contract.service +
            ".port}\"]\n    #   ready: {http: /health, within: 10s}\n"
            "    # or, where it is running already, by\n    # url: http://127.0.0.1:8080\n";
  }
  const std::string first = contracts.front().service;
  const std::string second = contracts.size() > 1 ? contracts[1].service : "provider";
  text +=
      "\n# An edge is a consumer's way to a provider, through a proxy of Squall; hand its url to the consumer.\n"
      "# edges:\n#   " +
      first + "-" + second + ": {from: " + first + ", to: " + second + "}  # ${edges." + first + "-" + second +
      ".url}\n\n# Does a service keep its contract?\n# verify:\n#   " + first +
      ": {}\n\n# What must its consumer do when the provider fails?\n# resilience:\n#   " + first + "-" + second +
      ":\n#     stimulus: {request: GET /}\n#     expect: {timeout: {at_most: 1s}, retries: {at_most: 2}}\n";
  text += "\nexperiments:\n";
  const auto simple =
      std::find_if(contracts.begin(), contracts.end(), [](const FoundContract& c) { return !c.example.empty(); });
  const FoundContract& shown = simple == contracts.end() ? contracts.front() : *simple;
  const std::string request = shown.example.empty() ? "GET /" : shown.example;
  text += "  - name: in calm weather\n    load: {service: " + shown.service + ", request: " + quoted(request) +
          ", rate: 20/s, for: 2s}\n    expect: {success: \">= 99%\", in_contract: true}\n";
  return text;
}

}  // namespace squall::harness
