#include "harness/stub/shared_port.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "harness/stub/problem.h"

namespace squall::harness {
namespace {

using chaos::http::Incoming;
using chaos::http::Reply;
using contracts::match::Router;
using contracts::openapi::Contract;
using contracts::openapi::Operation;

const std::vector<contracts::openapi::Server>& servers_of(const Contract& contract, const Operation* operation) {
  return operation == nullptr || operation->servers.empty() ? contract.servers : operation->servers;
}

bool is_below(std::string_view path, std::string_view prefix) {
  return path.substr(0, prefix.size()) == prefix && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

// "1" for each templated segment, "0" for a concrete one: the smaller, the more concrete.
std::string vagueness(const std::string& path_template) {
  std::string text;
  for (std::size_t at = 0; at < path_template.size(); ++at) {
    if (path_template[at] != '/') continue;
    const auto end = path_template.find('/', at + 1);
    text += path_template.substr(at, end - at).find('{') == std::string::npos ? '0' : '1';
  }
  return text;
}

// How well a contract knows a request; the larger, the better.
struct Knowledge {
  int depth = 0;         // 0: not at all, 1: its path, 2: its operation
  std::size_t base = 0;  // one more than the length of the server's base path that it is below; 0: below none
  std::string vagueness;
  bool operator==(const Knowledge&) const = default;
  bool operator<(const Knowledge& other) const {
    return std::tie(depth, base, other.vagueness) < std::tie(other.depth, other.base, vagueness);
  }
};

Knowledge knowledge_of(const Router& router, const contracts::http::Request& request, std::string_view target) {
  auto route = router.route(request.method, target);
  if (route.operation == nullptr && request.method == "HEAD") route = router.route("GET", target);
  if (!route.path_known) return {};
  Knowledge knowledge{route.operation == nullptr ? 1 : 2, 0, ""};
  if (route.operation != nullptr) knowledge.vagueness = vagueness(route.operation->path);
  const auto& servers = servers_of(router.contract(), route.operation);
  if (servers.empty()) knowledge.base = 1;
  for (const auto& server : servers) {
    if (is_below(contracts::http::path_of(target), server.base_path)) {
      knowledge.base = std::max(knowledge.base, server.base_path.size() + 1);
    }
  }
  return knowledge;
}

// RFC 9112, section 3.2.2.
bool is_absolute(std::string_view target) {
  return !target.starts_with('/') && target.find("://") < target.find('?');
}

std::string origin_form(std::string_view target) {
  const auto query = std::min(target.find('?'), target.size());
  return std::string(contracts::http::path_of(target)) + std::string(target.substr(query));
}

std::string host_of(const contracts::http::Request& request) {
  std::string host(request.headers.get("Host"));
  const auto colon = host.rfind(':');
  if (colon != std::string::npos && host.find(']', colon) == std::string::npos) host.erase(colon);
  std::transform(host.begin(), host.end(), host.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return host;
}

class SharedPort {
 public:
  SharedPort(std::vector<PortSharer> sharers, std::function<void(const Incoming&, const std::string&)> unclaimed)
      : sharers_(std::move(sharers)), unclaimed_(std::move(unclaimed)) {}

  Reply operator()(const Incoming& incoming) const {
    if (!is_absolute(incoming.request.target)) return share(incoming);
    Incoming plain = incoming;
    plain.request.target = origin_form(incoming.request.target);
    return share(plain);
  }

 private:
  using Candidates = std::vector<const PortSharer*>;

  Reply share(const Incoming& incoming) const {
    const auto candidates = nearest_prefix(of_host(host_of(incoming.request)), incoming.request);
    std::string why;
    const PortSharer* chosen = candidates.size() == 1 ? candidates.front() : by_paths(candidates, incoming, why);
    if (chosen == nullptr) {
      if (unclaimed_) unclaimed_(incoming, why);
      Reply reply{problem(404, why), {}};
      reply.response.headers.set("Server", "squall-stub");
      return reply;
    }
    if (chosen->prefix.empty()) return chosen->handler(incoming);
    Incoming below = incoming;
    below.request.target.erase(0, chosen->prefix.size());
    if (below.request.target.empty() || below.request.target.front() != '/') below.request.target.insert(0, 1, '/');
    return chosen->handler(below);
  }

  Candidates of_host(const std::string& host) const {
    Candidates named, any;
    for (const auto& sharer : sharers_) {
      if (sharer.host_name.empty()) any.push_back(&sharer);
      if (!sharer.host_name.empty() && sharer.host_name == host) named.push_back(&sharer);
    }
    return named.empty() ? any : named;
  }

  static Candidates nearest_prefix(const Candidates& all, const contracts::http::Request& request) {
    const std::string_view path = contracts::http::path_of(request.target);
    Candidates nearest;
    for (const PortSharer* one : all) {
      if (!is_below(path, one->prefix)) continue;
      if (!nearest.empty() && one->prefix.size() < nearest.front()->prefix.size()) continue;
      if (!nearest.empty() && one->prefix.size() > nearest.front()->prefix.size()) nearest.clear();
      nearest.push_back(one);
    }
    return nearest;
  }

  static const PortSharer* by_paths(const Candidates& candidates, const Incoming& incoming, std::string& why) {
    const PortSharer* best = nullptr;
    Knowledge most;
    bool tied = false;
    std::string files;
    for (const PortSharer* one : candidates) {
      const auto router = one->router();
      files += (files.empty() ? "" : ", ") + router->contract().file;
      const std::string_view target = std::string_view(incoming.request.target).substr(one->prefix.size());
      const Knowledge known = knowledge_of(*router, incoming.request, target);
      if (best != nullptr && known < most) continue;
      tied = best != nullptr && known == most;
      most = known;
      best = one;
    }
    if (most.depth > 0 && !tied) return best;
    const std::string& target = incoming.request.target;
    if (candidates.empty()) {
      why = "no contract is served for this host and path: " + target;
    } else if (most.depth == 0) {
      why = "no path of " + files + " matches " + target;
    } else {
      why = target + " is a path of more than one of " + files + "; ask below the base path of one of them";
    }
    return nullptr;
  }

  std::vector<PortSharer> sharers_;
  std::function<void(const Incoming&, const std::string&)> unclaimed_;
};

// The template with its parameters unnamed.
std::string shape_of(const std::string& path_template) {
  std::string shape;
  bool inside = false;
  for (const char c : path_template) {
    if (c == '}') inside = false;
    if (!inside) shape += c;
    if (c == '{') inside = true;
  }
  return shape;
}

std::vector<std::string> claims_of(const Claimant& claimant, const Operation& operation) {
  std::vector<std::string> claims;
  const auto add = [&](const std::string& base) {
    std::string claim =
        claimant.host_name + claimant.prefix + " " + operation.method + " " + base + shape_of(operation.path);
    if (std::find(claims.begin(), claims.end(), claim) == claims.end()) claims.push_back(std::move(claim));
  };
  const auto& servers = servers_of(*claimant.contract, &operation);
  if (servers.empty()) add("");
  for (const auto& server : servers) add(server.base_path);
  return claims;
}

}  // namespace

chaos::http::Handler share_port(std::vector<PortSharer> sharers,
                                std::function<void(const Incoming&, const std::string&)> unclaimed) {
  return SharedPort(std::move(sharers), std::move(unclaimed));
}

std::vector<contracts::Error> clashes(const std::vector<Claimant>& claimants) {
  std::map<std::string, std::pair<const Claimant*, const Operation*>> claimed;
  std::vector<contracts::Error> errors;
  for (const Claimant& claimant : claimants) {
    for (const Operation& operation : claimant.contract->operations) {
      for (const std::string& claim : claims_of(claimant, operation)) {
        const auto [before, fresh] = claimed.try_emplace(claim, &claimant, &operation);
        if (fresh || before->second.first == &claimant) continue;
        errors.push_back({contracts::ErrorKind::usage,
                          operation.name() + " is claimed by another contract on this port, at " +
                              contracts::to_string(before->second.second->location),
                          operation.location, "give one of them a --prefix, a --host-name or a --listen of its own"});
        break;
      }
    }
  }
  return errors;
}

}  // namespace squall::harness
