#include "chaos/faults/selection.h"

#include <algorithm>

#include "contracts/http/percent.h"

namespace squall::chaos {
namespace {

namespace http = contracts::http;
constexpr std::size_t kIdentitiesRemembered = 1u << 20;

bool is_placeholder(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool same_segment(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const bool encoded = a.find('%') != std::string_view::npos || b.find('%') != std::string_view::npos;
  return encoded && http::percent_decode(a) == http::percent_decode(b);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// "name" or "name: value"
bool header_matches(std::string_view wanted, const http::Headers& headers) {
  const auto colon = wanted.find(':');
  const auto name = trimmed(wanted.substr(0, colon));
  if (colon == std::string_view::npos) return headers.contains(name);
  const auto value = trimmed(wanted.substr(colon + 1));
  const auto all = headers.all(name);
  return std::find(all.begin(), all.end(), value) != all.end();
}

// The path of "POST /orders/{id}".
std::string_view path_of_operation(std::string_view operation) {
  const auto blank = operation.find(' ');
  return blank == std::string_view::npos ? std::string_view{} : operation.substr(blank + 1);
}

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

bool path_matches(std::string_view path_template, std::string_view path) {
  while (true) {
    const auto wanted = path_template.substr(0, path_template.find('/'));
    const auto found = path.substr(0, path.find('/'));
    if (is_placeholder(wanted) ? found.empty() : !same_segment(wanted, found)) return false;
    const bool ends = wanted.size() == path_template.size();
    if (ends != (found.size() == path.size())) return false;
    if (ends) return true;
    path_template.remove_prefix(wanted.size() + 1);
    path.remove_prefix(found.size() + 1);
  }
}

bool matches(const Match& match, const Subject& subject) {
  if (!match.method.empty() && match.method != subject.method) return false;
  if (!match.path.empty() && match.path != path_of_operation(subject.operation) &&
      !path_matches(match.path, http::path_of(subject.target))) {
    return false;
  }
  return match.header.empty() || (subject.headers != nullptr && header_matches(match.header, *subject.headers));
}

Selection::Selection(const FaultSpec& spec, std::uint64_t seed)
    : domain_("fault." + spec.kind + "." + spec.id), share_(spec.share), first_(spec.first), seed_(seed) {}

std::optional<contracts::Random> Selection::choose(const std::string& identity) {
  if (first_ && matched_.fetch_add(1, std::memory_order_relaxed) >= *first_) return std::nullopt;
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
