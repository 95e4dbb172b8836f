#include "harness/stub/made_answers.h"

#include <mutex>
#include <utility>

namespace squall::harness {
namespace {

constexpr std::size_t entry_bytes = 256;  // a node of the map, the answer's own fields

std::size_t bytes_of(const MadeAnswer& answer) {
  if (!answer) return entry_bytes + answer.error().error.message.size() + answer.error().error.hint.size();
  std::size_t bytes = entry_bytes + answer->reason.size() + answer->body.size();
  for (const auto& header : answer->headers) bytes += sizeof header + header.name.size() + header.value.size();
  return bytes;
}

std::size_t mixed(std::size_t hash, std::size_t more) {
  return (hash ^ more) * 0x9E3779B97F4A7C15u + (hash >> 29);
}

}  // namespace

MadeAnswers::Key::Key(const Wished& of) : wished(of), accept(of.accept), example(of.example) {}

MadeAnswers::Wished MadeAnswers::Key::view() const {
  Wished seen = wished;
  seen.accept = accept;
  seen.example = example;
  return seen;
}

std::size_t MadeAnswers::Hash::operator()(const Wished& wished) const {
  std::size_t hash = std::hash<const void*>()(wished.operation);
  hash = mixed(hash, static_cast<std::size_t>(wished.status) * 128 + static_cast<std::size_t>(wished.examples) * 16 +
                         static_cast<std::size_t>(wished.flavour) * 2 + (wished.approximate ? 1 : 0));
  hash = mixed(hash, std::hash<std::string_view>()(wished.accept));
  return mixed(hash, std::hash<std::string_view>()(wished.example));
}

MadeAnswers::Wished MadeAnswers::wished(const contracts::openapi::Operation& operation,
                                        const contracts::match::ResponseWish& wish) {
  return {&operation, wish.status, wish.examples, wish.flavour, wish.approximate, wish.accept, wish.example};
}

std::shared_ptr<const MadeAnswer> MadeAnswers::find(const contracts::openapi::Operation& operation,
                                                    const contracts::match::ResponseWish& wish) const {
  const std::shared_lock lock(mutex_);
  const auto found = answers_.find(wished(operation, wish));
  return found == answers_.end() ? nullptr : found->second;
}

std::shared_ptr<const MadeAnswer> MadeAnswers::keep(const contracts::openapi::Operation& operation,
                                                    const contracts::match::ResponseWish& wish, MadeAnswer answer) {
  auto kept = std::make_shared<const MadeAnswer>(std::move(answer));
  const std::size_t bytes = bytes_of(*kept) + wish.accept.size() + wish.example.size();
  if (bytes > bytes_ / 4) return kept;
  const std::unique_lock lock(mutex_);
  if (used_ + bytes > bytes_ || answers_.size() >= most_) {
    answers_.clear();
    used_ = 0;
  }
  if (answers_.emplace(Key(wished(operation, wish)), kept).second) used_ += bytes;
  return kept;
}

std::size_t MadeAnswers::size() const {
  const std::shared_lock lock(mutex_);
  return answers_.size();
}

}  // namespace squall::harness
