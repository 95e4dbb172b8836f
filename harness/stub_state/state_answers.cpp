#include "harness/stub_state/state_answers.h"

#include "contracts/match/media_choice.h"
#include "harness/stub_state/item_maker.h"
#include "harness/stub_state/state_exchange.h"

namespace squall::harness {

using contracts::Value;

StateAnswers::StateAnswers(std::shared_ptr<const contracts::match::Router> router, std::uint64_t seed,
                           StoreLimits limits)
    : router_(std::move(router)), seed_(seed), collections_(collections_of(router_->contract())), store_(limits) {
  put_examples();
}

StateAnswer StateAnswers::answer(const contracts::http::Request& request, const contracts::match::Route& route) {
  if (route.operation == nullptr || asks_for_an_answer(request)) return {};
  for (const Collection& collection : collections_) {
    const auto role = role_of(collection, *route.operation);
    if (!role) continue;
    const std::scoped_lock lock(mutex_);
    StateExchange exchange(*router_, collection, request, route, seed_, store_, made_);
    return exchange.answer(*role);
  }
  return {};
}

void StateAnswers::reset() {
  const std::scoped_lock lock(mutex_);
  store_.clear();
  made_ = 0;
  put_examples();
}

void StateAnswers::put_examples() {
  const auto& contract = router_->contract();
  for (const Collection& collection : collections_) {
    if (!collection.parents.empty() || collection.id_member.empty()) continue;
    const ItemMaker maker(contract, collection, contracts::Random(seed_, "stub.state", collection.path));
    for (const Value& item : declared_items(collection)) {
      const Value* id = item.find(collection.id_member);
      if (id == nullptr || !(id->is_string() || id->is_number()) || !maker.valid(item)) continue;
      if (store_.find(collection.path, {}, id->text()) != nullptr) continue;  // the first example of it counts
      store_.put(collection.path, {}, id->text(), item);
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
