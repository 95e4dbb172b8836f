#include "contracts/openapi/overlay.h"

#include <algorithm>
#include <unordered_set>

#include "contracts/core/composition.h"
#include "contracts/openapi/json_path.h"
#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/text_checks.h"

namespace squall::contracts::openapi {
namespace {

using Changed = std::unordered_set<const Node*>;

constexpr std::ptrdiff_t deepest_target = Limits{}.depth;
constexpr std::size_t most_made = 4'000'000;  // nodes that are written anew, by all actions together

// A document that one action after the other changes.
class Editing {
 public:
  Editing(std::shared_ptr<const Document> document, const std::shared_ptr<const Document>& overlay)
      : made_(document), overlay_(*overlay), document_(std::move(document)), root_(&document_->root()) {
    made_.add(overlay);
  }

  const Node& root() const { return *root_; }

  // What the action at `action` brings to its targets; nullptr: they are removed.
  Status change(const std::vector<PathMatch>& targets, const Node& action, const Node* update) {
    action_ = &action;
    update_ = update;
    targets_.clear();
    Changed ways;  // from the root to the targets
    for (const PathMatch& target : targets) {
      targets_.insert(target.node);
      note_way(target.pointer, ways);
    }
    root_ = &made_.keep(rewritten(*root_, ways));
    if (error_) return fail(std::move(*error_));
    return {};
  }

  std::shared_ptr<const Document> finish() { return root_ == &document_->root() ? document_ : made_.finish(*root_); }

 private:
  void note_way(std::string_view pointer, Changed& ways) const {
    const Node* at = root_;
    ways.insert(at);
    while (!pointer.empty()) {
      const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
      at = at->resolve(pointer.substr(0, end));
      ways.insert(at);
      pointer.remove_prefix(end);
    }
  }

  bool removed(const Node& node) const { return update_ == nullptr && targets_.contains(&node); }

  Node rewritten(const Node& node, const Changed& ways) {
    if (error_ || !ways.contains(&node)) return made_.take(node);
    if (made_.size() > most_made) {
      return wrong("the overlay would write more than " + std::to_string(most_made) + " nodes", *action_);
    }
    const bool target = update_ != nullptr && targets_.contains(&node);
    if (node.is_array()) {
      std::vector<Node> items;
      for (const Node& item : node.items()) {
        if (!removed(item)) items.push_back(rewritten(item, ways));
      }
      if (target) items.push_back(made_.take(*update_));
      return made_.array(items, node);
    }
    if (target && !update_->is_object()) {
      return wrong("an object can be updated with an object only", *update_);
    }
    std::vector<Member> members;
    for (const Member& member : node.members()) {
      if (removed(member.value)) continue;
      const Node* addition = target ? update_->find(member.key) : nullptr;
      // A target below this one is updated in its own right, before what is merged from here.
      const bool below = ways.contains(&member.value);
      const Node old = below ? rewritten(member.value, ways) : made_.take(member.value);
      members.push_back(made_.member(member.key, addition != nullptr ? merged(member.value, old, *addition) : old));
    }
    if (target) add_new(members, node, *update_);
    return made_.object(members, node);
  }

  // `now` is what `old` has become already: the same, or with targets below it updated.
  Node merged(const Node& old, const Node& now, const Node& addition) {
    if (addition.is_null() && (old.is_object() || old.is_array())) return now;
    if (old.is_array() && addition.is_array()) {
      std::vector<Node> items;
      for (const Node& item : now.items()) items.push_back(made_.take(item));
      for (const Node& item : addition.items()) items.push_back(made_.take(item));
      return made_.array(items, old);
    }
    if (old.is_object() && addition.is_object()) {
      std::vector<Member> members;
      for (const Member& member : now.members()) {
        const Node* more = addition.find(member.key);
        const Node kept = made_.take(member.value);
        members.push_back(made_.member(member.key, more != nullptr ? merged(member.value, kept, *more) : kept));
      }
      add_new(members, now, addition);
      return made_.object(members, old);
    }
    const bool scalars = !old.is_object() && !old.is_array() && !addition.is_object() && !addition.is_array();
    if (scalars || old.is_null()) return made_.take(addition);
    return wrong("cannot be merged with the " + std::string(to_string(old.kind())) + " that is there", addition);
  }

