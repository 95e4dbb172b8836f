#pragma once
// Bytes that were read and could not be used yet.

#include <cstddef>
#include <string>
#include <string_view>

namespace squall::chaos::http {

// Hands what is in the box, then `bytes`, to `consume`, which says how many of them it used; the box keeps the rest.
// Copies nothing when everything can be used at once.
template <class Consume>
void take_in(std::string& inbox, std::string_view bytes, const Consume& consume) {
  if (inbox.empty()) {
    const std::size_t used = consume(bytes);
    inbox.append(bytes.substr(used));
  } else {
    inbox.append(bytes);
    inbox.erase(0, consume(inbox));
  }
}

}  // namespace squall::chaos::http
