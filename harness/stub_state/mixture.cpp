#include "harness/stub_state/mixture.h"

#include <algorithm>

namespace squall::harness {
namespace {

using contracts::Object;
using contracts::Value;

constexpr std::size_t most_left_out = 64;  // members that are tried to be left out

enum class Take { unsendable, required, all };  // of the base

class Mixer {
 public:
  explicit Mixer(const Mixture& mixture) : mixture_(mixture) {}

  Value with(Take take, const Value& given) const {
    Value made{Object{}};
    if (mixture_.base.is_object()) {
      for (const auto& [name, value] : mixture_.base.members()) {
        const bool sent = given.find(name) != nullptr;
        if (sent || name == mixture_.id_member || is_taken(take, name))
          made.set(name, sent ? *given.find(name) : value);
      }
    }
    if (given.is_object()) {
      for (const auto& [name, value] : given.members()) made.set(name, value);
    }
    if (!mixture_.id_member.empty()) made.set(mixture_.id_member, mixture_.id);
    return made;
  }

 private:
  bool is_taken(Take take, const std::string& name) const {
    if (take == Take::all) return true;
    if (mixture_.sendable != nullptr && mixture_.sendable->property(name) == nullptr) return true;
    if (take == Take::unsendable || mixture_.item == nullptr) return false;
    const auto& required = mixture_.item->required;
    return std::find(required.begin(), required.end(), name) != required.end();
  }

  const Mixture& mixture_;
};

}  // namespace

std::optional<Value> mixed(const Mixture& mixture, const std::function<bool(const Value&)>& valid) {
  const Mixer mixer(mixture);
  const Value nothing{Object{}};
  const Value& given = mixture.given.is_object() ? mixture.given : nothing;
  const bool something = !given.members().empty();
  if (something) {
    for (const Take take : {Take::unsendable, Take::required, Take::all}) {
      Value made = mixer.with(take, given);
      if (valid(made)) return made;
    }
    for (std::size_t i = 0; i < std::min(given.members().size(), most_left_out); ++i) {
      Value less = given;
      less.erase(given.members()[i].first);
      Value made = mixer.with(Take::required, less);
      if (valid(made)) return made;
    }
  }
  Value kept{Object{}};
  Value made = mixer.with(Take::all, kept);
  if (!valid(made)) return std::nullopt;
  for (std::size_t i = 0; i < std::min(given.members().size(), most_left_out); ++i) {
    Value more = kept;
    more.set(given.members()[i].first, given.members()[i].second);
    Value next = mixer.with(Take::all, more);
    if (!valid(next)) continue;
    made = std::move(next);
    kept = std::move(more);
  }
  return made;
}

}  // namespace squall::harness
