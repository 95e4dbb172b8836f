#pragma once
// What a breaker's failing and healing phases say, as quantities, labels and words.

#include <span>
#include <vector>

#include "chaos/patterns/breaker_phases.h"
#include "chaos/patterns/breaker_probes.h"

namespace squall::chaos {

void note_threshold(const PatternInput& input, std::span<const PhaseRecord> records, const Burst& first,
                    Measurement& m);
void note_cycles(const PatternInput& input, const std::vector<Burst>& bursts, const Admitted& admitted, Measurement& m);
void note_healing(const PatternInput& input, const PhaseRecord* healing, Measurement& m);
void note_evidence(const std::vector<Burst>& bursts, Measurement& m);

}  // namespace squall::chaos
