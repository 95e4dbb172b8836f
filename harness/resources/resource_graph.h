#pragma once
// Which operations make, read, change and delete the same things, and which need such a thing to exist: inferred from
// paths, links and names. Pure.

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "contracts/openapi/contract.h"

namespace squall::harness {

// A kind of thing with an id of its own: "/orders/{id}". Operations that the contract does not have are nullptr.
struct Resource {
  using Operation = contracts::openapi::Operation;
  std::string item;       // the path template
  std::string parameter;  // of the path, its last: "id"
  std::string name;       // "order", from the segment before the parameter
  const Operation* create = nullptr;
  const Operation* list = nullptr;
  const Operation* read = nullptr;
  const Operation* replace = nullptr;
  const Operation* change = nullptr;
  const Operation* remove = nullptr;
  std::vector<const Operation*> actions;  // POST /orders/{id}/cancel
};

class ResourceGraph {
 public:
  using Operation = contracts::openapi::Operation;
  struct Need {
    std::string name;          // "book_id", a path parameter; "/book_id", a member of the body; "query.book_id"
    std::size_t resource = 0;  // index into resources()
  };

  ResourceGraph(const contracts::openapi::Contract& contract, const std::set<const Operation*>& left_out);

  const std::vector<Resource>& resources() const { return resources_; }  // in document order
  // What an operation refers to: its path parameters, and members of its body and query named like another path's
  // parameter ("book_id") or like a thing and its id ("bookId"). In that order.
  const std::vector<Need>& needs(const Operation& operation) const;

 private:
  void find_resources(const contracts::openapi::Contract& contract, const std::set<const Operation*>& left_out);
  void find_creators_by_link(const contracts::openapi::Contract& contract, const std::set<const Operation*>& left_out);
  std::vector<Need> needs_of(const Operation& operation) const;
  std::optional<std::size_t> named(const std::string& member) const;

  std::vector<Resource> resources_;
  std::map<const Operation*, std::vector<Need>> needs_;
};

// "/orders/{id}/lines" -> "/orders/{id}", its text before the last segment; "" when there is none.
std::string parent_path(const std::string& path);
// "orders" -> "order", "categories" -> "category", "boxes" -> "box".
std::string singular(const std::string& word);

}  // namespace squall::harness
