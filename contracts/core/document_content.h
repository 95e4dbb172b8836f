#pragma once
// What a Document owns. Only document.cpp and composition.cpp know it.

#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "contracts/core/arena.h"
#include "contracts/core/document.h"

namespace squall::contracts {

struct Document::Content {
  explicit Content(std::string source, std::string file)
      : text(std::move(source)), name(std::move(file)), arena(text.size()) {}

  Location place(std::uint32_t offset) const;

  std::string text;
  std::string name;
  Arena arena;
  Node root{};
  bool built = false;
  std::vector<std::shared_ptr<const Document>> originals;  // not empty: this is a composition
  std::vector<Origin> origins;                             // where its own nodes stand, by their offset
  mutable std::once_flag lines_made;
  mutable std::vector<std::uint32_t> lines;
};

}  // namespace squall::contracts
