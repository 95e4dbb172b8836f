#pragma once
// A shop in the mind: reserve, charge, confirm; the reservation is released when the charge fails. Each call is tried
// twice. Faults strike as their names say, on all attempts or on the first.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "harness/explore/trial.h"

namespace squall::harness {

inline const Place reserve{"orders-inventory", "POST /reservations"}, charge{"orders-payments", "POST /charges"},
    confirm{"orders-inventory", "PUT /confirmation"}, release{"orders-inventory", "DELETE /reservations"};

class SimulatedShop : public Trials {
 public:
  bool drops_failed_release = false;
  bool stumbles_after_retry = false;
  bool undeclared_when_declined = false;  // alone shown by any failing charge
  std::function<bool(std::size_t run)> restless = [](std::size_t) { return false; };  // another way is taken
  std::size_t runs = 0;
  std::size_t most_runs = 10'000;
  std::vector<Trial> trials;

  bool stopped() const override { return runs >= most_runs; }

  std::vector<FaultChoice> menu(const Place& place) override {
    if (place.whole_edge()) return {};
    std::vector<FaultChoice> choices = {choice("lost"),      choice("lost, once"), choice("503"),
                                        choice("503, once"), choice("429"),        choice("slow")};
    if (place == release) return choices;
    for (const std::string field : {"/id", "/total", "/note", "/when"}) {
      choices.push_back({field + " removed", {}, field, true});
      choices.push_back({field + " null", {}, field});
    }
    return choices;
  }

  Observation run(const Trial& trial) override {
    ++runs;
    trials.push_back(trial);
    trial_ = &trial;
    seen_ = Observation{};
    seen_.struck.assign(trial.faults.size(), false);
    place_order();
    if (restless(runs)) seen_.hops.push_back({confirm, 200, false, true});
    return seen_;
  }

 private:
  struct Came {
    bool well = true;  // answered, and as it should be
    bool retried = false;
  };

  static FaultChoice choice(std::string name) { return {std::move(name), {}}; }

  void place_order() {
    const Came reserved = call(reserve, "/total");
    if (!reserved.well) return answer(503);
    const Came charged = call(charge, "/id");
    if (charged.well) {
      call(confirm, "");
      return answer(201);
    }
    const Came released = call(release, "");
    if (!released.well && drops_failed_release) broken("explore.invariant", "nothing stays reserved");
    if (undeclared_when_declined || (stumbles_after_retry && reserved.retried)) {
      answer(500);
      return broken("explore.undeclared", "status 500");
    }
    answer(503);
  }

  // `reads`: the field without which the answer is of no use.
  Came call(const Place& place, const std::string& reads) {
    for (int attempt = 0; attempt < 2; ++attempt) {
      Hop hop{place, 200, false, true};
      bool failed = false;
      for (std::size_t i = 0; i < trial_->faults.size(); ++i) {
        const auto& [where, fault] = trial_->faults[i];
        const bool once = fault.name.ends_with(", once");
        if (where != place || (once && attempt > 0)) continue;
        hop.struck = seen_.struck[i] = true;
        if (fault.name.starts_with("lost")) hop.status = 0;
        if (fault.name.starts_with("503") || fault.name == "429") hop.status = fault.name == "429" ? 429 : 503;
        hop.executed = hop.executed && (hop.status == 200 || hop.status == 0);
        failed = failed || hop.status != 200 || (!fault.field.empty() && fault.field == reads);
      }
      seen_.hops.push_back(hop);
      if (!failed) return {true, attempt > 0};
    }
    return {false, true};
  }

  void answer(int status) { seen_.answers.push_back({status, chaos::CallError::none, ""}); }
  void broken(std::string rule, std::string what) {
    seen_.breaches.push_back({std::move(rule), what, what, "POST /orders", {}});
  }

  const Trial* trial_ = nullptr;
  Observation seen_;
};

}  // namespace squall::harness
