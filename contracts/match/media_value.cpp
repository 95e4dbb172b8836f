#include "contracts/match/media_value.h"

#include "contracts/match/stream_body.h"
#include "contracts/schema/approximate.h"

namespace squall::contracts::match {
namespace {

std::size_t items_for(schema::Flavour flavour, Random random) {
  switch (flavour) {
    case schema::Flavour::typical:
      return 1 + random.below(3);
    case schema::Flavour::maximal:
      return 3;
    default:
      return 1;
  }
}

}  // namespace

bool is_of_items(const MediaTypeObject& media) {
  return !media.schema && media.item_schema && stream_kind(media.type) != StreamKind::none;
}

bool is_described(const MediaTypeObject& media) {
  return media.schema || is_of_items(media);
}

std::optional<Value> generate_for(const MediaTypeObject& media, Random random, const schema::GenerateOptions& options) {
  if (!is_of_items(media)) return schema::generate(*media.schema, random, options);
  const std::size_t count = items_for(options.flavour, random.fork("items"));
  Array items;
  for (std::size_t i = 0; i < count; ++i) {
    auto item = schema::generate(*media.item_schema, random.fork("item", i), options);
    if (!item) return std::nullopt;
    items.push_back(std::move(*item));
  }
  return Value(std::move(items));
}

std::optional<Value> approximate_for(const MediaTypeObject& media, Random random,
                                     const schema::GenerateOptions& options) {
  if (!is_of_items(media)) return schema::approximate(*media.schema, random, options);
  auto item = schema::approximate(*media.item_schema, random, options);
  if (!item) return std::nullopt;
  return Value(Array{std::move(*item)});
}

}  // namespace squall::contracts::match
