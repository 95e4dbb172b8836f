#include "harness/verify/known_resources.h"

#include "contracts/core/document.h"
#include "contracts/http/percent.h"

namespace squall::harness {
namespace {

using contracts::Kind;
using contracts::Node;
using contracts::Value;

constexpr std::size_t most_values = 16;  // of one member
constexpr std::size_t most_items = 5;    // of one list

bool is_id_like(const Node& value) {
  return (value.is_string() && value.size() > 0 && value.size() < 200) || value.is_number();
}

void remember(std::vector<Value>& values, Value value) {
  if (values.size() == most_values) values.erase(values.begin());
  values.push_back(std::move(value));
}

// The collection a path parameter chooses from: "/orders/{id}/lines/{line}" -> line: "/orders/{id}/lines".
std::string collection_before(const std::string& path, const std::string& parameter) {
  const auto at = path.find("/{" + parameter + "}");
  return at == std::string::npos ? std::string{} : path.substr(0, at);
}

}  // namespace

void KnownResources::learn_object(Members& members, const Node& object) {
  for (const auto& member : object.members()) {
    if (is_id_like(member.value)) remember(members.values[std::string(member.key)], Value(member.value));
  }
}

void KnownResources::learn(const contracts::openapi::Operation& operation, const contracts::http::Response& response) {
  if (response.status < 200 || response.status >= 300 || operation.method == "DELETE") return;
  // A list or a creation tells of members of its own path; an item's own path tells of its collection.
  const bool item = !operation.path.empty() && operation.path.back() == '}';
  Members& members = by_collection_[item ? operation.path.substr(0, operation.path.rfind("/{")) : operation.path];
  if (const std::string* location = response.headers.find("Location"); location != nullptr && response.status == 201) {
    const auto path = contracts::http::path_of(*location);
    const auto slash = path.rfind('/');
    const auto last = slash == std::string_view::npos ? path : path.substr(slash + 1);
    if (!last.empty()) remember(members.values["id"], Value(contracts::http::percent_decode(last)));
  }
  const auto document = contracts::Document::parse_json(response.body);
  if (!document) return;
  const Node& root = document->root();
  learn_object(members, root);
  std::size_t count = 0;
  for (const Node& element : root.items()) {
    if (count++ < most_items) learn_object(members, element);
  }
  for (const auto& member : root.members()) {  // {"items": [...]}
    count = 0;
    for (const Node& element : member.value.items()) {
      if (count++ < most_items) learn_object(members, element);
    }
  }
}

void KnownResources::add(KnownResources later) {
  for (auto& [collection, members] : later.by_collection_) {
    for (auto& [member, values] : members.values) {
      for (Value& value : values) remember(by_collection_[collection].values[member], std::move(value));
    }
  }
}

contracts::match::KnownValues KnownResources::values_for(const contracts::openapi::Operation& operation,
                                                         std::uint64_t index) const {
  contracts::match::KnownValues known;

  for (const auto& parameter : operation.parameters) {
    if (parameter.in != contracts::openapi::ParameterIn::path) continue;
    if (index % 3 == 2) {
      known.emplace_back(parameter.name, Value());
      continue;
    }
    const auto collection = by_collection_.find(collection_before(operation.path, parameter.name));
    if (collection == by_collection_.end()) continue;
    for (const std::string& name : {parameter.name, std::string("id")}) {
      const auto values = collection->second.values.find(name);
      if (values == collection->second.values.end()) continue;
      known.emplace_back(parameter.name, values->second[values->second.size() - 1 - index % values->second.size()]);
      break;
    }
  }
  return known;
}

}  // namespace squall::harness
