#pragma once
// Identities: what documents and schemas call themselves, so that references find them wherever they stand: $self (OAS
// 3.2.0, section 4.1), $id, $anchor and $dynamicAnchor (JSON Schema 2020-12 core, section 8.2).

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "contracts/openapi/place.h"

namespace squall::contracts::openapi {

class Identities {
 public:
  // Notes what a document says of itself.
  void read(const Source& source);

  const Place* resource(const std::string& uri) const;  // without fragment
  const Place* anchor(const std::string& uri, std::string_view name) const;
  // What references in that object are relative to.
  const std::string& base_of(const Place& object) const;
  // Schemas with an $id or an anchor, in the order they were read.
  const std::vector<Place>& schemas() const { return schemas_; }

 private:
  void scan(const Place& place, const std::string& base);

  std::map<std::string, Place> resources_;
  std::map<std::string, Place> anchors_;                // by uri#name
  std::unordered_map<const Node*, std::string> bases_;  // of objects with $ref below an $id
  std::unordered_set<const void*> seen_;                // members of objects: aliases share them
  std::vector<Place> schemas_;
};

}  // namespace squall::contracts::openapi
