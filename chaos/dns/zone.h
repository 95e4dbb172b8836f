#pragma once
// Zone: what a name server knows, and what it answers. Pure.

#include <chrono>

#include "chaos/dns/message.h"
#include "chaos/names/names.h"

namespace squall::chaos::dns {

struct Zone {
  names::Names names;
  names::Faults faults;
  std::chrono::seconds ttl{1};
  std::chrono::nanoseconds delay{0};  // before each answer
};

// A and AAAA: the hosts of that kind. SRV, of the name or of _service._proto. before it: each host's port at
// r0.NAME, r1.NAME ..., whose addresses are added, and answered for. Any other type of a known name: no records. Names
// that are not there: NXDOMAIN. Classes but IN are refused. Of faults, those that an answer can tell of.
Answer answer_of(const Zone& zone, const Query& query);

// The name of the zone that a query asks for, itself or one of its hosts; nullptr: it asks for none.
const std::string* asked_name(const Zone& zone, const Query& query);

}  // namespace squall::chaos::dns
