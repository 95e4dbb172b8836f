#include "chaos/faults/step.h"

#include "contracts/core/units.h"

namespace squall::chaos {
namespace {

std::string with_reason(std::string text, const std::string& why) {
  return why.empty() ? text : std::move(text) + ": " + why;
}

struct Describe {
  std::string operator()(const Wait& wait) const {
    return wait.time.count() > 0 ? "wait " + contracts::format_duration(wait.time) : "";
  }
  std::string operator()(const Hold&) const { return "hold"; }
  std::string operator()(const Pass&) const { return ""; }
  std::string operator()(const Again&) const { return ""; }
  std::string operator()(const Send& send) const { return "send " + std::to_string(send.bytes.size()) + " bytes"; }
  std::string operator()(const Replace& replace) const {
    return "replace by " + std::to_string(replace.bytes.size()) + " bytes";
  }
  std::string operator()(const Drop&) const { return "drop"; }
  std::string operator()(const EditHead& edit) const {
    std::string text = "edit head:";
    for (const auto& name : edit.remove) text += " -" + name;
    for (const auto& header : edit.set) text += " +" + header.name;
    return text;
  }
  std::string operator()(const Respond& respond) const {
    return with_reason("respond " + std::to_string(respond.response.status), respond.why);
  }
  std::string operator()(const HalfClose&) const { return "half-close"; }
  std::string operator()(const Close&) const { return "close"; }
  std::string operator()(const CloseAfter&) const { return ""; }
  std::string operator()(const Reset&) const { return "reset"; }
  std::string operator()(const Present& present) const {
    switch (present.flaw) {
      case CertificateFlaw::expired:
        return "present an expired certificate";
      case CertificateFlaw::wrong_host:
        return "present a certificate for another host";
      case CertificateFlaw::self_signed:
        return "present a self-signed certificate";
      case CertificateFlaw::unknown_ca:
        return "present a certificate by an unknown CA";
    }
    return "";
  }
  std::string operator()(const OldProtocol&) const { return "offer TLS 1.1 at most"; }
  std::string operator()(const PauseRead&) const { return "stop reading"; }
  std::string operator()(const ReplayUpstream& replay) const {
    return "replay " + std::to_string(replay.times) + (replay.times == 1 ? " time" : " times");
  }
  std::string operator()(const Gather&) const { return ""; }
  std::string operator()(const Rewrite& rewrite) const {
    return with_reason("rewrite to " + std::to_string(rewrite.body.size()) + " bytes", rewrite.why);
  }
  std::string operator()(const Yield& yield) const { return "let " + std::to_string(yield.pieces) + " overtake"; }
  std::string operator()(const StopListening& stop) const {
    return stop.silently ? "answer no connection" : "refuse connections";
  }
};

}  // namespace

std::string to_string(const Step& step) {
  return std::visit(Describe{}, step);
}

}  // namespace squall::chaos
