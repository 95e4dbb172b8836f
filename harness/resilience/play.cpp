#include "harness/resilience/play.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "chaos/patterns/evidence.h"
#include "chaos/patterns/logical_call.h"
#include "contracts/core/units.h"

namespace squall::harness {
namespace {

using chaos::Attempt;
using chaos::Call;
using chaos::Duration;
using chaos::Instant;
using namespace std::chrono_literals;

// Faults on the stage for the length of a scope.
class FaultsOn {
 public:
  explicit FaultsOn(Stage& stage) : stage_(stage) {}
  ~FaultsOn() { lift(); }
  FaultsOn(const FaultsOn&) = delete;
  FaultsOn& operator=(const FaultsOn&) = delete;

  contracts::Status put(const chaos::Phase& phase) {
    for (const chaos::FaultSpec& fault : phase.faults) {
      SQUALL_TRY_ASSIGN(auto id, stage_.put(fault, phase.replica));
      ids_.push_back(std::move(id));
    }
    return {};
  }
  bool on() const { return !ids_.empty(); }
  void lift() {
    for (const std::string& id : ids_) stage_.lift(id);
    ids_.clear();
  }

 private:
  Stage& stage_;
  std::vector<std::string> ids_;
};

// Nothing open and nothing new for a moment. Consumers with a life of their own may never be quiet: bounded.
void wait_for_quiet(Stage& stage, Duration within) {
  constexpr Duration moment = 40ms;
  const Instant until = stage.now() + within;
  while (!stage.stopped() && stage.now() < until) {
    if (stage.open_attempts() == 0 && stage.attempts(stage.now() - moment, stage.now() + 1ns).empty()) return;
    stage.wait(10ms);
  }
}

bool carried_well(const Call& call, const std::vector<Attempt>& attempts) {
  if (call.error != chaos::CallError::none || call.status == 0 || call.status >= 500) return false;
  return std::any_of(attempts.begin(), attempts.end(), [](const Attempt& attempt) {
    return attempt.from_provider && attempt.status != 0 && attempt.status < 500;
  });
}

bool hands_trace_on(const Call& call, const std::vector<Attempt>& attempts, const std::string& header) {
  return !call.trace_id.empty() && std::any_of(attempts.begin(), attempts.end(), [&](const Attempt& attempt) {
    return chaos::trace_of(attempt, header) == call.trace_id;
  });
}

// The attempts of a call that has just ended: the record of the last one may come a moment later.
std::vector<Attempt> attempts_of(Stage& stage, const Call& call) {
  std::vector<Attempt> found;
  for (int tries = 0; tries < 20; ++tries) {
    found = stage.attempts(call.started, stage.now() + 1ns);
    const bool all_ended =
        std::all_of(found.begin(), found.end(), [](const Attempt& a) { return a.last_byte || a.ended; });
    if (!found.empty() && all_ended) break;
    if (stage.stopped()) break;
    stage.wait(2ms);
  }
  return found;
}

// Requests sent beside the stimuli, for the length of a scope.
class Beside {
 public:
  Beside(Stage& stage, const chaos::Phase& phase) : stage_(stage), open_(!phase.beside.empty()) {
    if (open_) stage_.begin_beside(phase.beside, phase.beside_every);
  }
  ~Beside() { end(); }
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;
  std::vector<Call> end() { return std::exchange(open_, false) ? stage_.end_beside() : std::vector<Call>{}; }

 private:
  Stage& stage_;
  bool open_;
};

// Whether the record shows enough, asked again and again while the phase runs: seldom enough to cost nothing.
class Enough {
 public:
  Enough(Stage& stage, const PlaySettings& settings, chaos::PhaseRecord& record)
      : stage_(stage), settings_(settings), record_(record), looked_(stage.now()) {}

  bool operator()() {
    constexpr Duration between_looks = 25ms;
    if (!settings_.enough || stage_.now() - looked_ < between_looks) return false;
    looked_ = record_.to = stage_.now();
    record_.attempts = stage_.attempts(record_.from, record_.to + 1ns);
    return settings_.enough(record_);
  }

