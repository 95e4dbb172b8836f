#include "chaos/faults/selection.h"

namespace squall::chaos {
namespace {

namespace http = contracts::http;
constexpr std::size_t kIdentitiesRemembered = 1u << 20;

}  // namespace

std::string_view trace_id_of(std::string_view traceparent) {
  // version "-" trace-id "-" parent-id "-" flags
  if (traceparent.size() < 55 || traceparent[2] != '-' || traceparent[35] != '-') return {};
  const auto id = traceparent.substr(3, 32);
  const bool hex = id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return hex && id.find_first_not_of('0') != std::string_view::npos ? id : std::string_view{};
}

std::string identity_of(const Subject& subject) {
  std::string identity(subject.edge);
  const auto trace = subject.headers != nullptr ? trace_id_of(subject.headers->get("traceparent")) : std::string_view{};
  if (!trace.empty()) {
    identity.append("\n").append(trace).append("\n");
    if (!subject.operation.empty()) return identity.append(subject.operation);
    return identity.append(subject.method).append(" ").append(http::path_of(subject.target));
  }
  identity.append("\n").append(subject.method).append(" ").append(subject.target).append("\n");
  return identity.append(std::to_string(subject.body_hash));
}

bool is_on(const FaultSpec& spec, std::chrono::nanoseconds since_added) {
  return since_added >= spec.after && (!spec.lasts || since_added < spec.after + *spec.lasts);
}

Selection::Selection(const FaultSpec& spec, std::uint64_t seed)
    : domain_("fault." + spec.kind + "." + spec.id),
      share_(spec.share),
      first_(spec.first),
      every_(spec.every),
      seed_(seed) {}

std::optional<contracts::Random> Selection::choose(const std::string& identity) {
  if (first_ || every_) {
    const auto before = matched_.fetch_add(1, std::memory_order_relaxed);
    if (first_ && before >= *first_) return std::nullopt;
    if (every_ && (before + 1) % *every_ != 0) return std::nullopt;
  }
  contracts::Random random(seed_, domain_, identity, occurrence_of(identity));
  if (!random.chance(share_)) return std::nullopt;
  return random;
}

std::uint64_t Selection::occurrence_of(const std::string& identity) {
  const std::uint64_t key = contracts::stable_hash(identity);
  const std::scoped_lock lock(mutex_);
  if (seen_.size() >= kIdentitiesRemembered) seen_.clear();
  return seen_[key]++;
}

}  // namespace squall::chaos
