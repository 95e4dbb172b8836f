#include "contracts/match/router.h"

#include <algorithm>
#include <map>
#include <optional>

#include "contracts/http/message.h"
#include "contracts/http/percent.h"
#include "contracts/match/path_template.h"
#include "contracts/openapi/server_paths.h"

namespace squall::contracts::match {
namespace {

using openapi::Operation;

struct Level;

struct Ending {
  const Operation* operation;
  std::vector<std::string> names;  // of its path's parameters, in order
  PathKey key;

  // The more a path says, the more it is meant.
  std::size_t rank() const { return 2 * key.pairs.size() + (key.is_marked ? 0 : 1); }
};

struct Branch {
  SegmentTemplate segment;
  std::string shape;
  std::unique_ptr<Level> below;
};

// One level of the tree of templates. Children are tried from the most to the least specific, with backtracking.
// Segments of one shape share a child, however their parameters are called; what they are called is of the path.
struct Level {
  std::map<std::string, std::unique_ptr<Level>, std::less<>> literals;
  std::vector<Branch> branches;
  std::vector<Ending> endings;  // of the paths that end here
};

std::vector<std::string> parameter_names(const std::vector<std::string_view>& segments) {
  std::vector<std::string> names;
  for (const std::string_view segment : segments) {
    for (std::string& name : SegmentTemplate(segment).names()) names.push_back(std::move(name));
  }
  return names;
}

void insert(Level& level, const std::vector<std::string_view>& segments, std::size_t index,
            const Operation& operation) {
  if (index == segments.size()) {
    level.endings.push_back(Ending{&operation, parameter_names(segments), path_key(operation.path)});
    return;
  }
  SegmentTemplate segment(segments[index]);
  if (segment.is_literal()) {
    auto& child = level.literals[segment.literal()];
    if (child == nullptr) child = std::make_unique<Level>();
    return insert(*child, segments, index + 1, operation);
  }
  const std::string shape = segment.shape();
  auto place = std::find_if(level.branches.begin(), level.branches.end(),
                            [&](const Branch& other) { return other.shape == shape; });
  if (place == level.branches.end()) {
    place = std::find_if(level.branches.begin(), level.branches.end(),
                         [&](const Branch& other) { return other.segment.weight() < segment.weight(); });
    place = level.branches.insert(place, Branch{std::move(segment), shape, std::make_unique<Level>()});
  }
  insert(*place->below, segments, index + 1, operation);
}

// What the path itself calls the parameters that were captured, which are as many.
Captures named(const std::vector<std::string>& names, Captures captures) {
  for (std::size_t i = 0; i < captures.size() && i < names.size(); ++i) captures[i].first = names[i];
  return captures;
}

struct Search {
  std::string_view method;
  const std::vector<std::string_view>& segments;
  const std::vector<std::string_view>& pairs;  // of the query
  Route& route;
  bool gaps;  // a segment that is a parameter may be empty
  Captures captures;

  bool asks_for(const std::vector<std::string_view>& wanted) const {
    return std::all_of(wanted.begin(), wanted.end(), [this](std::string_view pair) {
      return std::any_of(pairs.begin(), pairs.end(), [pair](std::string_view found) {
        return http::percent_decode(found) == http::percent_decode(pair);
      });
    });
  }

  // Operations that only their marks tell apart are none that a request can be told to be for.
  bool at_end(const Level& level) {
    const Ending* best = nullptr;
    bool ambiguous = false;
    for (const Ending& ending : level.endings) {
      if (!asks_for(ending.key.pairs)) continue;
      const Operation& operation = *ending.operation;
      if (operation.method == method) {
        if (best == nullptr || ending.rank() > best->rank()) {
          best = &ending;
          ambiguous = false;
        } else if (ending.rank() == best->rank()) {
          ambiguous = ending.key.is_marked;
        }
        continue;
      }
      route.path_known = true;
      auto& allowed = route.allowed_methods;
      if (std::find(allowed.begin(), allowed.end(), operation.method) == allowed.end()) {
        allowed.push_back(operation.method);
      }
    }
    if (best == nullptr || ambiguous) return false;
    route.path_known = true;
    route.operation = best->operation;
    route.path_parameters = named(best->names, captures);
    return true;
  }

