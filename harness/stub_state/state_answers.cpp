#include "harness/stub_state/state_answers.h"

#include "harness/stub_state/item_key.h"
#include "harness/stub_state/item_maker.h"
#include "harness/stub_state/state_exchange.h"

namespace squall::harness {

using contracts::Value;

StateAnswers::StateAnswers(std::shared_ptr<const contracts::match::Router> router, std::uint64_t seed,
                           StateOptions options)
    : router_(std::move(router)),
      seed_(seed),
      options_(options),
      collections_(collections_of(router_->contract())),
      store_(options.limits) {
  put_examples();
}

StateAnswer StateAnswers::answer(const contracts::http::Request& request, const contracts::match::Route& route) {
  if (route.operation == nullptr) return {};
  for (const Collection& collection : collections_) {
    const auto role = role_of(collection, *route.operation);
    if (!role) continue;
    const std::scoped_lock lock(mutex_);
    StateExchange exchange(*router_, collection, request, route, seed_, options_.tls, store_);
    return exchange.answer(*role);
  }
  return {};
}

void StateAnswers::reset() {
  const std::scoped_lock lock(mutex_);
  store_.clear();
  put_examples();
}

void StateAnswers::put_examples() {
  const auto& contract = router_->contract();
  for (const Collection& collection : collections_) {
    if (!collection.parents.empty() || collection.id_member.empty()) continue;
    const ItemMaker maker(contract, collection, contracts::Random(seed_, "stub.state", collection.path));
    for (const Value& item : declared_items(collection)) {
      const Value* id = item.find(collection.id_member);
      const std::string key = id == nullptr ? "" : item_key(*id);
      if (key.empty() || !maker.valid(item)) continue;
      if (store_.find(collection.path, {}, key) != nullptr) continue;  // the first example of it counts
      store_.put(collection.path, {}, key, item);
    }
  }
}

contracts::Status StateAnswers::keep(const std::string& snapshot) {
  const std::scoped_lock lock(mutex_);
  return store_.keep(snapshot);
}

contracts::Status StateAnswers::bring_back(const std::string& snapshot) {
  const std::scoped_lock lock(mutex_);
  return store_.bring_back(snapshot);
}

bool StateAnswers::forget(const std::string& snapshot) {
  const std::scoped_lock lock(mutex_);
  return store_.forget(snapshot);
}

std::vector<std::string> StateAnswers::snapshots() const {
  const std::scoped_lock lock(mutex_);
  return store_.snapshots();
}

Value StateAnswers::contents() const {
  const std::scoped_lock lock(mutex_);
  Value contents{contracts::Object{}};
  for (const Collection& collection : collections_) contents.set(collection.path, Value(contracts::Array{}));
  for (const StoredItem* item : store_.all()) {
    Value told{contracts::Object{}};
    told.set("id", item->id);
    contracts::Array scope;
    for (const std::string& parent : item->scope) scope.emplace_back(parent);
    if (!scope.empty()) told.set("scope", Value(std::move(scope)));
    told.set("value", *item->value);
    contents.find(item->collection)->items().push_back(std::move(told));
  }
  return contents;
}

}  // namespace squall::harness
