#include "harness/verify/agreement.h"

namespace squall::harness {
namespace {

using contracts::Node;

std::optional<Loss> search(const Node& sent, const Node* echoed, bool has_echo, const Node* before, const Node& read,
                           const std::string& pointer) {
  if (sent.is_object()) {
    for (const auto& member : sent.members()) {
      const Node* now = read.find(member.key);
      if (now == nullptr) continue;
      const Node* echo = echoed != nullptr ? echoed->find(member.key) : nullptr;
      const Node* old = before != nullptr ? before->find(member.key) : nullptr;
      auto loss = search(member.value, echo, has_echo, old, *now, contracts::pointer_child(pointer, member.key));
      if (loss) return loss;
    }
    return std::nullopt;
  }
  if (equal(sent, read)) return std::nullopt;
  const bool taken = echoed != nullptr && equal(*echoed, sent);
  const bool kept_old = !has_echo && before != nullptr && equal(*before, read);
  if (!taken && !kept_old) return std::nullopt;
  return Loss{pointer, to_json(sent), to_json(read), taken};
}

}  // namespace

std::optional<Loss> first_loss(const Node& sent, const Node* echoed, const Node* before, const Node& read) {
  return search(sent, echoed, echoed != nullptr && echoed->is_object(), before, read, {});
}

}  // namespace squall::harness
