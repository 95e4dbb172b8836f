#pragma once
// Proxies: the proxies of a running Squall and what the control API does to them, on top of Engine.
//
// Thread-safe; a call returns when every worker has taken the change over. None may be made from an engine's callback.
// What cannot be done is refused before anything is touched, all but a port that cannot be had.

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "chaos/proxy/engine.h"
#include "chaos/toxiproxy/proxy.h"

namespace squall::chaos::toxiproxy {

class Proxies {
 public:
  // `edges`: what every edge begins with (callbacks, headers to keep). The engine outlives this.
  Proxies(Engine& engine, EdgeConfig edges);
  ~Proxies();

  // What is returned says in `listen` where the proxy really listens, and names toxics of the upstream stream first.
  std::vector<Proxy> all() const;  // by name
  Outcome<Proxy> find(const std::string& name) const;
  Outcome<Proxy> create(const Proxy& proxy);
  // Creates what is new, replaces what listens elsewhere or leads elsewhere, leaves the rest as it is; so port 0 is the
  // port that it became. On an error, those before it stay.
  struct Populated {
    std::vector<Proxy> proxies;
    std::optional<ApiError> error;
  };
  Populated populate(const std::vector<Proxy>& proxies);
  // `read` makes the wanted proxy of the known one. Connections are closed when an address changes; port 0 is always
  // another one.
  Outcome<Proxy> update(const std::string& name, const std::function<Outcome<Proxy>(const Proxy&)>& read);
  // To what a config file says now: connections stay, and port 0 is the port that it became.
  Outcome<Proxy> retarget(const Proxy& wanted);
  Outcome<void> remove(const std::string& name);

  Outcome<Toxic> add_toxic(const std::string& proxy, const Toxic& toxic);
  Outcome<Toxic> update_toxic(const std::string& proxy, const std::string& toxic,
                              const std::function<Outcome<Toxic>(const Toxic&)>& read);
  Outcome<void> remove_toxic(const std::string& proxy, const std::string& toxic);
  // Every proxy enabled, every toxic removed; goes on past a proxy that cannot be opened and returns its error.
  Outcome<void> reset();

  EdgeCounts counters(const std::string& proxy) const { return engine_.counters(proxy); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    Proxy proxy;
    std::string listening;                          // an address; "" until it was open once
    std::map<std::string, Clock::time_point> ends;  // of toxics with a time to live
  };

  Proxy shown(const Entry& entry) const;
  Outcome<Entry*> entry(const std::string& name);
  Outcome<void> open(const Proxy& proxy);
  Outcome<void> set_enabled(Entry& entry, bool enabled);
  Outcome<void> move(Entry& entry, const std::string& listen);
  Outcome<void> change(Entry& entry, const Proxy& wanted, bool moves, bool disconnect);
  void close(const std::string& name);
  void set_end(Entry& entry, const Toxic& toxic);
  void erase_toxic(Entry& entry, std::size_t index);
  void expire();

  Engine& engine_;
  const EdgeConfig edges_;
  mutable std::mutex mutex_;
  std::map<std::string, Entry> entries_;
  std::condition_variable changed_;
  bool over_ = false;
  std::thread clock_;  // removes toxics whose time is over
};

}  // namespace squall::chaos::toxiproxy
