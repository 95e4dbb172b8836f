// Lists: what is remembered of a collection, filtered and cut as the request asks.
#include <algorithm>
#include <utility>

#include "contracts/match/parameter_writer.h"
#include "contracts/match/usual_status.h"
#include "harness/resources/paging.h"
#include "harness/stub_state/page.h"
#include "harness/stub_state/page_facts.h"
#include "harness/stub_state/state_exchange.h"

namespace squall::harness {
namespace {

using contracts::Value;
using contracts::openapi::ParameterIn;
using contracts::openapi::WireShape;

bool equals(const Value& member, const Value& wanted) {
  if (wanted.is_array()) {
    return std::any_of(wanted.items().begin(), wanted.items().end(),
                       [&](const Value& one) { return equals(member, one); });
  }
  if (member.is_array()) {
    return std::any_of(member.items().begin(), member.items().end(),
                       [&](const Value& one) { return equals(one, wanted); });
  }
  if (member.is_boolean() || wanted.is_boolean())
    return member.is_boolean() && wanted.is_boolean() && member.boolean() == wanted.boolean();
  return contracts::match::scalar_text(member) == contracts::match::scalar_text(wanted);
}

// Only members that an entry of the list may have.
Value entry_of(const Value& item, const WireShape* shape) {
  if (shape == nullptr || shape->properties.empty() || !item.is_object()) return item;
  Value entry{contracts::Object{}};
  for (const auto& [name, member] : item.members()) {
    if (shape->property(name) != nullptr) entry.set(name, member);
  }
  return entry;
}

Value entries_of(const std::vector<const StoredItem*>& items, const Page& page, const WireShape* shape) {
  contracts::Array entries;
  for (std::size_t i = page.begin; i < page.end; ++i) entries.push_back(entry_of(*items[i]->value, shape));
  return Value(std::move(entries));
}

}  // namespace

std::vector<StateExchange::Filter> StateExchange::filters() const {
  std::vector<Filter> found;
  const PageParameters paging = page_parameters(operation_);
  for (const auto& parameter : operation_.parameters) {
    if (parameter.in != ParameterIn::query || paging.has(parameter)) continue;
    auto reading = parts_.read(parameter);
    if (!reading.value || reading.value->is_object()) continue;
    found.push_back({plain_name(parameter.name), std::move(*reading.value)});
  }
  return found;
}

bool StateExchange::Filter::passes(const StoredItem& item) const {
  if (!item.value->is_object()) return true;
  for (const auto& [member, value] : item.value->members()) {
    if (plain_name(member) == name && !value.is_object() && !equals(value, wanted)) return false;
  }
  return true;
}

StateAnswer StateExchange::list() {
  auto draft = draft_of(contract_, operation_, 0, random_, accept_);
  if (!draft || draft->media == nullptr || draft->media->wire == nullptr) return cannot("the list");
  const WireShape& shape = *draft->media->wire;
  const auto place = list_place(shape, collection_.id_member);
  if (!place) return cannot("the list");
  if (is_out_of_reach()) return cannot("the list");
  std::vector<const StoredItem*> items = store_.list(collection_.path, scope_);
  for (const Filter& filter : filters()) std::erase_if(items, [&](const auto* item) { return !filter.passes(*item); });
  std::vector<Listed> listed;
  listed.reserve(items.size());
  for (const StoredItem* item : items) listed.push_back({item->id, item->number});
  const Page page = page_of(page_parameters(operation_), request_.target, listed);
  tell_page(draft->response, *operation_.response_for(draft->response.status), page, items.size());
  const WireShape* list_shape = shape_at(shape, *place);
  const WireShape* entry_shape = list_shape == nullptr ? nullptr : list_shape->items.get();
  const std::string note =
      std::to_string(page.end - page.begin) + " of " + std::to_string(items.size()) + " remembered";
  for (const WireShape* known : {static_cast<const WireShape*>(nullptr), entry_shape}) {
    const Value entries = entries_of(items, page, known);
    for (const NoNext no_next : {NoNext::absent, NoNext::null, NoNext::empty}) {
      Value body = draft->body;
      put_at(body, *place, entries);
      tell_page(body, shape, page, items.size(), no_next);
      if (auto response = told(contract_, operation_, *draft, body)) return {std::move(response), note};
    }
  }
  return cannot("the list of " + std::to_string(items.size()));
}

// An item is an object with the collection's id.
std::vector<Value> declared_items(const Collection& collection) {
  std::vector<Value> found;
  const auto add = [&](const Value& item) {
    if (item.find(collection.id_member) != nullptr) found.push_back(item);
  };
  for (const auto* operation : {collection.resource.read, collection.resource.list}) {
    const auto* success = operation == nullptr ? nullptr : contracts::match::usual_success(*operation);
    const auto* media = success == nullptr ? nullptr : json_media(*success);
    if (media == nullptr || media->wire == nullptr) continue;
    const bool lists = operation == collection.resource.list;
    const auto place =
        lists ? list_place(*media->wire, collection.id_member) : item_place(*media->wire, collection.id_member);
    if (!place) continue;
    for (const auto& example : media->examples) {
      Value body = example.value;
      const Value* at = body.resolve(*place);
      if (at == nullptr) continue;
      if (!lists) add(*at);
      if (lists && at->is_array()) std::for_each(at->items().begin(), at->items().end(), add);
    }
  }
  return found;
}

}  // namespace squall::harness
