#include "harness/resources/resource_graph.h"

#include <algorithm>
#include <cctype>

namespace squall::harness {
namespace {

using contracts::openapi::Contract;
using contracts::openapi::Operation;
using contracts::openapi::ParameterIn;

bool is_parameter(const std::string& segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::string last_segment(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

// Names compared without case, hyphens and underscores: book_id, bookId, Book-ID.
std::string plain(const std::string& name) {
  std::string text;
  for (const char c : name) {
    if (c != '_' && c != '-') text.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  return text;
}

// Names that many kinds of things share: they do not say whose they are.
bool says_whose(const std::string& parameter) {
  const std::string name = plain(parameter);
  return name != "id" && name != "uuid" && name != "name" && name != "key" && name != "slug" && name != "code";
}

void assign(Resource& resource, const Operation& operation) {
  if (operation.method == "GET") resource.read = &operation;
  if (operation.method == "PUT") resource.replace = &operation;
  if (operation.method == "PATCH") resource.change = &operation;
  if (operation.method == "DELETE") resource.remove = &operation;
}

}  // namespace

std::string parent_path(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? std::string{} : path.substr(0, slash);
}

std::string singular(const std::string& word) {
  const auto ends = [&](std::string_view end) { return word.size() > end.size() + 1 && word.ends_with(end); };
  if (ends("ies")) return word.substr(0, word.size() - 3) + "y";
  if (ends("sses") || ends("xes") || ends("ches") || ends("shes")) return word.substr(0, word.size() - 2);
  if (ends("s") && !ends("ss")) return word.substr(0, word.size() - 1);
  return word;
}

ResourceGraph::ResourceGraph(const Contract& contract, const std::set<const Operation*>& left_out) {
  find_resources(contract, left_out);
  find_creators_by_link(contract, left_out);
  for (const Operation& operation : contract.operations) needs_.emplace(&operation, needs_of(operation));
}

void ResourceGraph::find_resources(const Contract& contract, const std::set<const Operation*>& left_out) {
  std::map<std::string, std::size_t> by_item;
  for (const Operation& operation : contract.operations) {
    const std::string last = last_segment(operation.path);
    if (!is_parameter(last) || left_out.contains(&operation)) continue;
    const auto [entry, fresh] = by_item.emplace(operation.path, resources_.size());
    if (fresh) {
      Resource resource;
      resource.item = operation.path;
      resource.parameter = last.substr(1, last.size() - 2);
      resource.name = singular(last_segment(parent_path(operation.path)));
      resources_.push_back(std::move(resource));
    }
    assign(resources_[entry->second], operation);
  }
  for (const Operation& operation : contract.operations) {
    if (left_out.contains(&operation)) continue;
    for (Resource& resource : resources_) {
      const bool collection = operation.path == parent_path(resource.item);
      if (collection && operation.method == "POST") resource.create = &operation;
      if (collection && operation.method == "GET") resource.list = &operation;
      const bool action = operation.method == "POST" && parent_path(operation.path) == resource.item;
      const bool collection_of_its_own = std::any_of(resources_.begin(), resources_.end(), [&](const Resource& other) {
        return parent_path(other.item) == operation.path;
      });
      if (action && !collection_of_its_own) resource.actions.push_back(&operation);
    }
  }
}

// POST /checkout with a link to GET /orders/{id} makes orders, too.
void ResourceGraph::find_creators_by_link(const Contract& contract, const std::set<const Operation*>& left_out) {
  for (const Operation& operation : contract.operations) {
    if (operation.method != "POST" || left_out.contains(&operation)) continue;
    for (const auto& response : operation.responses) {
      if (response.status.front() != '2') continue;
      for (const auto& link : response.links) {
        for (Resource& resource : resources_) {
          const bool item = operation.path.size() >= resource.item.size() &&
                            operation.path.compare(0, resource.item.size(), resource.item) == 0;
          if (resource.create == nullptr && resource.read != nullptr && link.operation == resource.read->name() &&
              !item)
            resource.create = &operation;
        }
      }
    }
  }
}

// A member named like the parameter of another path, or like the thing and its id.
std::optional<std::size_t> ResourceGraph::named(const std::string& member) const {
  const std::string name = plain(member);
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    const Resource& resource = resources_[i];
    if (says_whose(resource.parameter) && name == plain(resource.parameter)) return i;
    if (!is_parameter(resource.name) && name == plain(resource.name) + "id") return i;
  }
  return std::nullopt;
}

std::vector<ResourceGraph::Need> ResourceGraph::needs_of(const Operation& operation) const {
  std::vector<Need> needs;
  for (const auto& parameter : operation.parameters) {
    if (parameter.in != ParameterIn::path) continue;
    const std::string marker = "/{" + parameter.name + "}";
    const auto at = operation.path.find(marker);
    if (at == std::string::npos) continue;
    const std::string item = operation.path.substr(0, at + marker.size());
    for (std::size_t i = 0; i < resources_.size(); ++i) {
      if (resources_[i].item == item) needs.push_back({parameter.name, i});
    }
    if (needs.empty() || needs.back().name != parameter.name) {
      if (const auto resource = named(parameter.name)) needs.push_back({parameter.name, *resource});
    }
  }
  if (operation.request_body) {
    for (const auto& media : operation.request_body->content) {
      if (media.wire == nullptr) continue;
      for (const auto& [member, shape] : media.wire->properties) {
        const auto resource = named(member);
        const std::string name = "/" + member;
        const bool told = std::any_of(needs.begin(), needs.end(), [&](const Need& need) { return need.name == name; });
        if (resource && !told) needs.push_back({name, *resource});
      }
    }
  }
  for (const auto& parameter : operation.parameters) {
    if (parameter.in != ParameterIn::query) continue;
    if (const auto resource = named(parameter.name)) needs.push_back({"query." + parameter.name, *resource});
  }
  return needs;
}

const std::vector<ResourceGraph::Need>& ResourceGraph::needs(const Operation& operation) const {
  static const std::vector<Need> none;
  const auto found = needs_.find(&operation);
  return found == needs_.end() ? none : found->second;
}

}  // namespace squall::harness
