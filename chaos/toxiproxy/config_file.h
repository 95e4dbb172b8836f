#pragma once
// The config file: an array of proxies, as Toxiproxy's, with toxics in them; JSON, or YAML. And what has to be done
// when it changed: only what is different, so that connections stay.

#include <string>
#include <vector>

#include "chaos/toxiproxy/proxies.h"
#include "contracts/core/result.h"

namespace squall::chaos::toxiproxy {

// Errors: io, or malformed, with the file.
contracts::Result<std::vector<Proxy>> load_config(const std::string& path);

struct Change {
  enum class Kind { create, remove, retarget, add_toxic, update_toxic, remove_toxic };
  Kind kind;
  Proxy proxy;  // as it is wanted; to remove: as it was
  Toxic toxic;  // of the last three
  bool operator==(const Change&) const = default;
};

// What leads from the file as it was to the file as it is. What the API changed meanwhile is left alone.
std::vector<Change> plan_reload(const std::vector<Proxy>& before, const std::vector<Proxy>& now);
// Goes on past what cannot be done; what is returned says each in a line.
std::vector<std::string> apply(Proxies& proxies, const std::vector<Change>& changes);

}  // namespace squall::chaos::toxiproxy
