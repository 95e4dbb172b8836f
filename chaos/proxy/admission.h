#pragma once
// Admission: the door of an edge. Faults may cap how many connections there are; who is one too many is sent away, or
// waits unread. On the listener's loop, but for left().

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "chaos/net/loop.h"
#include "chaos/proxy/relay.h"

namespace squall::chaos {

class Admission : public std::enable_shared_from_this<Admission> {
 public:
  // Takes the socket over. `executed`: faults that struck the connection until then.
  using Enter = std::function<void(int socket, std::uint64_t occurrence, std::vector<AppliedFault> executed)>;
  Admission(net::Loop& loop, Lane& lane, Enter enter) : loop_(loop), lane_(lane), enter_(std::move(enter)) {}
  ~Admission();
  Admission(const Admission&) = delete;
  Admission& operator=(const Admission&) = delete;

  void arrive(int connected_socket, std::uint64_t occurrence);  // takes ownership
  void left();                                                  // one that entered has ended; from any thread
  void reconsider();                                            // those who wait, since the faults changed
  void turn_away();                                             // those who wait get a RST

 private:
  struct Guest {
    int socket;
    std::uint64_t occurrence;
    std::vector<Strike> strikes;
    std::vector<Memory> memories;
    Attempt attempt;
  };
  enum class Verdict { enters, waits, is_gone };
  Verdict judge(Guest& guest);
  void enter(Guest& guest);
  void send_away(Guest& guest, Ending ending);
  void renew(std::vector<Strike>& strikes) const;

  net::Loop& loop_;
  Lane& lane_;
  const Enter enter_;
  std::deque<Guest> waiting_;
  std::atomic<std::uint64_t> inside_{0}, waiters_{0};
};

}  // namespace squall::chaos
