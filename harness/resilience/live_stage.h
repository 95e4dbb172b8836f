#pragma once
// The stage over a running system: faults on the engine, stimuli through the client, records from the timeline.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "chaos/proxy/engine.h"
#include "contracts/match/router.h"
#include "harness/resilience/beside.h"
#include "harness/resilience/stage.h"
#include "harness/resilience/stimulus.h"
#include "harness/traffic/client.h"

namespace squall::harness {

class NameService;

// A value that can be read from a service.
struct StateProbe {
  std::string url;
  contracts::http::Request request;
  std::string pointer;  // into its JSON answer
};

struct LiveStageConfig {
  std::vector<std::string> edges;  // the edge, or each of its replicas
  StimulusPlan stimulus;
  std::shared_ptr<const contracts::match::Router> contract;  // of the service that answers it; may be null
  std::string ca_file = {};                                  // as SendOptions has it
  std::uint64_t seed = 0;                                    // its own for each check: trace ids are drawn from it
  std::vector<BesideRequest> beside;                         // every one that the expectation has
  std::vector<StateProbe> state;
  // Edges that belong to other measurements, made at the same time: not looked at.
  std::vector<std::string> not_mine;
  NameService* names = nullptr;  // for chaos::kAddressMove, of the edge `named`; may be null
  std::string named = {};
};

class LiveStage : public Stage {
 public:
  LiveStage(chaos::Engine& engine, chaos::Timeline& timeline, LiveStageConfig config, std::stop_token stop);

  std::string prepare(std::size_t stimuli) override;
  chaos::Instant now() const override;
  void wait(chaos::Duration time) override;
  bool stopped() const override { return stop_.stop_requested(); }
  chaos::Call call(const Stimulus& stimulus) override;
  std::vector<chaos::Call> volley(const Volley& volley) override;
  void begin_beside(const std::vector<std::string>& members, chaos::Duration every) override;
  std::vector<chaos::Call> end_beside() override;
  std::vector<std::string> read_state() override;
  contracts::Result<std::string> put(const chaos::FaultSpec& fault, const std::string& replica) override;
  void lift(const std::string& id) override;
  std::vector<chaos::Attempt> attempts(chaos::Instant from, chaos::Instant to) const override;
  std::vector<chaos::Attempt> attempts_elsewhere(chaos::Instant from, chaos::Instant to) const override;
  std::size_t open_attempts() const override;
  std::vector<chaos::FaultWindow> windows(chaos::Instant from, chaos::Instant to) const override;

 private:
  contracts::Result<std::string> move_address(const std::string& name);
  void judge(chaos::Call& call) const;
  chaos::Call unsent(const std::string& why) const;
  contracts::http::Response send_before(const std::string& url, const contracts::http::Request& request);
  bool ours(const std::string& edge) const;

  chaos::Engine& engine_;
  chaos::Timeline& timeline_;
  LiveStageConfig config_;
  std::stop_token stop_;
  Client client_;
  StimulusSource stimuli_;
  std::unique_ptr<BesideRequests> beside_;
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> put_;  // id -> edge and the fault's id there
  std::uint64_t puts_ = 0;
  std::string moved_;  // the put that moved the address; "" when it is where it was
};

}  // namespace squall::harness
