#pragma once
// The bugs that can be planted in the library, one at a time. Each is named where it is: `planted("name")`.

#include <string>
#include <string_view>
#include <vector>

namespace library {

struct Bug {
  std::string_view name;
  std::string_view sentence;
  // The smallest request that shows it, made by hand: METHOD TARGET [HEADER: VALUE |]... [BODY]; several, one after
  // another, are joined by " ; ", and $id is the id in the answer before. A header without a value is left out.
  std::string_view minimal;
};

const std::vector<Bug>& bugs();

// Call once, before the first thread; false when there is no such bug.
bool plant(std::string_view name);
bool planted(std::string_view name);

}  // namespace library
