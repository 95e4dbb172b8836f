#include "contracts/core/random.h"

#include <bit>
#include <cmath>
#include <numbers>

namespace squall::contracts {
namespace {

constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15u;

// The finalizer of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

// Little-endian on every platform.
std::uint64_t load(const char* bytes, std::size_t count) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < count; ++i) {
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return word;
}

std::uint64_t derive(std::uint64_t key, std::string_view domain, std::string_view identity, std::uint64_t index) {
  return mix(stable_hash(identity, stable_hash(domain, key)) + mix(index + kGolden));
}

}  // namespace

Random::Random(std::uint64_t seed, std::string_view domain, std::string_view identity, std::uint64_t index)
    : key_(derive(mix(seed + kGolden), domain, identity, index)) {}

std::uint64_t Random::next() {
  return mix(mix(key_ ^ (++counter_ * kGolden)) + key_);
}

std::uint64_t Random::below(std::uint64_t bound) {
  if (bound <= 1) return 0;
  const std::uint64_t rejected = (0 - bound) % bound;  // 2^64 mod bound values would be drawn once too often
  for (;;) {
    const std::uint64_t drawn = next();
    if (drawn >= rejected) return drawn % bound;
  }
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
  if (high <= low) return low;
  const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
  const std::uint64_t drawn = span == ~std::uint64_t{0} ? next() : below(span + 1);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + drawn);
}

double Random::unit() {
  return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

double Random::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - unit()));  // Box and Muller, one of the pair
  return radius * std::cos(2.0 * std::numbers::pi * unit());
}

bool Random::chance(double probability) {
  if (!(probability > 0)) return false;
  return probability >= 1 || unit() < probability;
}

Random Random::fork(std::string_view domain, std::uint64_t index) const {
  Random forked = *this;
  forked.key_ = derive(key_, domain, "fork", index);
  forked.counter_ = 0;
  return forked;
}

// MurmurHash64A by Austin Appleby (public domain), read little-endian.
std::uint64_t stable_hash(std::string_view bytes, std::uint64_t seed) {
  constexpr std::uint64_t kMultiplier = 0xC6A4A7935BD1E995u;
  std::uint64_t hash = seed ^ (bytes.size() * kMultiplier);
  const char* next = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; left -= 8, next += 8) {
    std::uint64_t word = load(next, 8) * kMultiplier;
    word ^= word >> 47;
    hash = (hash ^ (word * kMultiplier)) * kMultiplier;
  }
  if (left > 0) hash = (hash ^ load(next, left)) * kMultiplier;
  hash = (hash ^ (hash >> 47)) * kMultiplier;
  return hash ^ (hash >> 47);
}

}  // namespace squall::contracts
