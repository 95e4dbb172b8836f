#pragma once
// Step: what a fault tells the engine to do. A fault decides, the engine acts.
//
// Steps are executed in order, on the piece (a head, a chunk, an end) that the hook was asked about. What the steps
// neither passed on nor dropped is passed on after the last of them.

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "contracts/http/message.h"

namespace squall::chaos {

struct Wait {  // nothing of this direction passes until then
  std::chrono::nanoseconds time{0};
};
struct Hold {};  // the same, until the fault is removed or the connection is gone
struct Pass {    // the next bytes of the piece go on
  std::uint64_t bytes = 0;
};
struct Again {};  // asks the hook again about what is left of the chunk
struct Send {     // bytes that were not there go on
  std::string bytes;
};
struct Replace {  // what is left of the chunk becomes these bytes
  std::string bytes;
};
struct Drop {};    // what is left of the piece goes nowhere
struct EditHead {  // only on a head: `remove` first, then `set` replaces or adds
  std::vector<std::string> remove;
  std::vector<contracts::http::Header> set;
};
struct Respond {  // the consumer gets this answer; what the provider says is discarded
  contracts::http::Response response;
  std::string why = {};  // for the record
};
struct HalfClose {};  // FIN in the direction of the piece
struct Close {};      // FIN to both sides, after what was passed on
struct CloseAfter {   // the same, when so much time has passed; only from on_begin
  std::chrono::nanoseconds time{0};
};
struct Reset {};         // RST to both sides
struct PauseRead {};     // a hold, and the side that the piece came from is read no more; its close goes unseen
struct ReplayUpstream {  // the provider gets these bytes on connections of their own; its answers are thrown away
  std::string bytes;
  std::uint64_t times = 1;
};
struct Gather {};  // only on a head: nothing passes until the message is complete, then on_message is asked. A message
                   // of more than 1 MiB passes as it is
struct Rewrite {   // only from on_message: this body, framed by its length, and a changed head
  std::string body;
  EditHead head;
  std::string why = {};  // for the record
};
enum class CertificateFlaw { expired, wrong_host, self_signed, unknown_ca };
struct Present {  // that certificate instead of the right one; only from on_handshake
  CertificateFlaw flaw = CertificateFlaw::expired;
};
struct OldProtocol {};  // nothing later than TLS 1.1 is offered; only from on_handshake
struct Yield {          // on datagrams: it waits until so many that came later have passed, no longer than that;
                        // where one waits so already, this one passes
  std::uint64_t pieces = 1;
  std::chrono::nanoseconds at_most{0};
};
struct StopListening {    // until the fault is removed nobody gets in; only from on_listen
  bool silently = false;  // false: connections are refused; true: they are not answered
};

using Step =
    std::variant<Wait, Hold, Pass, Again, Send, Replace, Drop, EditHead, Respond, HalfClose, Close, CloseAfter, Reset,
                 PauseRead, ReplayUpstream, Gather, Rewrite, Present, OldProtocol, Yield, StopListening>;
using Steps = std::vector<Step>;

// As AppliedFault::step records it: "wait 800ms", "respond 503", "reset". "" for steps that change nothing by
// themselves (pass, again, a wait for no time).
std::string to_string(const Step& step);

}  // namespace squall::chaos
