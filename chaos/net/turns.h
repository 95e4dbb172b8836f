#pragma once
// A worker's turns on its processor, where it shares one: with the provider that it calls, say.

namespace squall::chaos::net {

// Asks the kernel to give the calling thread short turns in place of its usual ones (some milliseconds), so that what
// it wakes up runs soon, and it itself when it is woken. Linux heeds that from 6.12 on; others keep their turns.
void take_short_turns();

// Whoever waits for this processor goes first, once.
void let_others_go_first();

}  // namespace squall::chaos::net
