#pragma once
// How many descriptors this process may have open. Each connection of a proxy takes two, and the usual soft limit of
// 1024 is there for programs that use select(2).

namespace squall::chaos::net {

// The soft limit up to the hard one. Where that is refused the limit stays what it was. Not thread-safe.
void raise_descriptor_limit();

// The limit this process was given, for a program that it starts: between fork and exec, async-signal-safe.
void restore_descriptor_limit();

}  // namespace squall::chaos::net
