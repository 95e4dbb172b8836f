#pragma once
// A fault is asked what it decides, and says it in words.

#include <string>

#include "chaos/faults/fault.h"
#include "contracts/core/value.h"
#include "contracts/openapi/contract.h"

namespace squall::chaos {

contracts::Value json(const std::string& text);
std::string text_of(const Steps& steps);
// What the faults that know the contract go by.
const contracts::openapi::Contract& sample();

enum class Hook {
  message,
  listen,
  accept,
  begin,
  connect,
  request,
  head,
  head_bytes,
  framing,
  down,
  up,
  end,
  removed,
  hello,
  hello_back
};

// About an answer with a JSON body, or a chunk of ten bytes.
Steps ask(const Fault& fault, Hook hook, Context& context);

}  // namespace squall::chaos
