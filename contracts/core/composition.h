#pragma once
// Composition: a new document made of parts of others. What is taken over is shared, not copied, and every node, new
// ones too, stands where a node of an original stands: locations lead to the files people wrote.
//
// Not thread-safe while it is made; the finished document is like any other, and keeps its originals alive.

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "contracts/core/arena.h"
#include "contracts/core/document.h"

namespace squall::contracts {

class Composition {
 public:
  // The document is called as the base is. Nodes may be taken from the base and from documents added later.
  explicit Composition(std::shared_ptr<const Document> base);
  ~Composition();
  void add(std::shared_ptr<const Document> original);  // once is enough, more do no harm

  // The same value as an original's node, or one below what was made here, with all below it.
  Node take(const Node& original);
  // New values, standing where `at` stands, a node of an original. Members and items are values made here; keys and
  // texts are copied. Of members of one name the first counts.
  Node object(std::span<const Member> members, const Node& at);
  Node array(std::span<const Node> items, const Node& at);
  Node string(std::string_view text, const Node& at);
  Node boolean(bool value, const Node& at);
  Node number(std::string_view lexeme, const Node& at);  // a JSON number
  // A member's key and value.
  Member member(std::string_view key, const Node& value);
  // A value made here, to be taken from like an original's in what is made next.
  const Node& keep(const Node& made);
  // The items and members made so far, also those that nothing refers to any more: what it takes in memory.
  std::size_t size() const { return size_; }

  // Ends the composition; `root` was made here.
  std::shared_ptr<const Document> finish(const Node& root);

 private:
  std::uint32_t place(const Node& at);
  std::unique_ptr<Document::Content> content_;
  std::size_t size_ = 0;
};

}  // namespace squall::contracts