  bool descend(const Level& level, std::size_t index) {
    if (index == segments.size()) return at_end(level);
    const auto literal = level.literals.find(http::percent_decode(segments[index]));
    if (literal != level.literals.end() && descend(*literal->second, index + 1)) return true;
    for (const Branch& branch : level.branches) {
      const std::size_t before = captures.size();
      const bool gap = gaps && segments[index].empty() && branch.shape == std::string(1, '\0');
      if (gap) captures.emplace_back();
      if ((gap || branch.segment.match(segments[index], captures)) && descend(*branch.below, index + 1)) return true;
      captures.resize(before);
    }
    return false;
  }
};

bool has_variable(std::string_view base) {
  return base.find("{}") != std::string_view::npos;
}

// What is left of the path below the base; nullopt when it is not below it.
std::optional<std::string_view> below(std::string_view path, std::string_view base) {
  if (!has_variable(base)) {
    if (path.substr(0, base.size()) != base) return std::nullopt;
    const std::string_view rest = path.substr(base.size());
    if (!base.empty() && !rest.empty() && rest.front() != '/') return std::nullopt;
    return rest;
  }
  const auto wanted = split_path(base);
  const auto found = split_path(path);
  if (found.size() < wanted.size()) return std::nullopt;
  std::size_t length = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    Captures ignored;
    if (!SegmentTemplate(wanted[i]).match(found[i], ignored)) return std::nullopt;
    length += 1 + found[i].size();
  }
  return path.substr(std::min(length, path.size()));
}

}  // namespace

struct Router::Impl {
  std::shared_ptr<const openapi::Contract> contract;
  Level root;
  Route route(std::string_view method, std::string_view target, bool gaps) const;

  std::vector<std::string> base_paths;  // longest first, the empty one last; then those that any text may stand in
};

Router::Router(std::shared_ptr<const openapi::Contract> contract) : impl_(std::make_unique<Impl>()) {
  impl_->contract = std::move(contract);
  const auto add_base = [this](const openapi::Server& server) {
    auto& known = impl_->base_paths;
    for (std::string& base : openapi::base_paths(server)) {
      if (std::find(known.begin(), known.end(), base) == known.end()) known.push_back(std::move(base));
    }
  };
  add_base(openapi::Server{});
  for (const auto& server : impl_->contract->servers) add_base(server);
  for (const Operation& operation : impl_->contract->operations) {
    insert(impl_->root, split_path(path_key(operation.path).path), 0, operation);
    for (const auto& server : operation.servers) add_base(server);
  }
  std::sort(impl_->base_paths.begin(), impl_->base_paths.end(), [](const std::string& a, const std::string& b) {
    return has_variable(a) != has_variable(b) ? has_variable(b) : a.size() > b.size();
  });
}

Router::~Router() = default;
Router::Router(Router&&) noexcept = default;

const openapi::Contract& Router::contract() const {
  return *impl_->contract;
}

Route Router::route(std::string_view method, std::string_view target) const {
  return impl_->route(method, target, false);
}

Route Router::route_with_gaps(std::string_view method, std::string_view target) const {
  return impl_->route(method, target, true);
}

Route Router::Impl::route(std::string_view method, std::string_view target, bool gaps) const {
  const std::string_view path = http::path_of(target);
  const auto pairs = split_query(http::query_of(target));
  Route route;
  for (const std::string& base : base_paths) {
    if (has_variable(base) && route.path_known) return route;  // what is written out is meant
    const auto rest = below(path, base);
    if (!rest) continue;
    const auto segments = split_path(*rest);
    Search search{method, segments, pairs, route, gaps, {}};
    if (search.descend(root, 0)) return route;
  }
  return route;
}

}  // namespace squall::contracts::match
