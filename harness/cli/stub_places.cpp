#include "harness/cli/stub_places.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <utility>

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Status;

using Draft = StubPlace;  // its name is still missing
using Drafts = std::vector<Draft>;

Draft& of_contract(Drafts& drafts, const std::string& contract) {
  const auto found =
      std::find_if(drafts.begin(), drafts.end(), [&](const Draft& draft) { return draft.contract == contract; });
  if (found != drafts.end()) return *found;
  drafts.emplace_back();
  drafts.back().contract = contract;
  return drafts.back();
}

Status twice(const std::string& option, const Draft& draft) {
  return fail(ErrorKind::usage, option + " is given twice for " + draft.contract);
}

// Calls `put` with what stands before the first '=' and the draft of the contract behind it.
Status each(const std::string& option, const std::string& form, const std::vector<std::string>& values, Drafts& drafts,
            const std::function<Status(const std::string&, Draft&)>& put) {
  for (const std::string& value : values) {
    const auto equals = value.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == value.size()) {
      return fail(ErrorKind::usage, option + ": expected " + form + ", found '" + value + "'", {},
                  "write it like " + option + " " + form);
    }
    SQUALL_TRY(put(value.substr(0, equals), of_contract(drafts, value.substr(equals + 1))));
  }
  return {};
}

Status put_prefix(std::string text, Draft& draft) {
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  if (text.front() != '/' || text == "/" || text.find_first_of("?# {}") != std::string::npos) {
    return fail(ErrorKind::usage, "--prefix: '" + text + "' is no path to put before others", {},
                "write it like /orders");
  }
  if (!draft.prefix.empty()) return twice("--prefix", draft);
  draft.prefix = std::move(text);
  return {};
}

Status put_host_name(std::string text, Draft& draft) {
  if (text.find_first_of(":/ ") != std::string::npos) {
    return fail(ErrorKind::usage, "--host-name: '" + text + "' is no host name", {},
                "write it like orders.local, without a port");
  }
  if (!draft.host_name.empty()) return twice("--host-name", draft);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  draft.host_name = std::move(text);
  return {};
}

Status put_address(const std::string& text, Draft& draft) {
  if (draft.apart) return twice("--listen", draft);
  SQUALL_TRY_ASSIGN(draft.address, parse_address("--listen", text, true));
  draft.apart = true;
  return {};
}

// "orders", and "orders-2" for another file of that name.
std::string name_of(const std::string& contract, const std::vector<StubPlace>& others) {
  const std::string stem = std::filesystem::path(contract).stem().string();
  std::string name = stem;
  const auto taken = [&] {
    return std::any_of(others.begin(), others.end(), [&](const StubPlace& other) { return other.name == name; });
  };
  for (int next = 2; taken(); ++next) name = stem + "-" + std::to_string(next);
  return name;
}

}  // namespace

bool on_one_port(const StubPlace& one, const StubPlace& other) {
  if (one.contract == other.contract) return true;
  return one.address == other.address && (one.address.port != 0 || (!one.apart && !other.apart));
}

std::shared_ptr<PlaceOptions> declare_places(CLI::App& app) {
  auto options = std::make_shared<PlaceOptions>();
  app.add_option("CONTRACT", options->contracts, "OpenAPI 3 or Swagger 2.0 documents, or one Pact file")->type_name("");
  const auto several = [&app](const char* name, std::vector<std::string>& values, const char* what, const char* type) {
    app.add_option(name, values, what)->type_name(type)->allow_extra_args(false);
  };
  several("--prefix", options->prefixes, "serve that contract below the path, which is taken off; repeatable",
          "PATH=CONTRACT");
  several("--host-name", options->host_names, "serve that contract to requests for the host; repeatable",
          "NAME=CONTRACT");
  several("--listen", options->listens, "serve that contract on a port of its own; repeatable", "[HOST:]PORT=CONTRACT");
  app.add_option("--port", options->port, "port to listen on; any free one when absent")->type_name("N");
  app.add_option("--host", options->host, "address to listen on; loopback by default")->type_name("ADDRESS");
  return options;
}

contracts::Result<std::vector<StubPlace>> places_of(const PlaceOptions& options) {
  Drafts drafts;
  for (const auto& contract : options.contracts) of_contract(drafts, contract);
  SQUALL_TRY(each("--prefix", "/orders=orders.yaml", options.prefixes, drafts, put_prefix));
  SQUALL_TRY(each("--host-name", "orders.local=orders.yaml", options.host_names, drafts, put_host_name));
  SQUALL_TRY(each("--listen", "4010=orders.yaml", options.listens, drafts, put_address));
  if (drafts.empty()) return fail(ErrorKind::usage, "CONTRACT is required", {}, "name at least one");
  std::vector<StubPlace> places;
  for (Draft& draft : drafts) {
    if (!draft.apart) draft.address = Address{options.host, options.port};
    draft.name = name_of(draft.contract, places);
    places.push_back(std::move(draft));
  }
  return places;
}

}  // namespace squall::harness