  void add_new(std::vector<Member>& members, const Node& old, const Node& addition) {
    for (const Member& member : addition.members()) {
      if (old.find(member.key) == nullptr) members.push_back(made_.member(member.key, made_.take(member.value)));
    }
  }

  Node wrong(std::string message, const Node& at) {
    if (!error_) error_ = Error{ErrorKind::malformed, std::move(message), overlay_.locate(at), {}};
    return made_.take(at);
  }

  Composition made_;
  const Document& overlay_;
  std::shared_ptr<const Document> document_;
  const Node* root_;
  const Node* action_ = nullptr;
  const Node* update_ = nullptr;
  Changed targets_;
  std::optional<Error> error_;
};

Status check(const Document& overlay) {
  const auto wrong = [&overlay](std::string message, const Node& at, std::string hint = {}) {
    return fail(ErrorKind::malformed, std::move(message), overlay.locate(at), std::move(hint));
  };
  const Node& root = overlay.root();
  const Node* version = root.find("overlay");
  if (version == nullptr)
    return wrong("this is no overlay: there is no 'overlay' field at its top", root, "it begins with overlay: 1.0.0");
  if (!version->text().starts_with("1.")) {
    return wrong("overlay version '" + std::string(version->text()) + "' is not known", *version, "1.0.0 is");
  }
  const Node* info = root.find("info");
  if (info == nullptr || text_of(*info, "title").empty() || text_of(*info, "version").empty()) {
    return wrong("an overlay needs 'info' with 'title' and 'version'", info != nullptr ? *info : root);
  }
  const Node* actions = root.find("actions");
  if (actions == nullptr || !actions->is_array() || actions->size() == 0) {
    return wrong("an overlay needs a list of 'actions'", actions != nullptr ? *actions : root);
  }
  for (const Node& action : actions->items()) {
    if (!action.is_object() || text_of(action, "target").empty()) return wrong("an action needs a 'target'", action);
    const Node* remove = action.find("remove");
    if (remove != nullptr && !remove->is_boolean()) return wrong("'remove' must be true or false", *remove);
    if (action.find("update") == nullptr && !flag_of(action, "remove")) {
      return wrong("an action needs 'update' or 'remove: true'", action);
    }
    for (const Member& member : action.members()) {
      if (member.key.starts_with("x-") || is_word_of(member.key, "target description update remove")) continue;
      return fail(ErrorKind::malformed, "unknown field '" + std::string(member.key) + "' in an action",
                  overlay.locate_key(action, member.key), "an action has target, description, update and remove");
    }
  }
  return {};
}

}  // namespace

Result<std::shared_ptr<const Document>> apply_overlay(std::shared_ptr<const Document> document,
                                                      std::shared_ptr<const Document> overlay,
                                                      Diagnostics& diagnostics) {
  SQUALL_TRY(check(*overlay));
  Editing editing(std::move(document), overlay);
  for (const Node& action : overlay->root().find("actions")->items()) {
    const Node& target = *action.find("target");
    const auto located = [&](Error error) {
      error.location = overlay->locate(target);
      return fail(std::move(error));
    };
    const auto path = JsonPath::parse(target.text());
    if (!path) return located(path.error());
    const auto found = path->select(editing.root());
    if (!found) return located(found.error());
    if (found->empty()) {
      diagnostics.doubtful("the target '" + std::string(target.text()) + "' matches nothing", overlay->locate(target));
      continue;
    }
    const bool remove = flag_of(action, "remove");
    for (const PathMatch& match : *found) {
      if (remove && match.pointer.empty())
        return located({ErrorKind::malformed, "the whole document cannot be removed", {}, {}});
      if (std::count(match.pointer.begin(), match.pointer.end(), '/') > deepest_target) {
        return located({ErrorKind::malformed,
                        "the target '" + std::string(target.text()) + "' selects what is nested deeper than " +
                            std::to_string(deepest_target) + " levels",
                        {},
                        {}});
      }
      if (remove || match.node->is_object() || match.node->is_array()) continue;
      return located({ErrorKind::malformed,
                      "the target '" + std::string(target.text()) + "' must select objects or lists to update; at " +
                          match.pointer + " it selects a " + std::string(to_string(match.node->kind())),
                      {},
                      "select what contains it"});
    }
    SQUALL_TRY(editing.change(*found, action, remove ? nullptr : action.find("update")));
  }
  return editing.finish();
}

}  // namespace squall::contracts::openapi
