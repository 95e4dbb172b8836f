#pragma once
// BodyHash: FNV-1a of a body's first 64 KiB, however it was cut into chunks. 0 for no body.

#include <cstdint>
#include <string_view>

namespace squall::chaos {

class BodyHash {
 public:
  static constexpr std::uint64_t kLimit = 64u * 1024;

  void add(std::string_view bytes) {
    for (const char c : bytes.substr(0, static_cast<std::size_t>(kLimit - size_))) {
      state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
      ++size_;
    }
  }
  bool full() const { return size_ == kLimit; }
  std::uint64_t value() const { return size_ == 0 ? 0 : state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325u;
  std::uint64_t size_ = 0;
};

}  // namespace squall::chaos
