#pragma once
// The troubles that patterns ask for, as fault values, and the phases every pattern shares.

#include <string>

#include "chaos/patterns/pattern.h"

namespace squall::chaos {

FaultSpec answer_with(int status);  // the provider answers so, at once, without being reached
FaultSpec only(FaultSpec fault, const std::string& operation);  // that operation's calls alone: "POST /charges"
FaultSpec declared_error();                                     // an answer that the provider's contract allows
FaultSpec mark_answers(const std::string& mark);                // the provider's answers bear it in their strings
FaultSpec hold_reply(Duration hold);  // the provider's answer is held for so long, then delivered
FaultSpec reset_before_reply();       // the request is consumed, then the connection is reset: an ambiguous failure
FaultSpec reset_in_body();            // the head and a part of the body, then a reset
FaultSpec close_after_answer();       // a whole answer, then the connection is closed
FaultSpec come_back_later(int status, Duration after);  // 429 or 503 with Retry-After: whole seconds
FaultSpec trickle_body(Duration gap);                   // the head at once, then the body byte by byte
FaultSpec stall_body(Duration hold);  // the head and the first byte of the body at once, the rest after the hold
// Not of an edge: the name that leads to the first replica leads to the others alone. Whoever plays phases does it.
inline constexpr const char* kAddressMove = "address_move";
FaultSpec move_address();
FaultSpec refuse_connections();    // the port is closed, idle connections are too
FaultSpec leave_syn_unanswered();  // nobody gets as far as a connection

// A calm phase of that many stimuli.
Phase baseline_phase(const PatternInput& input, std::size_t calls);
// One stimulus under one fault, on an edge that has just carried `healthy` calls: so that a circuit breaker in the
// consumer stays closed and the failures do not add up.
Phase single_stimulus(const PatternInput& input, std::string name, FaultSpec fault, std::size_t healthy = 3);

// How long a reply is held to find a timeout: 4x what is declared, at least 1 s; 60 s when nothing is, 5 s when quick.
Duration hold_for_timeout(const PatternInput& input);
// The consumer's timeout, as measured before on this edge; nullopt when it was not, or none was found.
std::optional<Duration> measured_timeout(const PatternInput& input);
// A hold that no timeout of the consumer ends, as far as one is known: holds trip breakers by timeouts.
Duration hold_below_timeout(const PatternInput& input);
// Stimuli under a hold are given this long: consumers may time out and retry several times.
Duration patience_for(Duration hold);

}  // namespace squall::chaos
