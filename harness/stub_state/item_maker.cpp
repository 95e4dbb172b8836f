#include "harness/stub_state/item_maker.h"

#include <algorithm>
#include <cctype>

#include "contracts/core/ascii.h"
#include "contracts/core/number.h"
#include "contracts/core/pointer.h"
#include "contracts/match/media_choice.h"
#include "contracts/match/parameter_writer.h"
#include "contracts/match/value_draw.h"
#include "harness/stub_state/mixture.h"

namespace squall::harness {
namespace {

using contracts::Value;
using contracts::http::Response;
using contracts::openapi::Operation;
using contracts::openapi::Parameter;
using contracts::openapi::ParameterIn;
using contracts::openapi::WireShape;

// "ord-0009" and 3 -> "ord-0012"; "" when the text does not end in a number that can be counted up.
std::string counted_up(const std::string& text, std::uint64_t by) {
  std::size_t digits = 0;
  while (digits < text.size() && digits < 15 && contracts::is_digit(text[text.size() - 1 - digits])) ++digits;
  if (digits == 0) return "";
  const std::string last = text.substr(text.size() - digits);
  std::string next = std::to_string(std::stoull(last) + by);
  if (next.size() < digits) next.insert(0, digits - next.size(), '0');
  return text.substr(0, text.size() - digits) + next;
}

// What may be sent to the operation as JSON; nullptr when nothing is known of it.
const WireShape* sent_shape(const Operation& operation) {
  if (!operation.request_body) return nullptr;
  for (const auto& media : operation.request_body->content) {
    if (media.wire != nullptr && !media.wire->properties.empty()) return media.wire.get();
  }
  return nullptr;
}

}  // namespace

const WireShape* shape_at(const WireShape& body, const std::string& place) {
  const WireShape* shape = &body;
  std::string_view rest = place;
  while (shape != nullptr && !rest.empty()) {
    rest.remove_prefix(1);
    shape = shape->property(contracts::pointer_unescape(rest.substr(0, rest.find('/'))));
    rest.remove_prefix(std::min(rest.size(), rest.find('/')));
  }
  return shape;
}

ItemMaker::ItemMaker(const Contract& contract, const Collection& collection, const contracts::Random& random)
    : contract_(contract), collection_(collection), random_(random) {
  listed_ = collection.resource.read == nullptr;
  witness_ = listed_ ? collection.resource.list : collection.resource.read;
  draft_ = draft_of(contract_, *witness_, 0, random_, "");
  if (!draft_ || draft_->media == nullptr || draft_->media->wire == nullptr) return;
  const WireShape& body = *draft_->media->wire;
  place_ = listed_ ? list_place(body, collection.id_member) : item_place(body, collection.id_member);
  if (!place_ && !listed_ && collection.id_member.empty() && draft_->body.is_object()) place_ = "";
  if (!place_) return;
  shape_ = shape_at(body, *place_);
  if (listed_ && shape_ != nullptr) shape_ = shape_->items.get();
  const Value* found = draft_->body.resolve(*place_);
  if (found != nullptr && listed_)
    found = found->is_array() && !found->items().empty() ? &found->items().front() : nullptr;
  if (found != nullptr) sample_ = *found;
}

bool ItemMaker::valid(const Value& item) const {
  if (!place_) return false;
  Value body = draft_->body;
  put_at(body, *place_, listed_ ? Value(contracts::Array{item}) : item);
  return told(contract_, *witness_, *draft_, body).has_value();
}

Value ItemMaker::id_value(const std::string& id) const {
  return contracts::match::scalar(
      id, shape_ == nullptr || collection_.id_member.empty() ? nullptr : shape_->property(collection_.id_member));
}

std::optional<Value> ItemMaker::made(const Operation& by, const Value& sent, const std::string& id,
                                     const Value* before) const {
  const Mixture mixture{
      before != nullptr ? *before : sample_, sent, sent_shape(by), shape_, collection_.id_member, id_value(id)};
  return mixed(mixture, [&](const Value& item) { return valid(item); });
}

std::optional<Response> ItemMaker::shown(const Operation& by, int status, const Value& item,
                                         std::string_view accept) const {
  const auto draft = draft_of(contract_, by, status, random_, accept);
  if (!draft) return std::nullopt;
  if (draft->media == nullptr || draft->media->wire == nullptr) return draft->response;
  const WireShape& body_shape = *draft->media->wire;
  auto place = item_place(body_shape, collection_.id_member);
  if (!place && collection_.id_member.empty() && &by == witness_ && !listed_) place = "";
  if (!place) return draft->response;
  Value body = draft->body;
  put_at(body, *place, item);
  if (auto response = told(contract_, by, *draft, body)) return response;
  body = draft->body;
  const Value* own = body.resolve(*place);
  const Value base = own != nullptr ? *own : Value();
  std::optional<Response> response;
  const Value* id = item.find(collection_.id_member);
  const Mixture mixture{
      base, item, nullptr, shape_at(body_shape, *place), collection_.id_member, id != nullptr ? *id : Value()};
  mixed(mixture, [&](const Value& shown) {
    Value whole = draft->body;
    put_at(whole, *place, shown);
    auto valid = told(contract_, by, *draft, whole);
    if (valid) response = std::move(valid);
    return response.has_value();
  });
  return response;
}

const Parameter* ItemMaker::id_parameter() const {
  for (const Operation* operation : {collection_.resource.read, collection_.resource.replace,
                                     collection_.resource.change, collection_.resource.remove}) {
    if (operation == nullptr) continue;
    for (const Parameter& parameter : operation->parameters) {
      if (parameter.in == ParameterIn::path && parameter.name == collection_.resource.parameter) return &parameter;
    }
  }
  return nullptr;
}

std::string ItemMaker::id_candidate(std::uint64_t made, std::uint64_t nth) const {
  const Value* known = collection_.id_member.empty() ? nullptr : sample_.find(collection_.id_member);
  const Parameter* parameter = id_parameter();
  std::string text;
  if (known != nullptr && known->is_number() && nth < 8) return std::to_string(made + nth + 1);
  if (known != nullptr && (known->is_number() || known->is_string()) && nth < 16)
    text = counted_up(contracts::match::scalar_text(*known), made + nth + 1);
  if (text.empty() && parameter != nullptr) {
    const auto drawn = contracts::match::draw(parameter->schema, {}, random_.fork("id", made * 64 + nth),
                                              contracts::schema::Flavour::typical, contracts::schema::Direction::none);
    if (drawn) text = contracts::match::scalar_text(*drawn);
  }
  if (text.empty() || parameter == nullptr || !parameter->schema) return text;
  const auto read = contracts::Document::of(contracts::match::scalar(text, parameter->wire.get()));
  return parameter->schema->valid(read.root()) ? text : "";
}

}  // namespace squall::harness
