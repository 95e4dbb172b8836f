#include "harness/issuer/conduct.h"

#include <array>
#include <charconv>
#include <utility>

#include "contracts/core/document.h"
#include "contracts/core/units.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Node;
using contracts::Object;
using contracts::Value;

constexpr std::array<std::pair<Endpoint, std::string_view>, 8> kEndpoints = {{
    {Endpoint::any, "any"},
    {Endpoint::metadata, "metadata"},
    {Endpoint::keys, "keys"},
    {Endpoint::authorization, "authorization"},
    {Endpoint::token, "token"},
    {Endpoint::introspection, "introspection"},
    {Endpoint::revocation, "revocation"},
    {Endpoint::user_info, "user-info"},
}};

contracts::Result<std::uint64_t> whole(const Node& node, const std::string& name, std::uint64_t least,
                                       std::uint64_t most) {
  std::uint64_t number = 0;
  const std::string_view text = node.text();
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (!node.is_number() || read.ec != std::errc() || read.ptr != text.data() + text.size() || number < least ||
      number > most) {
    return fail(ErrorKind::malformed,
                "'" + name + "' must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return number;
}

contracts::Status read_text(std::string_view name, std::string_view text, Conduct& conduct) {
  if (name == "flaw") {
    SQUALL_TRY_ASSIGN(conduct.flaw, token_flaw_named(text));
  } else if (name == "latency") {
    SQUALL_TRY_ASSIGN(conduct.latency, contracts::parse_duration(text));
  } else if (name == "error") {
    conduct.error = std::string(text);
    // RFC 6749, section 5.2: %x20-21 / %x23-5B / %x5D-7E
    for (const char c : text) {
      if (c < ' ' || c > '~' || c == '"' || c == '\\') return fail(ErrorKind::malformed, "'error' is no error code");
    }
  } else {
    for (const auto& [endpoint, called] : kEndpoints) {
      if (called == text) {
        conduct.endpoint = endpoint;
        return {};
      }
    }
    return fail(ErrorKind::malformed, "there is no endpoint '" + std::string(text) + "'", {},
                "they are metadata, keys, authorization, token, introspection, revocation, user-info");
  }
  return {};
}

contracts::Status read_member(const contracts::Member& member, Conduct& conduct) {
  const std::string name(member.key);
  if (name == "status") {
    SQUALL_TRY_ASSIGN(const auto status, whole(member.value, name, 400, 599));
    conduct.status = static_cast<int>(status);
    return {};
  }
  if (name == "times") {
    SQUALL_TRY_ASSIGN(conduct.times, whole(member.value, name, 1, 1'000'000));
    return {};
  }
  if (name != "flaw" && name != "latency" && name != "error" && name != "endpoint") {
    return fail(ErrorKind::malformed, "there is no '" + name + "' here", {},
                "it takes flaw, status, error, latency, endpoint and times");
  }
  if (!member.value.is_string()) return fail(ErrorKind::malformed, "'" + name + "' must be a string");
  return read_text(name, member.value.text(), conduct);
}

}  // namespace

std::string_view to_string(Endpoint endpoint) {
  for (const auto& [one, name] : kEndpoints) {
    if (one == endpoint) return name;
  }
  return "any";
}

contracts::Result<Conduct> parse_conduct(const std::string& json) {
  SQUALL_TRY_ASSIGN(const auto document, contracts::Document::parse_json(json));
  if (!document.root().is_object()) return fail(ErrorKind::malformed, "an object is expected");
  Conduct conduct;
  for (const auto& member : document.root().members()) {
    SQUALL_TRY(read_member(member, conduct));
  }
  return conduct;
}

Value to_value(const Conduct& conduct) {
  Object members{{"flaw", Value(to_string(conduct.flaw))}, {"endpoint", Value(to_string(conduct.endpoint))}};
  if (conduct.status != 0) members.emplace_back("status", Value(conduct.status));
  if (!conduct.error.empty()) members.emplace_back("error", Value(conduct.error));
  if (conduct.latency.count() > 0) members.emplace_back("latency", Value(contracts::format_duration(conduct.latency)));
  if (conduct.times > 0) members.emplace_back("times", Value(conduct.times));
  return Value(std::move(members));
}

void CurrentConduct::set(Conduct conduct) {
  const std::scoped_lock lock(mutex_);
  now_ = std::move(conduct);
}

void CurrentConduct::reset() {
  set(always_);
}

Conduct CurrentConduct::get() const {
  const std::scoped_lock lock(mutex_);
  return now_;
}

Conduct CurrentConduct::meet(Endpoint endpoint) {
  const std::scoped_lock lock(mutex_);
  const bool only_flaw = now_.status == 0 && now_.error.empty() && now_.latency.count() == 0;
  const Endpoint wanted = only_flaw ? Endpoint::token : now_.endpoint;
  if (wanted != Endpoint::any && wanted != endpoint) return {};
  Conduct met = now_;
  if (now_.times > 0 && --now_.times == 0) now_ = always_;
  return met;
}

}  // namespace squall::harness
