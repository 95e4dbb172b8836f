#pragma once
// What Squall and its launcher say to each other: frames on a stream socket between two processes of one binary.
// Internal to this room.

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::harness {

enum class FrameType : std::uint8_t {
  launch,    // Squall -> launcher: id, directory, argv, env; carries the descriptor for the output
  signal,    // Squall -> launcher: id, number (to the whole process group)
  launched,  // launcher -> Squall: id, pid
  failed,    // launcher -> Squall: id, errno, what failed
  exited,    // launcher -> Squall: id, wait status of the group's first process
  gone       // launcher -> Squall: id; no process of the group is left
};

struct Frame {
  FrameType type = FrameType::launch;
  std::uint64_t id = 0;
  std::int64_t number = 0;
  std::string text;
  std::vector<std::string> list;       // argv
  std::vector<std::string> more_list;  // env
};

// Blocking; false when the other side is gone. `descriptor` travels along when it is not -1.
bool write_frame(int socket, const Frame& frame, int descriptor = -1);
// Blocking; nullopt when the other side is gone or speaks nonsense. A descriptor that came along is the caller's to
// close.
std::optional<Frame> read_frame(int socket, int& descriptor);

}  // namespace squall::harness
