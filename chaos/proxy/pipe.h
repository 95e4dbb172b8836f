#pragma once
// Pipe: one direction of a connection or request, with the faults that strike it as stages in a row. It executes what
// they decide: a stage that waits holds back everything behind it, in order.

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chaos/net/timers.h"
#include "chaos/proxy/active_fault.h"
#include "chaos/timeline/records.h"

namespace squall::chaos {

// interim: a 1xx answer, which no fault sees; close: where it comes out both sides are closed.
enum class PieceKind { connect, interim, head, framing, payload, end, close };

// What comes out of a pipe. Any of these may stop() the pipe.
class PipeSink {
 public:
  virtual ~PipeSink() = default;
  virtual void deliver(Direction direction, PieceKind kind, std::string_view bytes) = 0;
  // The consumer gets this answer. `stage`: the stage of the down pipe that it goes on from.
  virtual void respond(const contracts::http::Response& response, const ActiveFault& by, std::size_t stage) = 0;
  virtual void half_close(Direction direction) = 0;
  // Both sides; nothing more comes out of the pipe of that direction, what passed before came out.
  virtual void close(Direction direction) = 0;
  virtual void reset() = 0;
  virtual void applied(const ActiveFault& fault, std::string step) = 0;
  virtual void replay(std::string, std::uint64_t) {}  // the provider gets these bytes so often, besides; http only
  virtual void settle() = 0;                          // a timer's or a removal's work is done
};

class Pipe : public std::enable_shared_from_this<Pipe> {
 public:
  struct About {  // outlives the pipe's use
    bool http = false;
    std::uint32_t ordinal = 0;
    std::string_view method = {}, target = {};
    const contracts::openapi::Contract* contract = nullptr;
    const contracts::openapi::Operation* operation = nullptr;
  };
  Pipe(net::Timers& timers, PipeSink& sink, Direction direction, About about);

  void add(const Strike& strike);
  void open_tunnel();                                                    // from here on bytes are bytes
  void cut();                                                            // its end comes before it is whole
  void set_answer(int status, const contracts::http::Headers* headers);  // before its head is pushed
  void push(PieceKind kind, std::string_view bytes);
  // Puts a piece before that stage; what the stages before it hold is forgotten.
  void inject(std::size_t stage, PieceKind kind, std::string_view bytes);
  void forget(std::size_t before_stage);
  void spend(const ActiveFault& fault);   // its hooks are asked no more
  void remove(const ActiveFault& fault);  // the same, and what it held goes on
  // The fresh one takes the old one's place; a piece that waits is asked again.
  void replace(const ActiveFault& old, const std::shared_ptr<ActiveFault>& fresh);
  bool has(const ActiveFault& fault) const;
  void stop();  // nothing more comes out

  // Bytes that wait; beyond any bound when a stage wants nothing more to be read.
  std::size_t pending() const;
  std::size_t room() const;  // of its faults, see Fault::room()
  bool holding() const;      // a stage waits
  bool is_flowing() const;   // what waits in it comes out by and by, without anybody's doing
  std::size_t stages() const { return stages_.size(); }

 private:
  struct Piece {
    PieceKind kind;
    std::string bytes;
    Instant arrived;
    bool head_asked = false;
  };
  struct Stage {
    explicit Stage(const Strike& strike, Direction direction)
        : fault(strike.fault), random(strike.random.fork(direction == Direction::up ? "up" : "down")) {}
    std::shared_ptr<ActiveFault> fault;
    contracts::Random random;
    Memory memory;
    std::deque<Piece> queue;
    std::vector<Piece> gathered;  // a message, until it is complete
    std::size_t gathered_bytes = 0;
    bool gathering = false, deaf = false;
    Steps steps;
    std::size_t step = 0;
    bool asked = false, progressed = false, waiting = false, running = false, spent = false, closed = false;
    net::TimerId timer = 0, alarm = 0;  // alarm: of CloseAfter
    std::uint64_t passed = 0;
  };

  void run(std::size_t index);
  void ask(Stage& stage);
  Steps hook(Stage& stage, Piece& piece, Context& context) const;
  void begin(std::size_t index);
  void let_go(Stage& stage);
  Context context_of(Stage& stage, Instant arrived) const;
  void execute(std::size_t index, const Step& step);
  void wait(std::size_t index, std::optional<Duration> time);
  void resume(std::size_t index);
  void pass(std::size_t index, std::size_t bytes);
  void close(std::size_t index);
  void finish_piece(std::size_t index);
  void drop_piece(Stage& stage);
  void gather(std::size_t index);
  void let_gathered_go(std::size_t index);
  void rewrite(std::size_t index, const Rewrite& rewrite);
  void respond(std::size_t index, const Respond& respond);
  void enqueue(std::size_t index, PieceKind kind, std::string_view bytes);
  void forward(std::size_t index, PieceKind kind, std::string_view bytes);
  void come_out(PieceKind kind, std::string_view bytes);

  net::Timers& timers_;
  PipeSink& sink_;
  const Direction direction_;
  About about_;
  const Instant begun_;
  Instant now_;  // when the event under way came: what it brings has waited for no time yet
  int status_ = 0;
  const contracts::http::Headers* headers_ = nullptr;
  std::vector<std::unique_ptr<Stage>> stages_;
  std::size_t pending_ = 0;
  bool stopped_ = false, cut_ = false;
};

}  // namespace squall::chaos
