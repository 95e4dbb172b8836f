#include "contracts/match/nested_list.h"

namespace squall::contracts::match {
namespace {

char separator_named(std::string_view format) {
  if (format == "ssv") return ' ';
  if (format == "tsv") return '\t';
  return format == "pipes" ? '|' : ',';
}

}  // namespace

void split_nested(Value& list, const WireShape* shape, const Node* schema) {
  const WireShape* inner = shape != nullptr ? shape->items.get() : nullptr;
  const Node* items = schema != nullptr ? schema->find("items") : nullptr;
  const Node* format = items != nullptr ? items->find("collectionFormat") : nullptr;
  if (format == nullptr || !list.is_array() || !wants_array(inner)) return;
  for (Value& item : list.items()) {
    if (!item.is_string()) continue;
    item = array(split(item.text(), separator_named(format->text())), inner);
    split_nested(item, inner, items);
  }
}

}  // namespace squall::contracts::match
