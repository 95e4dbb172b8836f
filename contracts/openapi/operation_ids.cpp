// "The id MUST be unique among all operations described in the API" (OAS 3.0.4, section 4.7.10.1).

#include <map>
#include <set>

#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/path_items.h"

namespace squall::contracts::openapi {
namespace {

class OperationIds {
 public:
  explicit OperationIds(const Scene& scene) : scene_(scene) {}

  void add_paths(const Place& paths) {
    for (const Member& member : paths.node->members()) {
      if (!is_extension(member.key)) add_item(Place{paths.source, &member.value, {}}, std::string(member.key), true);
    }
  }

  void add_webhooks(const Place& webhooks) {
    for (const Member& member : webhooks.node->members()) {
      add_item(Place{webhooks.source, &member.value, {}}, "webhook '" + std::string(member.key) + "'", false);
    }
  }

 private:
  struct Owner {
    std::string name;
    const Node* operation;
    bool is_of_path;
  };

  static bool is_extension(std::string_view key) { return key.starts_with("x-"); }

  void add_item(const Place& item, const std::string& name, bool is_of_path) {
    for (const PathItemPart& part : path_item_parts(scene_.sources, item)) {
      for (const auto& [method, operation] : part.operations) {
        const std::string full = method + " " + name;
        claim(operation, full, is_of_path);
        add_callbacks(operation, full);
      }
    }
  }

  // Callbacks may be shared, and have callbacks.
  void add_callbacks(const Place& operation, const std::string& name) {
    const Node* callbacks = operation.node->find("callbacks");
    if (callbacks == nullptr) return;
    for (const Member& member : callbacks->members()) {
      const auto callback = scene_.sources.follow(Place{operation.source, &member.value, {}});
      if (!callback || !seen_.insert(callback->node).second) continue;
      for (const Member& target : callback->node->members()) {
        if (is_extension(target.key)) continue;
        const std::string inner = std::string(target.key.substr(0, 80)) + " of " + name;
        add_item(Place{callback->source, &target.value, {}}, inner, false);
      }
    }
  }

  void claim(const Place& operation, const std::string& name, bool is_of_path) {
    const auto id = text_of(*operation.node, "operationId");
    if (id.empty()) return;
    const auto [known, fresh] = owners_.emplace(id, Owner{name, operation.node, is_of_path});
    const Owner& first = known->second;
    // One path item at two paths is two operations.
    const bool same = first.operation == operation.node && !(first.is_of_path && is_of_path);
    if (fresh || same || first.name == name) return;
    scene_.diagnostics.forbidden("operationId '" + std::string(id) + "' is already that of " + first.name,
                                 operation.source->document->locate(*operation.node->find("operationId")));
  }

  const Scene& scene_;
  std::map<std::string, Owner, std::less<>> owners_;
  std::set<const Node*> seen_;
};

}  // namespace

void check_operation_ids(const Scene& scene, const Place& root) {
  OperationIds ids(scene);
  if (const Node* paths = root.node->find("paths")) ids.add_paths(Place{root.source, paths, {}});
  if (const Node* webhooks = root.node->find("webhooks")) ids.add_webhooks(Place{root.source, webhooks, {}});
}

}  // namespace squall::contracts::openapi
