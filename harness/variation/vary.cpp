#include "harness/variation/vary.h"

#include <algorithm>
#include <map>

#include "contracts/match/json_answer.h"
#include "contracts/match/validate.h"

namespace squall::harness {
namespace {

using Response = contracts::http::Response;

constexpr std::size_t kMostTried = 200;

// The edits of one place, wherever in the answer it occurs.
struct Place {
  std::string where;
  std::vector<const AnswerEdit*> edits;
};

class Varying {
 public:
  Varying(const GivenAnswer& given, const Variation& variation, const contracts::Random& random,
          const VariationOptions& options)
      : given_(given), off_contract_(variation.off_contract) {
    if (!keeps_contract(given.response)) return;
    draft_.response = given.response;
    if (auto json = contracts::match::json_of(given.operation, given.response)) {
      draft_.body = std::move(json->body);
      draft_.schema = json->schema;
    }
    original_ = draft_.body;
    edits_ = variation.edits(given, draft_, random, options);
    std::map<std::string, std::size_t> known;
    for (const AnswerEdit& edit : edits_) {
      const auto [at, is_new] = known.emplace(edit.where, places_.size());
      if (is_new) places_.push_back({edit.where, {}});
      places_[at->second].edits.push_back(&edit);
    }
  }

  const std::vector<Place>& places() const { return places_; }

  // False, and the draft is as it was, where nothing is left to change or the contract forbids it.
  bool change(AnswerDraft& draft, const Place& place) const {
    AnswerDraft next = draft;
    if (!apply(next, place) || !is_allowed(finished(next))) return false;
    draft = std::move(next);
    return true;
  }
  static bool apply(AnswerDraft& draft, const Place& place) {
    bool any = false;
    for (const AnswerEdit* edit : place.edits) any = edit->apply(draft) || any;
    return any;
  }

  AnswerDraft start() const { return draft_; }
  Response finished(const AnswerDraft& draft) const {
    const bool as_it_was = draft.write == nullptr && draft.body == original_;
    if (!draft.body || as_it_was) return draft.response;
    return contracts::match::with_body(draft.response,
                                       draft.write != nullptr ? draft.write(*draft.body) : to_json(*draft.body));
  }
  bool is_allowed(const Response& response) const { return off_contract_ || keeps_contract(response); }

 private:
  bool keeps_contract(const Response& response) const {
    return contracts::match::validate_response(given_.contract, given_.operation, given_.method, response).empty();
  }

  const GivenAnswer& given_;
  const bool off_contract_;
  AnswerDraft draft_;
  std::optional<contracts::Value> original_;
  std::vector<AnswerEdit> edits_;
  std::vector<Place> places_;
};

}  // namespace

std::optional<VariedAnswer> vary(const GivenAnswer& given, const Variation& variation, const contracts::Random& random,
                                 const std::function<bool(const std::string& where)>& chosen,
                                 const VariationOptions& options) {
  const Varying varying(given, variation, random, options);
  VariedAnswer made;
  AnswerDraft all = varying.start();
  for (const Place& place : varying.places()) {
    if (chosen(place.where) && Varying::apply(all, place)) made.places.push_back(place.where);
  }
  if (made.places.empty()) return std::nullopt;
  if (!varying.is_allowed(varying.finished(all))) {
    made.places.clear();
    all = varying.start();
    std::size_t tried = 0;
    for (const Place& place : varying.places()) {
      if (chosen(place.where) && ++tried <= kMostTried && varying.change(all, place))
        made.places.push_back(place.where);
    }
    if (made.places.empty()) return std::nullopt;
  }
  made.response = varying.finished(all);
  made.delay = all.delay;
  return made;
}

std::vector<std::string> places_of(const GivenAnswer& given, const Variation& variation,
                                   const contracts::Random& random, const VariationOptions& options) {
  const Varying varying(given, variation, random, options);
  std::vector<std::string> alone;
  for (const Place& place : varying.places()) {
    AnswerDraft draft = varying.start();
    if (varying.change(draft, place)) alone.push_back(place.where);
  }
  return alone;
}

}  // namespace squall::harness
