#pragma once
// Toxics as JSON. Beside Toxiproxy's members there are `match` (an object of conditions), `first` and the other
// conditions by themselves, and `ttl` ("30s", or milliseconds).

#include "chaos/toxiproxy/toxic.h"

namespace squall::chaos::toxiproxy {

// Defaults: stream downstream, toxicity 1, name TYPE_STREAM. What the fault itself refuses is found by fault_of().
Outcome<Toxic> read_toxic(const contracts::Value& json);
// Its name, type and stream alone, which Toxiproxy looks at before anything else.
Outcome<Toxic> read_toxic_head(const contracts::Value& json);
// Attributes are merged; name, type and stream do not change.
Outcome<Toxic> patch_toxic(const Toxic& known, const contracts::Value& json);
contracts::Value to_value(const Toxic& toxic);

}  // namespace squall::chaos::toxiproxy
