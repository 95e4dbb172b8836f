#include "harness/stub_state/state_exchange.h"

#include <algorithm>

#include "contracts/core/patch.h"
#include "contracts/http/field_lines.h"
#include "contracts/http/percent.h"
#include "contracts/match/body_reader.h"
#include "contracts/match/media_choice.h"
#include "contracts/match/parameter_writer.h"
#include "contracts/match/usual_status.h"
#include "contracts/match/validate.h"
#include "harness/stub/problem.h"
#include "harness/stub_state/item_key.h"

namespace squall::harness {
namespace {

using contracts::Value;
using contracts::http::Request;
using contracts::http::Response;
using contracts::openapi::Operation;

constexpr std::uint64_t most_candidates = 32;  // ids that are tried for a new item

bool declares(const Operation& operation, std::string_view status) {
  return std::any_of(operation.responses.begin(), operation.responses.end(),
                     [&](const auto& response) { return response.status == status; });
}

// A number by its value, so that 7.0 in a path is 7.
std::string text_of(const Value& value) {
  return value.is_number() ? item_key(value) : contracts::match::scalar_text(value);
}

// A merge patch removes what it names with null (RFC 7396, section 2).
bool takes_away(const Value& patch) {
  if (!patch.is_object()) return false;
  const auto& members = patch.members();
  return std::any_of(members.begin(), members.end(), [](const auto& member) { return member.second.is_null(); });
}

bool is_of(const Request& request, std::string_view subtype) {
  const auto type = contracts::http::parse_media_type(request.headers.get("Content-Type"));
  return type && type->type == "application" && type->subtype == subtype;
}

}  // namespace

std::optional<Role> role_of(const Collection& collection, const Operation& operation) {
  const Resource& resource = collection.resource;
  if (&operation == resource.list) return Role::list;
  if (&operation == resource.create) return Role::create;
  if (&operation == resource.read) return Role::read;
  if (&operation == resource.replace) return Role::replace;
  if (&operation == resource.change) return Role::change;
  if (&operation == resource.remove) return Role::remove;
  const auto& actions = resource.actions;
  return std::find(actions.begin(), actions.end(), &operation) != actions.end() ? std::optional(Role::act)
                                                                                : std::nullopt;
}

StateExchange::StateExchange(const contracts::match::Router& router, const Collection& collection,
                             const Request& request, const contracts::match::Route& route, std::uint64_t seed, bool tls,
                             Store& store)
    : contract_(router.contract()),
      collection_(collection),
      request_(request),
      operation_(*route.operation),
      parts_(operation_, route, request),
      random_(seed, "stub.state", collection.path),
      accept_(contracts::http::combined(request.headers, "Accept")),
      tls_(tls),
      store_(store),
      maker_(contract_, collection, random_) {
  for (const std::string& parent : collection.parents) scope_.push_back(path_value(parent));
  id_ = path_value(collection.resource.parameter);
}

std::string StateExchange::path_value(const std::string& parameter) const {
  for (const auto& declared : operation_.parameters) {
    if (declared.in != contracts::openapi::ParameterIn::path || declared.name != parameter) continue;
    const auto reading = parts_.read(declared);
    return reading.value ? text_of(*reading.value) : "";
  }
  return "";
}

StateAnswer StateExchange::answer(Role role) {
  switch (role) {
    case Role::list:
      return list();
    case Role::create:
      return create();
    case Role::read:
      return read();
    case Role::replace:
      return replace();
    case Role::change:
      return change();
    case Role::remove:
      return remove();
    case Role::act:
      return store_.find(collection_.path, scope_, id_) == nullptr ? missing() : StateAnswer{};
  }
  return {};
}

StateAnswer StateExchange::cannot(const std::string& what) const {
  return {std::nullopt, what + " is not remembered: " + operation_.name() + " declares no answer that could say so"};
}

std::optional<StateAnswer> StateExchange::declared_refusal(const std::vector<int>& statuses,
                                                           const std::string& why) const {
  for (const int status : statuses) {
    if (operation_.response_for(status) == nullptr) continue;
    for (const std::string& accept : {accept_, std::string()}) {
      if (auto declared = own_answer(contract_, operation_, status, random_, accept))
        return StateAnswer{std::move(declared), why};
    }
  }
  return std::nullopt;
}

StateAnswer StateExchange::refusal(const std::vector<int>& statuses, const std::string& why) const {
  const auto declared = declared_refusal(statuses, why);
  return declared ? *declared : cannot("that " + why);
}

StateAnswer StateExchange::missing() {
  const std::string note = "there is no " + place_of_item(id_);
  if (is_out_of_reach()) return cannot("that " + note);
  std::vector<int> statuses{404};
  const bool erased = store_.was_erased(collection_.path, scope_, id_);
  // Deleting once more changes nothing (RFC 9110, section 9.2.2).
  if (erased) statuses = operation_.method == "DELETE" ? std::vector{404, 410} : std::vector{404, 410, 400, 422};
  if (auto declared = declared_refusal(statuses, note)) return *declared;
  StateAnswer undeclared = cannot("that " + note);
  if (!erased || operation_.method == "DELETE") return undeclared;
  return {problem(404, note), undeclared.note};
}

// Nothing was ever there, and nobody can put anything there: what its operations do is shown by the contract alone.
bool StateExchange::is_out_of_reach() const {
  const Resource& resource = collection_.resource;
  return resource.create == nullptr && resource.replace == nullptr && !store_.knows(collection_.path);
}

StateAnswer StateExchange::read() {
  const StoredItem* item = store_.find(collection_.path, scope_, id_);
  if (item == nullptr) return missing();
  auto response = maker_.shown(operation_, 0, *item->value, accept_);
  if (!response) return cannot(place_of_item(id_));
  return {std::move(response), "read " + place_of_item(id_)};
}

Value StateExchange::sent() const {
  const auto type = contracts::http::parse_media_type(request_.headers.get("Content-Type"));
  if (!type || request_.body.empty()) return {};
  const auto* media =
      operation_.request_body ? contracts::match::find_media(operation_.request_body->content, *type) : nullptr;
  if (media != nullptr) {
    const auto read = contracts::match::read_body(request_.body, *type, *media);
    return read.instance ? Value(read.instance->root()) : Value();
  }
  const auto document = contracts::http::is_json(*type) ? contracts::Document::parse_json(request_.body)
                                                        : contracts::fail(contracts::ErrorKind::unsupported, "");
  return document ? Value(document->root()) : Value();
}

std::optional<std::pair<std::string, Value>> StateExchange::new_item(const Value& sent) const {
  const auto under = [&](const std::string& id) -> std::optional<std::pair<std::string, Value>> {
    auto item = maker_.made(operation_, sent, id, nullptr);
    return item ? std::optional(std::pair(id, std::move(*item))) : std::nullopt;
  };
  const Value* own = collection_.id_member.empty() ? nullptr : sent.find(collection_.id_member);
  if (const std::string id = own == nullptr ? "" : item_key(*own); !id.empty()) return under(id);
  for (std::uint64_t nth = 0; nth < most_candidates; ++nth) {
    const std::string id = maker_.id_candidate(store_.made(), nth);
    if (id.empty() || store_.find(collection_.path, scope_, id) != nullptr) continue;
    if (auto made = under(id)) return made;
  }
  return std::nullopt;
}

StateAnswer StateExchange::create() {
  auto made = new_item(sent());
  if (!made) return cannot("what was made");
  auto& [id, item] = *made;
  if (store_.find(collection_.path, scope_, id) != nullptr && operation_.response_for(409) != nullptr)
    return refusal({409}, "there is " + place_of_item(id) + " already");
  return kept(id, std::move(item), true);
}

StateAnswer StateExchange::replace() {
  const StoredItem* before = store_.find(collection_.path, scope_, id_);
  // Where ids are the provider's to give, nothing appears under one that was never given.
  if (before == nullptr && collection_.resource.create != nullptr && !declares(operation_, "201") &&
      operation_.response_for(404) != nullptr)
    return missing();
  auto item = maker_.made(operation_, sent(), id_, before != nullptr ? before->value.get() : nullptr);
  return item ? kept(id_, std::move(*item), before == nullptr) : cannot(place_of_item(id_));
}

StateAnswer StateExchange::change() {
  const StoredItem* before = store_.find(collection_.path, scope_, id_);
  if (before == nullptr) return missing();
  const Value patch = sent();
  Value item = *before->value;
  const bool by_json_patch = is_of(request_, "json-patch+json");
  if (by_json_patch) {
    auto patched = contracts::apply_patch(std::move(item), patch);
    if (!patched) {  // RFC 5789, section 2.2
      const bool malformed = patched.error().kind == contracts::ErrorKind::malformed;
      return refusal(malformed ? std::vector{400, 422} : std::vector{409, 422, 400},
                     "the patch does not fit: " + patched.error().message);
    }
    item = std::move(*patched);
  } else {
    item = contracts::merge_patch(std::move(item), patch);
  }
  if (!collection_.id_member.empty() && item.is_object()) item.set(collection_.id_member, maker_.id_value(id_));
  if (maker_.valid(item)) return kept(id_, std::move(item), false);
  const std::string unsound = "the change leaves no valid " + place_of_item(id_);
  const bool by_merge_patch = is_of(request_, "merge-patch+json");
  if (by_json_patch || (by_merge_patch && takes_away(patch))) return refusal({422, 409, 400}, unsound);
  // The contract allows the request: as much of it as makes an item.
  auto made = maker_.made(operation_, patch, id_, before->value.get());
  return made ? kept(id_, std::move(*made), false) : cannot("that " + unsound);
}

StateAnswer StateExchange::remove() {
  const StoredItem* before = store_.find(collection_.path, scope_, id_);
  if (before == nullptr) return missing();
  auto response = maker_.shown(operation_, 0, *before->value, accept_);
  if (!response) return cannot("the removal of " + place_of_item(id_));
  store_.erase(collection_.path, scope_, id_);
  std::vector<std::string> below = scope_;
  below.push_back(id_);
  store_.erase_below(collection_.resource.item + "/", below);
  return {std::move(response), "removed " + place_of_item(id_)};
}

int StateExchange::status_for(bool fresh) const {
  if (fresh) return declares(operation_, "201") ? 201 : 0;
  const int usual = contracts::match::usual_status(operation_);
  if (usual != 201) return usual;
  int other = 0;  // that does not say something was made
  for (const auto& response : operation_.responses) {
    if (response.status.front() != '2' || response.status == "201" || response.status.ends_with("XX")) continue;
    const int status = std::stoi(response.status);
    if (other == 0 || status < other) other = status;
  }
  return other;
}

StateAnswer StateExchange::kept(const std::string& id, Value item, bool fresh) {
  auto response = maker_.shown(operation_, status_for(fresh), item, accept_);
  if (!response) return cannot(place_of_item(id));
  if (fresh) set_location(*response, id);
  const std::size_t gone = store_.put(collection_.path, scope_, id, std::move(item));
  if (fresh) store_.count_made();
  std::string note = (fresh ? "made " : "changed ") + place_of_item(id);
  if (gone != 0) note += ", for which " + std::to_string(gone) + " older ones were forgotten";
  return {std::move(response), note};
}

std::string StateExchange::place_of_item(const std::string& id) const {
  std::string text = contract_.base_path(operation_);
  if (text.ends_with('/')) text.pop_back();
  std::string path = collection_.resource.item;
  const auto fill = [&](const std::string& name, const std::string& value) {
    const std::string marker = "{" + name + "}";
    const auto at = path.find(marker);
    if (at != std::string::npos) path.replace(at, marker.size(), contracts::http::percent_encode(value));
  };
  for (std::size_t i = 0; i < collection_.parents.size(); ++i) fill(collection_.parents[i], scope_[i]);
  fill(collection_.resource.parameter, id);
  return text + path;
}

// RFC 9110, section 10.2.2. What the contract says of the header holds: an absolute URI, where it wants one.
void StateExchange::set_location(Response& response, const std::string& id) const {
  const auto* declared = operation_.response_for(response.status);
  const bool wanted =
      response.headers.contains("Location") || response.status == 201 ||
      (declared != nullptr && std::any_of(declared->headers.begin(), declared->headers.end(), [](const auto& header) {
         return contracts::http::equal_ignoring_case(header.name, "Location");
       }));
  if (!wanted) return;
  const std::string path = place_of_item(id);
  const std::string_view host = request_.headers.get("Host");
  for (const std::string& location : {path, (tls_ ? "https://" : "http://") + std::string(host) + path}) {
    Response located = response;
    located.headers.set("Location", location);
    if (!contracts::match::validate_response(contract_, operation_, operation_.method, located).empty()) continue;
    response = std::move(located);
    return;
  }
}

}  // namespace squall::harness
