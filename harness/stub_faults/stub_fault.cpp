#include "harness/stub_faults/stub_fault.h"

#include "chaos/proxy/active_fault.h"
#include "chaos/proxy/plan_delivery.h"

namespace squall::harness {
namespace {

using chaos::FaultDescriptor;
using chaos::FaultSpec;
using chaos::Layer;
using contracts::ErrorKind;
using contracts::fail;

chaos::Instant now() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

}  // namespace

// `replay` sends to the provider; the others keep a whole port closed.
bool strikes_answers(const FaultDescriptor& fault) {
  const bool of_answers = fault.layer == Layer::http || fault.layer == Layer::any || fault.layer == Layer::connection;
  return of_answers && fault.can_choose && fault.kind != "replay" && fault.kind != "flapping";
}

contracts::Status check_stub_fault(const FaultSpec& spec) {
  SQUALL_TRY(chaos::check(spec, chaos::Protocol::http));
  const FaultDescriptor& fault = *chaos::find_fault(spec.kind);
  if (!strikes_answers(fault))
    return fail(ErrorKind::usage, "fault '" + spec.kind + "' is not one of a stub's answers", {},
                "put it on an edge, or use squall proxy");
  if (!spec.match.empty() || spec.after.count() != 0 || spec.lasts)
    return fail(ErrorKind::usage, "a stub's fault has no conditions but share, first and every", {},
                "the rule says which requests it is for");
  SQUALL_TRY_ASSIGN(const auto made, fault.make(spec.parameters));
  contracts::Random random(0, "stub.fault.check");
  chaos::Memory memory;
  chaos::Context context{random, memory};
  if (made->on_listen(context).empty()) return {};
  return fail(ErrorKind::usage, "fault '" + spec.kind + "' keeps everybody from the port", {},
              "put it on an edge, or use squall proxy");
}

contracts::Result<std::shared_ptr<const StubFault>> StubFault::make(const FaultSpec& spec, std::uint64_t seed) {
  SQUALL_TRY(check_stub_fault(spec));
  SQUALL_TRY_ASSIGN(auto made, chaos::find_fault(spec.kind)->make(spec.parameters));
  auto active = std::make_shared<chaos::ActiveFault>(spec, std::move(made), seed, now());
  return std::shared_ptr<const StubFault>(new StubFault(spec.kind, std::move(active)));
}

bool StubFault::strike(const JudgedRequest& judged, std::shared_ptr<const contracts::match::Router> router,
                       chaos::http::Reply& reply) const {
  const auto& request = judged.request();
  auto random = fault_->selection.choose(request.method + " " + request.target + "\n" + request.body);
  if (!random) return false;
  reply.deliver = [strike = chaos::Strike{fault_, *random}, request, router = std::move(router),
                   operation = judged.operation()](const contracts::http::Response& response) {
    return chaos::plan_delivery({strike},
                                {request, response, router ? &router->contract() : nullptr, operation, now()});
  };
  return true;
}

}  // namespace squall::harness
