#pragma once
// The answers that a stub made before, so that none is generated and validated twice.
//
// Only what an answer is made from may decide it: the operation and the wish. What is drawn for a request has no place
// here. Since the same wish always makes the same answer, neither what is forgotten nor which worker came first can be
// seen. Thread-safe; bounded, whatever clients ask for.

#include <cstddef>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <unordered_map>

#include "contracts/http/message.h"
#include "contracts/match/wished_response.h"

namespace squall::harness {

using MadeAnswer = tl::expected<contracts::http::Response, contracts::match::NoResponse>;

class MadeAnswers {
 public:
  // `bytes` bound what is kept (heads, bodies, messages, keys), `answers` how many: clients that ask for something else
  // each time are not to fill the memory. When either is used up, all is forgotten.
  explicit MadeAnswers(std::size_t bytes = 16u * 1024 * 1024, std::size_t answers = 4096)
      : bytes_(bytes), most_(answers) {}

  // The answer to that wish, of an operation that outlives this; nullptr when it is not kept.
  std::shared_ptr<const MadeAnswer> find(const contracts::openapi::Operation& operation,
                                         const contracts::match::ResponseWish& wish) const;
  // Keeps it, unless it would leave no room for others. Several workers may bring the same.
  std::shared_ptr<const MadeAnswer> keep(const contracts::openapi::Operation& operation,
                                         const contracts::match::ResponseWish& wish, MadeAnswer answer);
  std::size_t size() const;  // how many are kept

 private:
  struct Wished {  // what decides an answer
    const contracts::openapi::Operation* operation;
    int status;
    contracts::match::ExampleUse examples;
    contracts::schema::Flavour flavour;
    bool approximate;
    std::string_view accept, example;
    bool operator==(const Wished&) const = default;
  };
  static Wished wished(const contracts::openapi::Operation& operation, const contracts::match::ResponseWish& wish);
  struct Key {  // the same with its own texts
    Wished wished;
    std::string accept, example;
    explicit Key(const Wished& of);
    Wished view() const;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(const Wished& wished) const;
    std::size_t operator()(const Key& key) const { return (*this)(key.view()); }
  };
  struct Equal {
    using is_transparent = void;
    static const Wished& view(const Wished& wished) { return wished; }
    static Wished view(const Key& key) { return key.view(); }
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
      return view(a) == view(b);
    }
  };

  const std::size_t bytes_, most_;
  mutable std::shared_mutex mutex_;
  std::size_t used_ = 0;
  std::unordered_map<Key, std::shared_ptr<const MadeAnswer>, Hash, Equal> answers_;
};

}  // namespace squall::harness
