#pragma once
// Weather: how the stubs of a consumer answer at the moment, plainly or varied, and what they answered.
//
// Thread-safe; the changes it makes run on the stubs' worker threads. Memory is bounded: of each place one example is
// kept, of distinct requests 10,000.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/stub/responder.h"
#include "harness/variation/breakage.h"
#include "harness/variation/variation.h"

namespace squall::harness {

// A place among all answers; its text is its name in a PlaceSet.
struct AnswerPlace {
  std::string variation, provider, operation, status, where;

  std::string text() const;
  static AnswerPlace of(const std::string& text);
};

class Weather {
 public:
  Weather(std::vector<const Variation*> wanted, VariationOptions options, std::uint64_t seed);

  // For StubOptions::changes of that provider's stub. The weather outlives the stub.
  ReplyChange change_for(const std::string& provider);

  // From now on answers are plain, and where they could be varied is learnt.
  void calm();
  // From now on answers are changed at these places.
  void vary(const Variation& variation, PlaceSet places);

  struct Answered {
    std::map<std::string, std::uint64_t> statuses;        // "200" -> answers
    std::map<std::string, std::set<std::string>> fields;  // by status: pointers, * for indices
  };
  struct Seen {
    std::uint64_t answers = 0;
    PlaceSet changed;                             // places that were changed
    std::map<std::string, std::string> examples;  // by place: the beginning of a changed body
  };
  // Since calm() or vary() was called.
  Seen seen() const;
  // In calm weather: by provider and operation.
  std::map<std::string, std::map<std::string, Answered>> answered() const;
  // In calm weather: where answers could be varied, by the variation's name.
  std::map<std::string, PlaceSet> places() const;

 private:
  void apply(const std::string& provider, const JudgedRequest& judged, chaos::http::Reply& reply);
  void learn(const std::string& provider, const JudgedRequest& judged, const contracts::http::Response& response);
  contracts::Random drawn_for(const Variation& variation, const contracts::http::Request& request) const;

  const std::vector<const Variation*> wanted_;
  const VariationOptions options_;
  const std::uint64_t seed_;

  struct Now {
    const Variation* variation = nullptr;  // nullptr: calm
    PlaceSet places;
  };
  mutable std::mutex mutex_;
  std::shared_ptr<const Now> now_ = std::make_shared<Now>();
  Seen seen_;
  std::set<std::uint64_t> known_;  // hashes of requests that were learnt from
  std::map<std::string, std::map<std::string, Answered>> answered_;
  std::map<std::string, PlaceSet> places_;
};

}  // namespace squall::harness
