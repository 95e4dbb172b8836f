#include "harness/issuer/grants.h"

#include <utility>

namespace squall::harness {

void Grants::keep(const std::string& token, Grant grant) {
  const std::scoped_lock lock(mutex_);
  if (!kept_.insert_or_assign(token, Kept{std::move(grant)}).second) return;
  order_.push_back(token);
  if (order_.size() <= most_) return;
  kept_.erase(order_.front());
  order_.pop_front();
}

std::optional<Grant> Grants::take(const std::string& token, std::int64_t now) {
  const std::scoped_lock lock(mutex_);
  const auto found = kept_.find(token);
  if (found == kept_.end()) return std::nullopt;
  Kept& kept = found->second;
  if (kept.taken) {
    revoke("family " + kept.grant.family);
    return std::nullopt;
  }
  if (kept.grant.expires <= now || revoked_.count("family " + kept.grant.family) > 0) return std::nullopt;
  kept.taken = true;
  return kept.grant;
}

std::optional<Grant> Grants::find(const std::string& token, std::int64_t now) const {
  const std::scoped_lock lock(mutex_);
  const auto found = kept_.find(token);
  if (found == kept_.end()) return std::nullopt;
  const Grant& grant = found->second.grant;
  const bool gone = found->second.taken || grant.expires <= now || revoked_.count("family " + grant.family) > 0;
  return gone ? std::nullopt : std::optional(grant);
}

void Grants::revoke_family(const std::string& family) {
  const std::scoped_lock lock(mutex_);
  revoke("family " + family);
}

void Grants::revoke_id(const std::string& token_id) {
  const std::scoped_lock lock(mutex_);
  revoke("id " + token_id);
}

bool Grants::revoked(const std::string& family, const std::string& token_id) const {
  const std::scoped_lock lock(mutex_);
  return revoked_.count("family " + family) > 0 || revoked_.count("id " + token_id) > 0;
}

void Grants::clear() {
  const std::scoped_lock lock(mutex_);
  kept_.clear();
  order_.clear();
  revoked_.clear();
  revoked_order_.clear();
}

void Grants::revoke(std::string what) {
  if (!revoked_.insert(what).second) return;
  revoked_order_.push_back(std::move(what));
  if (revoked_order_.size() <= most_) return;
  revoked_.erase(revoked_order_.front());
  revoked_order_.pop_front();
}

}  // namespace squall::harness
