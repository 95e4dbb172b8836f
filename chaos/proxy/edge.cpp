#include "chaos/proxy/edge.h"

#include <algorithm>

#include "chaos/faults/registry.h"

namespace squall::chaos {

using contracts::ErrorKind;
using contracts::fail;

Edge::Edge(const EdgeConfig& config, Timeline& timeline, const EngineOptions& options)
    : config_(std::make_shared<const EdgeConfig>(config)), timeline_(timeline), options_(options) {}

contracts::Result<std::shared_ptr<Edge>> Edge::open(const EdgeConfig& config,
                                                    const std::vector<std::unique_ptr<net::Loop>>& loops,
                                                    std::size_t listener_on, Timeline& timeline,
                                                    const EngineOptions& options) {
  std::shared_ptr<Edge> edge(new Edge(config, timeline, options));
  for (const auto& each : loops) {
    net::Loop* const loop = each.get();
    edge->loops_.push_back(loop);
    auto dial = [loop](const std::string& host, std::uint16_t port) { return loop->dial(host, port); };
    edge->lanes_.push_back(std::make_shared<Lane>(edge->config_, *loop, timeline, dial, edge->counters_));
  }
  edge->listener_loop_ = edge->loops_[listener_on % edge->loops_.size()];
  // The edge outlives its listener: close() takes the listener off its loop first.
  SQUALL_TRY_ASSIGN(edge->listener_, net::Listener::open(*edge->listener_loop_, config.listen_host, config.listen_port,
                                                         [raw = edge.get()](int socket) { raw->deal(socket); }));
  return edge;
}

void Edge::deal(int connected_socket) {
  const std::uint64_t occurrence = dealt_++;
  const std::size_t index = occurrence % loops_.size();
  net::Loop* const loop = loops_[index];
  const auto accept = [loop, lane = lanes_[index], connected_socket, occurrence] {
    lane->accept(loop->adopt(connected_socket), occurrence);
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

contracts::Result<std::string> Edge::add_fault(FaultSpec spec) {
  SQUALL_TRY(check(spec, config_->protocol == Protocol::http));
  const auto taken = [&](const std::string& id) {
    return std::any_of(faults_.begin(), faults_.end(), [&](const auto& fault) { return fault->spec.id == id; });
  };
  while (spec.id.empty() || (drawn_ > 0 && taken(spec.id) && spec.id == spec.kind + "-" + std::to_string(drawn_))) {
    spec.id = spec.kind + "-" + std::to_string(++drawn_);
  }
  if (taken(spec.id))
    return fail(ErrorKind::usage, "edge '" + config_->name + "' has a fault '" + spec.id + "' already");
  SQUALL_TRY_ASSIGN(auto made, find_fault(spec.kind)->make(spec.parameters));
  const auto fault = std::make_shared<ActiveFault>(spec, std::move(made), options_.seed);
  faults_.push_back(fault);
  FaultWindow window;
  window.id = spec.id;
  window.edge = config_->name;
  window.kind = spec.kind;
  window.from = timeline_.now();
  timeline_.window_opened(window);
  if (options_.inject) {
    listen(*fault);
    on_every_lane([&](Lane& lane) { lane.add(fault); });
  }
  return spec.id;
}

// What the fault decides about the port itself.
void Edge::listen(const ActiveFault& fault) {
  contracts::Random random(options_.seed, "fault.listen");
  Memory memory;
  Context context{random, memory};
  const auto steps = fault.fault->on_listen(context);
  if (std::none_of(steps.begin(), steps.end(),
                   [](const Step& step) { return std::holds_alternative<StopListening>(step); }))
    return;
  refusing_.push_back(fault.spec.id);
  listener_loop_->call([&] { listener_->refuse(); });
  timeline_.window_executed(config_->name, fault.spec.id, timeline_.now());
  on_every_lane([](Lane& lane) { lane.close_idle(); });
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
  if (const auto refusing = std::find(refusing_.begin(), refusing_.end(), fault->spec.id);
      refusing != refusing_.end()) {
    refusing_.erase(refusing);
    if (refusing_.empty()) listener_loop_->call([&] { listener_->accept(); });
  }
  if (options_.inject) on_every_lane([&](Lane& lane) { lane.remove(fault); });
  timeline_.window_closed(config_->name, fault->spec.id, timeline_.now());
}

EdgeCounts Edge::counts() const {
  EdgeCounts counts;
  counts.connections = counters_->connections;
  counts.open = counters_->open;
  counts.attempts = counters_->attempts;
  counts.faulted = counters_->faulted;
  counts.bytes_up = counters_->bytes_up;
  counts.bytes_down = counters_->bytes_down;
  return counts;
}

void Edge::close() {
  listener_loop_->call([&] { listener_->close(); });
  on_every_lane([](Lane& lane) { lane.shut_down(); });
  remove_all_faults();
}

}  // namespace squall::chaos
