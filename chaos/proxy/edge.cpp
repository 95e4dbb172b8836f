#include "chaos/proxy/edge.h"

#include <algorithm>
#include <utility>

#include "chaos/faults/registry.h"
#include "chaos/net/address.h"
#include "chaos/proxy/edge_tls.h"
#include "chaos/proxy/udp_port.h"

namespace squall::chaos {

using contracts::ErrorKind;
using contracts::fail;

namespace {

// Whether, and how, a fault keeps everybody from the port.
net::Welcome welcome_of(const ActiveFault& fault, std::uint64_t seed) {
  contracts::Random random(seed, "fault.listen");
  Memory memory;
  Context context{random, memory};
  for (const auto& step : fault.fault->on_listen(context)) {
    if (const auto* const stops = std::get_if<StopListening>(&step)) {
      return stops->silently ? net::Welcome::ignore : net::Welcome::refuse;
    }
  }
  return net::Welcome::accept;
}

}  // namespace

Edge::Edge(const EdgeConfig& config, Timeline& timeline, const EngineOptions& options)
    : config_(std::make_shared<const EdgeConfig>(config)),
      timeline_(timeline),
      options_(options),
      max_faulted_share_(std::min(config.max_faulted_share, options.max_faulted_share)) {}

contracts::Result<std::shared_ptr<Edge>> Edge::open(const EdgeConfig& config,
                                                    const std::vector<std::unique_ptr<net::Loop>>& loops,
                                                    std::size_t listener_on, Timeline& timeline,
                                                    const EngineOptions& options) {
  SQUALL_TRY_ASSIGN(const auto tls, EdgeTls::make(config));
  std::shared_ptr<Edge> edge(new Edge(config, timeline, options));
  const auto budgets =
      edge->max_faulted_share_ < 1 ? std::make_shared<FaultBudgets>(edge->max_faulted_share_) : nullptr;
  for (const auto& each : loops) {
    net::Loop* const loop = each.get();
    edge->loops_.push_back(loop);
    auto dial = [loop, tls, patience = config.connect_timeout](const std::string& host, std::uint16_t port) {
      auto provider = loop->dial(host, port, patience);
      return tls.originator ? tls.originator->connect(std::move(provider), host, *loop) : provider;
    };
    edge->lanes_.push_back(std::make_shared<Lane>(edge->config_, *loop, timeline, dial, tls.terminator, budgets));
  }
  edge->listener_loop_ = edge->loops_[listener_on % edge->loops_.size()];
  edge->admission_ = std::make_shared<Admission>(
      *edge->listener_loop_, *edge->lanes_[listener_on % edge->loops_.size()],
      [raw = edge.get()](int socket, std::uint64_t occurrence, std::vector<AppliedFault> executed) {
        raw->deal(socket, occurrence, std::move(executed));
      });
  if (config.protocol != Protocol::udp) {
    edge->unreached_ = std::make_shared<Unreached>(*edge->lanes_[listener_on % edge->loops_.size()]);
    for (const auto& lane : edge->lanes_) lane->left = [admission = edge->admission_] { admission->left(); };
  }
  edge->host_ = config.listen_host;
  edge->port_ = config.listen_port;
  if (config.enabled) SQUALL_TRY(edge->enable());
  return edge;
}

// The edge outlives what it listens with: close_port() takes that off its loop first.
contracts::Result<std::unique_ptr<net::Port>> Edge::port_on(const std::string& host, std::uint16_t port) {
  if (config_->protocol == Protocol::udp) {
    const auto at = std::find(loops_.begin(), loops_.end(), listener_loop_) - loops_.begin();
    return open_udp_port(*listener_loop_, lanes_[static_cast<std::size_t>(at)], host, port,
                         [this] { return dealt_++; });
  }
  return net::Listener::open(
      *listener_loop_, host, port, [this](int socket) { admission_->arrive(socket, dealt_++); }, options_.trouble);
}

contracts::Status Edge::open_port(const std::string& host, std::uint16_t port) {
  SQUALL_TRY_ASSIGN(listener_, port_on(host, port));
  host_ = host;
  port_ = listener_->port();
  return welcome();
}

void Edge::close_port() {
  if (!listener_) return;
  listener_loop_->call([&] { listener_->close(); });
  listener_.reset();
}

contracts::Status Edge::move(const std::string& host, std::uint16_t port) {
  if (!listener_) {
    host_ = host;
    port_ = port;
    return {};
  }
  const auto old_host = host_;
  const auto old_port = port_;
  close_port();  // first, since the new address may cover the old one
  auto moved = open_port(host, port);
  if (!moved) SQUALL_TRY(open_port(old_host, old_port));
  return moved;
}

void Edge::disable() {
  close_port();
  disconnect();
}

contracts::Status Edge::enable() {
  return listener_ ? contracts::Status{} : open_port(host_, port_);
}

void Edge::disconnect() {
  listener_loop_->call([this] { admission_->turn_away(); });
  on_every_lane([](Lane& lane) { lane.disconnect(); });
}

void Edge::stop_accepting() {
  close_port();
  listener_loop_->call([this] { admission_->turn_away(); });
  if (config_->protocol == Protocol::http) on_every_lane([](Lane& lane) { lane.close_idle(); });
}

void Edge::deal(int connected_socket, std::uint64_t occurrence, std::vector<AppliedFault> executed) {
  const std::size_t index = occurrence % loops_.size();
  net::Loop* const loop = loops_[index];
  const auto accept = [loop, lane = lanes_[index], connected_socket, occurrence, executed = std::move(executed)] {
    lane->accept(loop->adopt(connected_socket), occurrence, executed);
  };
  if (loop == listener_loop_) {
    accept();
  } else {
    loop->post(accept);
  }
}

void Edge::on_every_lane(const std::function<void(Lane&)>& change) {
  for (std::size_t i = 0; i < loops_.size(); ++i) {
    loops_[i]->call([&change, lane = lanes_[i]] { change(*lane); });
  }
}

void Edge::set_upstream(const std::string& host, std::uint16_t port) {
  on_every_lane([&](Lane& lane) { lane.set_upstream(host, port); });
}

// A certificate that is only expired, or only for another host, must come from the CA that consumers trust.
contracts::Status Edge::check_here(const FaultSpec& spec) const {
  SQUALL_TRY(check(spec, config_->protocol, config_->contract != nullptr, config_->tls.has_value()));
  SQUALL_TRY_ASSIGN(const auto made, find_fault(spec.kind)->make(spec.parameters));
  contracts::Random random(options_.seed, "fault.check");
  Memory memory;
  Context context{random, memory};
  if (max_faulted_share_ < 1 && !made->on_listen(context).empty()) {
    return fail(ErrorKind::usage, "fault '" + spec.kind + "' strikes everybody, which max_faulted_share forbids");
  }
  if (!config_->tls || !config_->tls->hosts.empty()) return {};
  for (const auto& step : made->on_handshake(context, HandshakeStage::client_hello)) {
    const auto* const present = std::get_if<Present>(&step);
    if (present == nullptr) continue;
    if (present->flaw == CertificateFlaw::self_signed || present->flaw == CertificateFlaw::unknown_ca) continue;
    return fail(ErrorKind::usage,
                "fault '" + spec.kind + "' needs certificates that the edge makes, not one from a file", {},
                "generate them, by a CA that the consumer trusts");
  }
  return {};
}

contracts::Result<std::string> Edge::add_fault(FaultSpec spec) {
  SQUALL_TRY(check_here(spec));
  const auto taken = [&](const std::string& id) {
    return std::any_of(faults_.begin(), faults_.end(), [&](const auto& fault) { return fault->spec.id == id; });
  };
  while (spec.id.empty() || (drawn_ > 0 && taken(spec.id) && spec.id == spec.kind + "-" + std::to_string(drawn_))) {
    spec.id = spec.kind + "-" + std::to_string(++drawn_);
  }
  if (taken(spec.id))
    return fail(ErrorKind::usage, "edge '" + config_->name + "' has a fault '" + spec.id + "' already");
  SQUALL_TRY_ASSIGN(auto made, find_fault(spec.kind)->make(spec.parameters));
  const auto fault = std::make_shared<ActiveFault>(spec, std::move(made), options_.seed, timeline_.now());
  faults_.push_back(fault);
  FaultWindow window;
  window.id = spec.id;
  window.edge = config_->name;
  window.kind = spec.kind;
  window.from = timeline_.now();
  timeline_.window_opened(window);
  if (!options_.inject) return spec.id;
  if (welcome_of(*fault, options_.seed) != net::Welcome::accept) {
    if (const auto done = welcome(); !done) {
      remove_at(faults_.size() - 1);
      return fail(done.error());
    }
    timeline_.window_executed(config_->name, spec.id, timeline_.now());
    on_every_lane([](Lane& lane) { lane.close_idle(); });
  }
  on_every_lane([&](Lane& lane) { lane.add(fault); });
  return spec.id;
}

contracts::Status Edge::welcome() {
  auto how = net::Welcome::accept;
  std::vector<std::shared_ptr<ActiveFault>> silencing;
  for (const auto& fault : faults_) {
    if (!options_.inject) break;
    const auto wanted = welcome_of(*fault, options_.seed);
    how = std::max(how, wanted);  // who ignores cannot refuse
    if (wanted == net::Welcome::ignore) silencing.push_back(fault);
  }
  if (!listener_) return {};
  SQUALL_TRY_ASSIGN(const auto addresses, net::resolve(host_, port_, true));
  bool done = true;
  listener_loop_->call([&] {
    done = listener_->welcome(how);
    if (done && unreached_) unreached_->silenced_by(addresses.front(), std::move(silencing));
  });
  if (done) return {};
  return fail(ErrorKind::unavailable, "edge '" + config_->name + "': the kernel does not let go of the port's callers");
}

contracts::Status Edge::update_fault(const FaultSpec& spec) {
  SQUALL_TRY(check_here(spec));
  const auto place =
      std::find_if(faults_.begin(), faults_.end(), [&](const auto& fault) { return fault->spec.id == spec.id; });
  if (place == faults_.end())
    return fail(ErrorKind::usage, "edge '" + config_->name + "' has no fault '" + spec.id + "'");
  SQUALL_TRY_ASSIGN(auto made, find_fault(spec.kind)->make(spec.parameters));
  const auto fresh = std::make_shared<ActiveFault>(spec, std::move(made), options_.seed, timeline_.now());
  const auto old = std::exchange(*place, fresh);
  if (!options_.inject) return {};
  SQUALL_TRY(welcome());
  if (welcome_of(*fresh, options_.seed) != net::Welcome::accept) {
    timeline_.window_executed(config_->name, spec.id, timeline_.now());
    on_every_lane([](Lane& lane) { lane.close_idle(); });
  }
  on_every_lane([&](Lane& lane) { lane.update(old, fresh); });
  reconsider_who_waits();
  return {};
}

contracts::Status Edge::remove_fault(const std::string& id) {
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    if (faults_[i]->spec.id != id) continue;
    remove_at(i);
    return {};
  }
  return fail(ErrorKind::usage, "edge '" + config_->name + "' has no fault '" + id + "'");
}

void Edge::remove_all_faults() {
  while (!faults_.empty()) remove_at(faults_.size() - 1);
}

void Edge::remove_at(std::size_t index) {
  const auto fault = faults_[index];
  faults_.erase(faults_.begin() + static_cast<std::ptrdiff_t>(index));
  (void)welcome();  // the kernel always takes back what it granted
  if (options_.inject) {
    on_every_lane([&](Lane& lane) { lane.remove(fault); });
    reconsider_who_waits();
  }
  timeline_.window_closed(config_->name, fault->spec.id, timeline_.now());
}

void Edge::reconsider_who_waits() {
  listener_loop_->call([this] { admission_->reconsider(); });
}

EdgeCounts Edge::counts() const {
  EdgeCounts counts;
  for (const auto& lane : lanes_) lane->counters.add_to(counts);
  return counts;
}

void Edge::close() {
  close_port();
  listener_loop_->call([this] {
    admission_->turn_away();
    if (unreached_) unreached_->stop();
  });
  on_every_lane([](Lane& lane) { lane.shut_down(); });
  remove_all_faults();
}

}  // namespace squall::chaos
