#include "chaos/names/register.h"

#include <algorithm>

namespace squall::chaos::names {
namespace {

const Entry* with_id(const std::vector<Entry>& entries, const std::string& id) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& one) { return one.host.id == id; });
  return found == entries.end() ? nullptr : &*found;
}

// What a host is after a change that has that index, by what was known of it.
Entry next(const Entry* known, const Host& host, std::uint64_t index, Moment now) {
  if (known == nullptr || known->last == Change::deleted) return {host, Change::added, index, index, now, now};
  if (known->host == host) return *known;
  return {host, Change::modified, known->created, index, known->added, now};
}

std::vector<Entry> next(const std::vector<Entry>& known, const std::vector<Host>& hosts, std::uint64_t index,
                        Moment now) {
  std::vector<Entry> all;
  all.reserve(hosts.size() + known.size());
  for (const Host& host : hosts) all.push_back(next(with_id(known, host.id), host, index, now));
  for (const Entry& entry : known) {
    if (with_id(all, entry.host.id) != nullptr) continue;
    all.push_back(entry.last == Change::deleted
                      ? entry
                      : Entry{entry.host, Change::deleted, entry.created, index, entry.added, now});
  }
  return all;
}

}  // namespace

Register::Register(const Names& names, Moment now) {
  for (const auto& [name, hosts] : names) {
    entries_[name] = next({}, hosts, index_, now);
    indices_[name] = index_;
  }
}

void Register::set(const Names& names, Moment now) {
  Names wanted = names;
  for (const auto& [name, entries] : entries_) wanted.try_emplace(name);  // one that is gone leads nowhere
  const std::uint64_t index = index_ + 1;
  for (const auto& [name, hosts] : wanted) {
    const bool known = entries_.contains(name);
    auto after = next(entries_[name], hosts, index, now);
    if (known && after == entries_[name]) continue;
    entries_[name] = std::move(after);
    indices_[name] = index_ = index;
  }
}

std::uint64_t Register::index_of(const std::string& name) const {
  const auto found = indices_.find(name);
  return found == indices_.end() ? index_ : found->second;
}

const std::vector<Entry>* Register::find(const std::string& name) const {
  const auto found = entries_.find(name);
  return found == entries_.end() ? nullptr : &found->second;
}

}  // namespace squall::chaos::names
