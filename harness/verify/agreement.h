#pragma once
// Does what is read agree with what was written? A provider may complete, normalise and change what it is given; only
// what it said it took and then does not have is lost. Pure.

#include <optional>
#include <string>

#include "contracts/core/document.h"

namespace squall::harness {

struct Loss {
  std::string pointer;          // of the member
  std::string expected, found;  // JSON
  bool acknowledged = false;    // the write's answer showed the value; else a provider may have chosen to keep the old
};

// `sent` is the body of a write, `echoed` its answer (nullptr: it had none), `before` what was read earlier (nullptr:
// nothing). A member is lost when the echo has it as it was sent and the reading has it otherwise; without an echo,
// when the reading still has the old value. Members that the reading does not have say nothing: it may be another view.
std::optional<Loss> first_loss(const contracts::Node& sent, const contracts::Node* echoed,
                               const contracts::Node* before, const contracts::Node& read);

}  // namespace squall::harness
