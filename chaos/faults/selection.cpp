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
  if (!is_due(Series::one)) return std::nullopt;
  contracts::Random random(seed_, domain_, identity, occurrence_of(identity));
  return random.chance(share_) ? std::optional(random) : std::nullopt;
}

std::optional<contracts::Random> Selection::choose(const std::string& identity, std::uint64_t occurrence,
                                                   Series series) {
  if (!is_due(series)) return std::nullopt;
  contracts::Random random(seed_, domain_, identity, occurrence);
  return random.chance(share_) ? std::optional(random) : std::nullopt;
}

bool Selection::is_due(Series series) {
  if (!first_ && !every_) return true;
  const auto before = matched_[series == Series::one ? 0 : 1].fetch_add(1, std::memory_order_relaxed);
  if (first_ && before >= *first_) return false;
  return !every_ || (before + 1) % *every_ == 0;
}

std::uint64_t Selection::occurrence_of(const std::string& identity) {
  const std::uint64_t key = contracts::stable_hash(identity);
  const std::scoped_lock lock(mutex_);
  if (seen_.size() >= kIdentitiesRemembered) seen_.clear();
  return seen_[key]++;
}

}  // namespace squall::chaos
