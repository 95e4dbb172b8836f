#pragma once
// Faults on a stub's answers: those of the proxy's http edges, in their notation, as if a proxy stood before the stub.

#include <memory>
#include <optional>
#include <string>

#include "chaos/faults/fault_spec.h"
#include "chaos/http/handler.h"
#include "contracts/match/router.h"
#include "harness/stub/judged_request.h"

namespace squall::chaos {
struct ActiveFault;
struct FaultDescriptor;
}  // namespace squall::chaos

namespace squall::harness {

// A fault that strikes one answer after it was made: no port, no handshake, no other request to the provider.
bool strikes_answers(const chaos::FaultDescriptor& fault);
// The registry's own check, strikes_answers(), and no conditions but share, first and every: errors are usage, with a
// pointer into the parameters.
contracts::Status check_stub_fault(const chaos::FaultSpec& spec);

// Immutable but for its counts; thread-safe.
class StubFault {
 public:
  // Errors: check_stub_fault().
  static contracts::Result<std::shared_ptr<const StubFault>> make(const chaos::FaultSpec& spec, std::uint64_t seed);

  // Puts the fault on the reply, when it strikes this request; false when it does not. `router` is kept until the
  // answer went out.
  bool strike(const JudgedRequest& judged, std::shared_ptr<const contracts::match::Router> router,
              chaos::http::Reply& reply) const;
  const std::string& kind() const { return kind_; }

 private:
  StubFault(std::string kind, std::shared_ptr<chaos::ActiveFault> fault)
      : kind_(std::move(kind)), fault_(std::move(fault)) {}

  std::string kind_;
  std::shared_ptr<chaos::ActiveFault> fault_;
};

}  // namespace squall::harness
