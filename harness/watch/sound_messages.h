#pragma once
// SoundMessages: those that were judged and found to keep the contract, by a hash of all that their judgement depends
// on: operation, status, the header fields that the contract looks at, and the body. So a message that comes again
// costs a hash. Bounded: what is remembered longest makes room.
//
// Thread-safe, without a lock.

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"

namespace squall::harness {

class SoundMessages {
 public:
  // The contract outlives this, and every operation asked about is one of its own.
  explicit SoundMessages(const contracts::openapi::Contract& contract);

  std::uint64_t key_of(const contracts::openapi::Operation& operation, const contracts::http::Request& request) const;
  // `method` is the request's: an answer to HEAD has no body.
  std::uint64_t key_of(const contracts::openapi::Operation& operation, std::string_view method,
                       const contracts::http::Response& response) const;
  bool has(std::uint64_t key) const { return slot(key).load(std::memory_order_relaxed) == key; }
  void add(std::uint64_t key) { slot(key).store(key, std::memory_order_relaxed); }

  static constexpr std::size_t kMost = 16384;

 private:
  using Table = std::array<std::atomic<std::uint64_t>, kMost>;
  struct Fields {
    std::vector<std::string> request, response;  // names of header fields
  };
  std::atomic<std::uint64_t>& slot(std::uint64_t key) const { return (*table_)[key % kMost]; }

  std::unordered_map<const contracts::openapi::Operation*, Fields> fields_;
  std::unique_ptr<Table> table_ = std::make_unique<Table>();  // 0: nothing yet
};

}  // namespace squall::harness
