#pragma once
// One request to a collection or its items, answered from the store. Internal to this room.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/match/parameter_reader.h"
#include "contracts/match/router.h"
#include "harness/stub_state/collections.h"
#include "harness/stub_state/item_maker.h"
#include "harness/stub_state/state_answers.h"
#include "harness/stub_state/store.h"

namespace squall::harness {

enum class Role { list, create, read, replace, change, remove, act };
// What the operation does to the collection; nullopt: nothing.
std::optional<Role> role_of(const Collection& collection, const contracts::openapi::Operation& operation);
// The items in the examples of reading and listing, those that are read first.
std::vector<contracts::Value> declared_items(const Collection& collection);

class StateExchange {
 public:
  StateExchange(const contracts::match::Router& router, const Collection& collection,
                const contracts::http::Request& request, const contracts::match::Route& route, std::uint64_t seed,
                bool tls, Store& store);

  StateAnswer answer(Role role);

 private:
  using Value = contracts::Value;
  using Response = contracts::http::Response;

  StateAnswer list();
  StateAnswer create();
  StateAnswer read();
  StateAnswer replace();
  StateAnswer change();
  StateAnswer remove();
  StateAnswer missing();
  bool is_out_of_reach() const;
  // The declared answer of the first of the statuses that has one.
  std::optional<StateAnswer> declared_refusal(const std::vector<int>& statuses, const std::string& why) const;
  // The same, or that it cannot be told.
  StateAnswer refusal(const std::vector<int>& statuses, const std::string& why) const;

  // What the query asks of an item's members, by plain names: parameters that do not page, of those that are given.
  struct Filter {
    std::string name;
    Value wanted;
    bool passes(const StoredItem& item) const;  // an item without such a member does
  };
  std::vector<Filter> filters() const;
  // The item is put into the store and shown; nothing is kept when it cannot be shown.
  StateAnswer kept(const std::string& id, Value item, bool fresh);
  // What is made of it, under the id that it gives itself, else the next one. nullopt: the contract takes none.
  std::optional<std::pair<std::string, Value>> new_item(const Value& sent) const;
  std::string place_of_item(const std::string& id) const;  // "/orders/7", for clients
  void set_location(Response& response, const std::string& id) const;
  // The JSON body that was sent; null when there is none.
  Value sent() const;
  int status_for(bool fresh) const;
  std::string path_value(const std::string& parameter) const;
  StateAnswer cannot(const std::string& what) const;

  const contracts::openapi::Contract& contract_;
  const Collection& collection_;
  const contracts::http::Request& request_;
  const contracts::openapi::Operation& operation_;
  const contracts::match::RequestParts parts_;
  const contracts::Random random_;
  const std::string accept_;
  const bool tls_;
  Store& store_;
  const ItemMaker maker_;
  std::vector<std::string> scope_;
  std::string id_;  // of the path; "" when the operation is about the collection
};

}  // namespace squall::harness
