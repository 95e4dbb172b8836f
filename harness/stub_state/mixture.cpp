#include "harness/stub_state/mixture.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace squall::harness {
namespace {

using contracts::Object;
using contracts::Value;

// Members that are tried one by one, each time with all the others: few of many, so that a large body is soon done
// with.
std::size_t tried_of(std::size_t members) {
  constexpr std::size_t most = 64, most_in_all = 65'536;
  return std::min({members, most, most_in_all / std::max<std::size_t>(members, 1)});
}

enum class Take { unsendable, required, all };  // of the base

class Mixer {
 public:
  explicit Mixer(const Mixture& mixture) : mixture_(mixture) {}

  Value with(Take take, const Value& given) const {
    std::unordered_map<std::string_view, const Value*> sent;
    for (const auto& [name, value] : given.members()) sent[name] = &value;
    Object made;
    std::unordered_set<std::string_view> there;
    const auto add = [&](const std::string& name, const Value& value) {
      if (there.insert(name).second) made.emplace_back(name, is_id(name) ? mixture_.id : value);
    };
    if (mixture_.base.is_object()) {
      for (const auto& [name, value] : mixture_.base.members()) {
        const auto found = sent.find(name);
        if (found != sent.end() || is_id(name) || is_taken(take, name))
          add(name, found != sent.end() ? *found->second : value);
      }
    }
    for (const auto& [name, value] : given.members()) add(name, value);
    if (!mixture_.id_member.empty()) add(mixture_.id_member, mixture_.id);
    return Value(std::move(made));
  }

 private:
  bool is_id(const std::string& name) const { return !name.empty() && name == mixture_.id_member; }

  bool is_taken(Take take, const std::string& name) const {
    if (take == Take::all) return true;
    if (mixture_.sendable != nullptr) {
      const auto* shape = mixture_.sendable->property(name);
      if (shape == nullptr || shape->read_only) return true;
    }
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
  const std::size_t tried = tried_of(given.members().size());
  if (something) {
    for (const Take take : {Take::unsendable, Take::required, Take::all}) {
      Value made = mixer.with(take, given);
      if (valid(made)) return made;
    }
    for (std::size_t i = 0; i < tried; ++i) {
      Value less = given;
      less.erase(given.members()[i].first);
      Value made = mixer.with(Take::required, less);
      if (valid(made)) return made;
    }
  }
  Value kept{Object{}};
  Value made = mixer.with(Take::all, kept);
  if (!valid(made)) return std::nullopt;
  for (std::size_t i = 0; i < tried; ++i) {
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
