#pragma once
// Catalogue: what a registry of services answers by HTTP, in the manner of one that exists.

#include <memory>
#include <string>
#include <vector>

#include "chaos/http/handler.h"
#include "chaos/names/register.h"

namespace squall::chaos::catalogue {

// Of what is asked and of the names. Used on one thread.
class Catalogue {
 public:
  virtual ~Catalogue() = default;
  // An answer that waits for a change is `until_woken`: it is asked for anew after each.
  virtual http::Reply answer(const contracts::http::Request& request, const names::Register& all,
                             names::Moment now) = 0;
  // Would its answer tell where that name leads? Of one name, or of all.
  virtual bool tells_of(const contracts::http::Request& request, const std::string& name) const = 0;
};

// Consul's HTTP API: health, catalog, status and agent, as far as consumers ask. Every host is passing, with these
// tags.
std::unique_ptr<Catalogue> make_consul(std::vector<std::string> tags);
// Eureka's REST operations, below /eureka and /eureka/v2, in JSON and XML. Every host is UP.
std::unique_ptr<Catalogue> make_eureka();

}  // namespace squall::chaos::catalogue
