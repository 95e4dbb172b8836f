#pragma once
// How a stub remembers. A value.

#include "harness/stub_state/store.h"

namespace squall::harness {

struct StateOptions {
  StoreLimits limits = {};
  bool tls = false;  // URLs of its own begin with https
};

}  // namespace squall::harness