 private:
  Stage& stage_;
  const PlaySettings& settings_;
  chaos::PhaseRecord& record_;
  Instant looked_;
};

void send_many(Stage& stage, const PlaySettings& settings, chaos::PhaseRecord& record) {
  const chaos::Phase& phase = record.phase;
  Volley volley;
  volley.stimulus.timeout = phase.client_timeout;
  volley.given = phase.given;
  volley.calls = phase.calls;
  volley.in_flight = phase.pace == chaos::Pace::together ? phase.in_flight : 0;
  volley.every = phase.every;
  volley.lasts = phase.lasts;
  if (settings.enough) volley.enough = Enough(stage, settings, record);
  record.calls = stage.volley(volley);
}

// Evenly spread: of any n in a row as many as the share says, to one.
bool fails(const chaos::Phase& phase, std::size_t index) {
  const auto failing = [&](std::size_t n) {
    return static_cast<std::size_t>(static_cast<double>(n) * phase.failing_share + 1e-9);
  };
  return failing(index + 1) > failing(index);
}

// Puts the phase's faults on, or lifts them, for the next stimulus.
void arrange_faults(const chaos::Phase& phase, std::size_t index, FaultsOn& faults) {
  if (phase.failing_share >= 1) return;
  if (!fails(phase, index)) {
    faults.lift();
  } else if (!faults.on()) {
    static_cast<void>(faults.put(phase));
  }
}

void send_stimuli(Stage& stage, const PlaySettings& settings, FaultsOn& faults, chaos::PhaseRecord& record) {
  const chaos::Phase& phase = record.phase;
  if (phase.pace != chaos::Pace::alone) return send_many(stage, settings, record);
  Stimulus stimulus;
  stimulus.timeout = phase.client_timeout;
  stimulus.attempts_at_most = phase.attempts_at_most;
  Enough enough(stage, settings, record);
  for (std::size_t i = 0; i < phase.calls && !stage.stopped(); ++i) {
    const Instant due = stage.now() + phase.every;
    if (phase.lasts > 0ns && stage.now() > record.from + phase.lasts) return;
    arrange_faults(phase, i, faults);
    if (!phase.given.empty()) stimulus.headers = phase.given[i % phase.given.size()];
    record.calls.push_back(stage.call(stimulus));
    if (enough()) return;
    if (stage.now() < due) stage.wait(due - stage.now());
  }
}

}  // namespace

std::string settle(Stage& stage, const chaos::Phase& phase, PlaySettings& settings) {
  wait_for_quiet(stage, std::min<Duration>(settings.settle_within, 5s));
  if (phase.quiet_before > 0ns) stage.wait(phase.quiet_before);
  const Instant until = stage.now() + settings.settle_within;
  Stimulus probe;
  probe.purpose = "probe";
  probe.timeout = std::max<Duration>(settings.settle_within, 5s);
  std::size_t healthy = 0;
  std::string last = "nothing was sent";
  while (healthy < phase.healthy_before) {
    if (stage.stopped()) return "the run was stopped";
    const Call call = stage.call(probe);
    const auto attempts = attempts_of(stage, call);
    if (carried_well(call, attempts)) {
      settings.traced = settings.traced || hands_trace_on(call, attempts, settings.correlation_header);
      ++healthy;
      continue;
    }
    healthy = 0;
    last =
        chaos::outcome_of(call) +
        (attempts.empty() ? ", with no attempt on the edge (does the consumer call its provider at the edge's address?)"
                          : "");
    if (stage.now() > until) {
      return fmt::format("in calm, the edge did not carry {} healthy calls in a row within {}; the last one: {}",
                         phase.healthy_before, contracts::format_duration(settings.settle_within), last);
    }
    stage.wait(50ms);
  }
  return "";
}

chaos::PhaseRecord play(Stage& stage, const chaos::Phase& phase, PlaySettings& settings) {
  chaos::PhaseRecord record;
  record.pattern = settings.pattern;
  record.phase = phase;
  record.from = record.to = stage.now();
  if (phase.healthy_before > 0 || phase.quiet_before > 0ns) record.trouble = settle(stage, phase, settings);
  record.traced = settings.traced;
  if (record.trouble.empty() && phase.reads_state) record.before = stage.read_state();
  if (record.trouble.empty() && !phase.faults.empty()) record.trouble = stage.prepare(phase.calls);
  FaultsOn faults(stage);
  if (record.trouble.empty()) {
    if (const auto put = faults.put(phase); !put) record.trouble = to_string(put.error());
  }
  record.settled = record.trouble.empty();
  if (!record.settled) return record;
  record.from = stage.now();
  Beside beside(stage, phase);
  send_stimuli(stage, settings, faults, record);
  stage.wait(phase.linger);
  record.to = stage.now();
  record.beside = beside.end();
  record.attempts = stage.attempts(record.from, record.to);
  record.elsewhere = stage.attempts_elsewhere(record.from, record.to);
  if (phase.reads_state) record.after = stage.read_state();
  if (!phase.faults.empty()) record.windows = stage.windows(record.from, record.to);
  faults.lift();
  return record;
}

}  // namespace squall::harness
