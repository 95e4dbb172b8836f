#include "chaos/toxiproxy/config_file.h"

#include <algorithm>

#include "contracts/core/document.h"

namespace squall::chaos::toxiproxy {
namespace {

template <class Named>
const Named* named(const std::vector<Named>& all, const std::string& name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

// What an edge keeps from its beginning.
bool made_alike(const Proxy& a, const Proxy& b) {
  return a.protocol == b.protocol && a.connect_timeout == b.connect_timeout && a.head_timeout == b.head_timeout &&
         a.max_faulted_share == b.max_faulted_share;
}

void plan_toxics(const Proxy& before, const Proxy& now, std::vector<Change>& changes) {
  for (const auto& toxic : before.toxics) {
    const auto* kept = named(now.toxics, toxic.name);
    const bool same_place = kept != nullptr && kept->type == toxic.type && kept->stream == toxic.stream;
    if (!same_place) changes.push_back({Change::Kind::remove_toxic, now, toxic});
  }
  for (const auto& toxic : now.toxics) {
    const auto* known = named(before.toxics, toxic.name);
    if (known != nullptr && *known == toxic) continue;
    const bool same_place = known != nullptr && known->type == toxic.type && known->stream == toxic.stream;
    changes.push_back({same_place ? Change::Kind::update_toxic : Change::Kind::add_toxic, now, toxic});
  }
}

Outcome<void> apply(Proxies& proxies, const Change& change) {
  const auto nothing = [](const auto&) {};
  switch (change.kind) {
    case Change::Kind::create:
      return proxies.create(change.proxy).map(nothing);
    case Change::Kind::remove:
      return proxies.remove(change.proxy.name);
    case Change::Kind::retarget:
      return proxies.retarget(change.proxy).map(nothing);
    case Change::Kind::add_toxic:
      return proxies.add_toxic(change.proxy.name, change.toxic).map(nothing);
    case Change::Kind::update_toxic:
      return proxies
          .update_toxic(change.proxy.name, change.toxic.name,
                        [&](const Toxic&) -> Outcome<Toxic> { return change.toxic; })
          .map(nothing);
    case Change::Kind::remove_toxic:
      break;
  }
  return proxies.remove_toxic(change.proxy.name, change.toxic.name);
}

}  // namespace

contracts::Result<std::vector<Proxy>> load_config(const std::string& path) {
  SQUALL_TRY_ASSIGN(const auto document, contracts::Document::load(path));
  auto proxies = read_proxies(contracts::Value(document.root()));
  if (!proxies) {
    auto message = proxies.error().message;
    if (message.starts_with("bad request body: ")) message.erase(0, 18);
    return contracts::fail(contracts::ErrorKind::malformed, std::move(message), {path, 0, 0, ""});
  }
  return std::move(*proxies);
}

std::vector<Change> plan_reload(const std::vector<Proxy>& before, const std::vector<Proxy>& now) {
  std::vector<Change> changes;
  for (const auto& proxy : before) {
    const auto* kept = named(now, proxy.name);
    if (kept == nullptr || !made_alike(*kept, proxy)) changes.push_back({Change::Kind::remove, proxy, {}});
  }
  for (const auto& proxy : now) {
    const auto* known = named(before, proxy.name);
    if (known == nullptr || !made_alike(*known, proxy)) {
      changes.push_back({Change::Kind::create, proxy, {}});
      continue;
    }
    plan_toxics(*known, proxy, changes);
    if (known->listen != proxy.listen || known->upstream != proxy.upstream || known->enabled != proxy.enabled) {
      changes.push_back({Change::Kind::retarget, proxy, {}});
    }
  }
  return changes;
}

std::vector<std::string> apply(Proxies& proxies, const std::vector<Change>& changes) {
  std::vector<std::string> troubles;
  for (const auto& change : changes) {
    if (const auto done = apply(proxies, change); !done) {
      troubles.push_back("proxy '" + change.proxy.name + "': " + done.error().message);
    }
  }
  return troubles;
}

}  // namespace squall::chaos::toxiproxy
