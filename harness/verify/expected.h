#pragma once
// What the contract says of the answer to a request.

namespace squall::harness {

enum class Expected {
  success,  // the request is valid: anything declared but a server's own failure
  refusal,  // the request is invalid: a 4xx
  anything  // the contract leaves open how it is taken: anything that conforms but a server's own failure
};

}  // namespace squall::harness
