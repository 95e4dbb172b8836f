#include "chaos/toxiproxy/proxies.h"

#include <algorithm>

#include "chaos/toxiproxy/address.h"

namespace squall::chaos::toxiproxy {
namespace {

tl::unexpected<ApiError> failed(const contracts::Error& error) {
  using Kind = contracts::ErrorKind;
  const bool asked_wrongly =
      error.kind == Kind::usage || error.kind == Kind::malformed || error.kind == Kind::unsupported;
  return refuse(asked_wrongly ? 400 : 500, error.message);
}

// In the words of Go, which clients compare: "listen tcp 127.0.0.1:80: bind: address already in use".
tl::unexpected<ApiError> cannot_listen(const Proxy& proxy, const HostPort& where, const contracts::Error& error) {
  const std::string engines = "cannot listen on " + where.host + ":" + std::to_string(where.port) + ": ";
  if (!error.message.starts_with(engines)) return failed(error);
  std::string why = error.message.substr(engines.size());
  if (!why.empty() && why[0] >= 'A' && why[0] <= 'Z') why[0] = static_cast<char>(why[0] - 'A' + 'a');
  const char* const network = proxy.protocol == Protocol::udp ? "udp " : "tcp ";
  return refuse(500, "listen " + (network + to_string(where)) + ": bind: " + why);
}

bool same_address(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const auto first = resolve_listen(a), second = resolve_listen(b);
  return first && second && *first == *second;
}

auto place_of(std::vector<Toxic>& toxics, const std::string& name) {
  return std::find_if(toxics.begin(), toxics.end(), [&](const auto& toxic) { return toxic.name == name; });
}

}  // namespace

Proxies::Proxies(Engine& engine, EdgeConfig edges)
    : engine_(engine), edges_(std::move(edges)), clock_([this] { expire(); }) {}

Proxies::~Proxies() {
  {
    const std::scoped_lock lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
  clock_.join();
}

Proxy Proxies::shown(const Entry& entry) const {
  Proxy proxy = entry.proxy;
  if (!entry.listening.empty()) proxy.listen = entry.listening;
  std::stable_partition(proxy.toxics.begin(), proxy.toxics.end(),
                        [](const auto& toxic) { return toxic.stream == StreamName::upstream; });
  return proxy;
}

Outcome<Proxies::Entry*> Proxies::entry(const std::string& name) {
  const auto found = entries_.find(name);
  if (found == entries_.end()) return proxy_not_found();
  return &found->second;
}

std::vector<Proxy> Proxies::all() const {
  const std::scoped_lock lock(mutex_);
  std::vector<Proxy> proxies;
  for (const auto& [name, entry] : entries_) proxies.push_back(shown(entry));
  return proxies;
}

Outcome<Proxy> Proxies::find(const std::string& name) const {
  const std::scoped_lock lock(mutex_);
  const auto found = entries_.find(name);
  if (found == entries_.end()) return proxy_not_found();
  return shown(found->second);
}

Outcome<Proxy> Proxies::create(const Proxy& proxy) {
  const std::scoped_lock lock(mutex_);
  if (entries_.count(proxy.name) > 0) return proxy_exists();
  SQUALL_API_TRY(open(proxy));
  return shown(entries_.at(proxy.name));
}

// The port opens last, so that no connection escapes the toxics.
Outcome<void> Proxies::open(const Proxy& proxy) {
  EdgeConfig edge = edges_;
  const auto upstream = parse_upstream(proxy.upstream);
  edge.upstream_host = upstream.host;
  edge.upstream_port = upstream.port;
  edge.tls = proxy.tls;
  edge.upstream_tls = proxy.upstream_tls;
  edge.routes = proxy.routes;
  edge.name = proxy.name;
  edge.protocol = proxy.protocol;
  edge.unreachable = Ending::fin;  // as Toxiproxy has it: who connects to the proxy is let in
  if (proxy.connect_timeout) edge.connect_timeout = proxy.connect_timeout;
  edge.head_timeout = proxy.head_timeout.value_or(edge.head_timeout);
  edge.max_faulted_share = proxy.max_faulted_share.value_or(1);
  edge.enabled = false;
  if (const auto added = engine_.add_edge(edge); !added) return failed(added.error());
  Entry entry;
  entry.proxy = proxy;
  entry.proxy.enabled = false;
  Outcome<void> done;
  for (const auto& toxic : proxy.toxics) {
    const auto fault = fault_of(toxic, proxy.protocol, proxy.tls.has_value());
    if (!fault) done = tl::unexpected(fault.error());
    const auto added = fault ? engine_.add_fault(proxy.name, *fault) : contracts::Result<std::string>();
    if (!added) done = failed(added.error());
    set_end(entry, toxic);
  }
  if (done && proxy.enabled) done = set_enabled(entry, true);
  if (done) {
    entries_.insert_or_assign(proxy.name, std::move(entry));
    changed_.notify_all();
  } else {
    close(proxy.name);
  }
  return done;
}

void Proxies::close(const std::string& name) {
  // Both can only fail where there is no such edge.
  (void)engine_.disable_edge(name);
  (void)engine_.remove_edge(name);
  entries_.erase(name);
}

Outcome<void> Proxies::set_enabled(Entry& entry, bool enabled) {
  if (entry.proxy.enabled == enabled) return {};
  if (enabled) {
    const auto listen = resolve_listen(entry.listening.empty() ? entry.proxy.listen : entry.listening);
    SQUALL_API_TRY(listen);
    (void)engine_.move_edge(entry.proxy.name, listen->host, listen->port);  // it is closed: this cannot fail
    const auto port = engine_.enable_edge(entry.proxy.name);
    if (!port) return cannot_listen(entry.proxy, *listen, port.error());
    entry.listening = to_string(HostPort{listen->host, *port});
  } else {
    (void)engine_.disable_edge(entry.proxy.name);
  }
  entry.proxy.enabled = enabled;
  return {};
}

Proxies::Populated Proxies::populate(const std::vector<Proxy>& proxies) {
  const std::scoped_lock lock(mutex_);
  Populated populated;
  for (const auto& proxy : proxies) {
    const auto known = entries_.find(proxy.name);
    const bool stays =
        known != entries_.end() && known->second.proxy.upstream == proxy.upstream &&
        (known->second.proxy.listen == proxy.listen || same_address(shown(known->second).listen, proxy.listen));
    if (!stays) {
      if (known != entries_.end()) close(proxy.name);
      if (const auto opened = open(proxy); !opened) {
        populated.error = opened.error();
        return populated;
      }
    }
    populated.proxies.push_back(shown(entries_.at(proxy.name)));
  }
  return populated;
}

Outcome<Proxy> Proxies::update(const std::string& name, const std::function<Outcome<Proxy>(const Proxy&)>& read) {
  const std::scoped_lock lock(mutex_);
  auto found = entry(name);
  SQUALL_API_TRY(found);
  const auto known = shown(**found);
  const auto wanted = read(known);
  SQUALL_API_TRY(wanted);
  SQUALL_API_TRY(change(**found, *wanted, !same_address(known.listen, wanted->listen), true));
  return shown(**found);
}

Outcome<Proxy> Proxies::retarget(const Proxy& wanted) {
  const std::scoped_lock lock(mutex_);
  auto found = entry(wanted.name);
  SQUALL_API_TRY(found);
  const auto& known = (*found)->proxy;
  const bool moves = known.listen != wanted.listen && !same_address(shown(**found).listen, wanted.listen);
  SQUALL_API_TRY(change(**found, wanted, moves, false));
  return shown(**found);
}

Outcome<void> Proxies::move(Entry& entry, const std::string& listen) {
  const auto where = resolve_listen(listen);
  SQUALL_API_TRY(where);
  if (entry.proxy.enabled) {
    const auto port = engine_.move_edge(entry.proxy.name, where->host, where->port);
    if (!port) return cannot_listen(entry.proxy, *where, port.error());
    entry.listening = to_string(HostPort{where->host, *port});
  } else {
    entry.listening.clear();
  }
  entry.proxy.listen = listen;
  return {};
}

Outcome<void> Proxies::change(Entry& entry, const Proxy& wanted, bool moves, bool disconnect) {
  const std::string& name = entry.proxy.name;
  const bool leads_elsewhere = entry.proxy.upstream != wanted.upstream;
  if (moves) SQUALL_API_TRY(resolve_listen(wanted.listen));
  if (!wanted.enabled) SQUALL_API_TRY(set_enabled(entry, false));
  if (moves) SQUALL_API_TRY(move(entry, wanted.listen));
  if (leads_elsewhere) {
    const auto upstream = parse_upstream(wanted.upstream);
    (void)engine_.set_upstream(name, upstream.host, upstream.port);
    entry.proxy.upstream = wanted.upstream;
  }
  if (disconnect && (moves || leads_elsewhere)) (void)engine_.disconnect(name);
  return set_enabled(entry, wanted.enabled);
}

Outcome<void> Proxies::remove(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  SQUALL_API_TRY(entry(name));
  close(name);
  return {};
}

Outcome<void> Proxies::reset() {
  const std::scoped_lock lock(mutex_);
  Outcome<void> done;
  for (auto& [name, entry] : entries_) {
    while (!entry.proxy.toxics.empty()) erase_toxic(entry, entry.proxy.toxics.size() - 1);
    if (auto enabled = set_enabled(entry, true); !enabled && done) done = std::move(enabled);
  }
  return done;
}

Outcome<Toxic> Proxies::add_toxic(const std::string& proxy, const Toxic& toxic) {
  const std::scoped_lock lock(mutex_);
  auto found = entry(proxy);
  SQUALL_API_TRY(found);
  auto& toxics = (*found)->proxy.toxics;
  if (place_of(toxics, toxic.name) != toxics.end()) return toxic_exists();
  const auto fault = fault_of(toxic, (*found)->proxy.protocol, (*found)->proxy.tls.has_value());
  SQUALL_API_TRY(fault);
  if (const auto added = engine_.add_fault(proxy, *fault); !added) return failed(added.error());
  toxics.push_back(toxic);
  set_end(**found, toxic);
  return toxic;
}

Outcome<Toxic> Proxies::update_toxic(const std::string& proxy, const std::string& toxic,
                                     const std::function<Outcome<Toxic>(const Toxic&)>& read) {
  const std::scoped_lock lock(mutex_);
  auto found = entry(proxy);
  SQUALL_API_TRY(found);
  auto& toxics = (*found)->proxy.toxics;
  const auto place = place_of(toxics, toxic);
  if (place == toxics.end()) return toxic_not_found();
  auto wanted = read(*place);
  SQUALL_API_TRY(wanted);
  const auto fault = fault_of(*wanted, (*found)->proxy.protocol, (*found)->proxy.tls.has_value());
  SQUALL_API_TRY(fault);
  if (const auto updated = engine_.update_fault(proxy, *fault); !updated) return failed(updated.error());
  *place = std::move(*wanted);
  set_end(**found, *place);
  return *place;
}

Outcome<void> Proxies::remove_toxic(const std::string& proxy, const std::string& toxic) {
  const std::scoped_lock lock(mutex_);
  auto found = entry(proxy);
  SQUALL_API_TRY(found);
  auto& toxics = (*found)->proxy.toxics;
  const auto place = place_of(toxics, toxic);
  if (place == toxics.end()) return toxic_not_found();
  erase_toxic(**found, static_cast<std::size_t>(place - toxics.begin()));
  return {};
}

void Proxies::erase_toxic(Entry& entry, std::size_t index) {
  auto& toxics = entry.proxy.toxics;
  const std::string name = toxics[index].name;
  (void)engine_.remove_fault(entry.proxy.name, name);
  entry.ends.erase(name);
  toxics.erase(toxics.begin() + static_cast<std::ptrdiff_t>(index));
}

void Proxies::set_end(Entry& entry, const Toxic& toxic) {
  entry.ends.erase(toxic.name);
  if (toxic.ttl) entry.ends[toxic.name] = Clock::now() + *toxic.ttl;
  changed_.notify_all();
}

void Proxies::expire() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    auto next = Clock::time_point::max();
    const auto now = Clock::now();
    for (auto& [name, entry] : entries_) {
      auto& toxics = entry.proxy.toxics;
      for (std::size_t i = toxics.size(); i-- > 0;) {
        const auto end = entry.ends.find(toxics[i].name);
        if (end == entry.ends.end()) continue;
        if (end->second <= now) {
          erase_toxic(entry, i);
        } else {
          next = std::min(next, end->second);
        }
      }
    }
    if (next == Clock::time_point::max()) {
      changed_.wait(lock);
    } else {
      changed_.wait_until(lock, next);
    }
  }
}

}  // namespace squall::chaos::toxiproxy
