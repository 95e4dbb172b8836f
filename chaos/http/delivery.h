#pragma once
// Delivery: how an answer goes out that does not go out in one piece.

#include <chrono>
#include <string>
#include <vector>

namespace squall::chaos::http {

struct Delivery {
  struct Piece {
    std::chrono::nanoseconds at{0};  // since the answer was due; never before the piece before it
    std::string bytes;               // as they go on the wire
  };
  // What becomes of the connection then: it goes on as after any answer, FIN, RST, nothing more until the client
  // leaves.
  enum class Ending { keep, close, reset, hold };

  std::vector<Piece> pieces;
  Ending ending = Ending::keep;
  std::chrono::nanoseconds ends_at{0};
};

}  // namespace squall::chaos::http
