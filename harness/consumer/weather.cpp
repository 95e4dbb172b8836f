#include "harness/consumer/weather.h"

#include <utility>

#include "contracts/match/json_answer.h"
#include "harness/check/finding_builder.h"
#include "harness/variation/vary.h"

namespace squall::harness {
namespace {

constexpr std::size_t kMostKnown = 10'000;
constexpr std::size_t kMostFields = 10'000;  // of one status
constexpr std::size_t kExampleBytes = 400;

void collect_fields(const contracts::Value& value, const std::string& pointer, std::set<std::string>& fields) {
  if (fields.size() > kMostFields) return;
  if (!pointer.empty()) fields.insert(without_indices(pointer));
  if (value.is_object()) {
    for (const auto& [name, member] : value.members())
      collect_fields(member, contracts::pointer_child(pointer, name), fields);
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.items().size(); ++i)
      collect_fields(value.items()[i], contracts::pointer_child(pointer, i), fields);
  }
}

}  // namespace

std::string AnswerPlace::text() const {
  return variation + "\n" + provider + "\n" + operation + "\n" + status + "\n" + where;
}

AnswerPlace AnswerPlace::of(const std::string& text) {
  AnswerPlace place;
  std::size_t at = 0;
  for (std::string* part : {&place.variation, &place.provider, &place.operation, &place.status}) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    *part = text.substr(at, end - at);
    at = std::min(end + 1, text.size());
  }
  place.where = text.substr(at);
  return place;
}

Weather::Weather(std::vector<const Variation*> wanted, VariationOptions options, std::uint64_t seed)
    : wanted_(std::move(wanted)), options_(options), seed_(seed) {}

ReplyChange Weather::change_for(const std::string& provider) {
  return [this, provider](const JudgedRequest& judged, chaos::http::Reply& reply) { apply(provider, judged, reply); };
}

void Weather::calm() {
  const std::lock_guard lock(mutex_);
  now_ = std::make_shared<Now>();
  seen_ = {};
}

void Weather::vary(const Variation& variation, PlaceSet places) {
  const std::lock_guard lock(mutex_);
  now_ = std::make_shared<Now>(Now{&variation, std::move(places)});
  seen_ = {};
}

Weather::Seen Weather::seen() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}

std::map<std::string, std::map<std::string, Weather::Answered>> Weather::answered() const {
  const std::lock_guard lock(mutex_);
  return answered_;
}

std::map<std::string, PlaceSet> Weather::places() const {
  const std::lock_guard lock(mutex_);
  return places_;
}

contracts::Random Weather::drawn_for(const Variation& variation, const contracts::http::Request& request) const {
  return contracts::Random(
      seed_, "consumer.variation",
      std::string(variation.name) + "\n" + request.method + " " + request.target + "\n" + request.body);
}

void Weather::apply(const std::string& provider, const JudgedRequest& judged, chaos::http::Reply& reply) {
  if (judged.operation() == nullptr) return;
  std::shared_ptr<const Now> now;
  {
    const std::lock_guard lock(mutex_);
    now = now_;
    ++seen_.answers;
  }
  const contracts::http::Request& request = judged.request();
  if (now->variation == nullptr) return learn(provider, judged, reply.response);
  AnswerPlace place{std::string(now->variation->name), provider, judged.operation()->name(),
                    std::to_string(reply.response.status), ""};
  const auto key_of = [&place](const std::string& where) {
    place.where = where;
    return place.text();
  };
  const auto varied = harness::vary(
      {judged.contract, *judged.operation(), request.method, reply.response}, *now->variation,
      drawn_for(*now->variation, request),
      [&](const std::string& where) { return now->places.contains(key_of(where)); }, options_);
  if (!varied) return;
  const std::lock_guard lock(mutex_);
  if (now_ == now) {  // else a straggler of the run before
    for (const auto& where : varied->places) {
      const std::string key = key_of(where);
      seen_.changed.insert(key);
      seen_.examples.emplace(key, varied->response.body.substr(0, kExampleBytes));
    }
  }
  reply.response = varied->response;
  reply.delay += varied->delay;
}

void Weather::learn(const std::string& provider, const JudgedRequest& judged,
                    const contracts::http::Response& response) {
  const contracts::openapi::Operation& operation = *judged.operation();
  const std::string status = std::to_string(response.status);
  const auto& request = judged.request();
  {
    const std::lock_guard lock(mutex_);
    Answered& answered = answered_[provider][operation.name()];
    ++answered.statuses[status];
    // Equal answers can be varied alike: what tells answers apart is their bytes.
    const auto hash = contracts::stable_hash(provider + "\n" + operation.name() + "\n" + request.method + status +
                                             "\n" + response.body);
    if (known_.size() >= kMostKnown || !known_.insert(hash).second) return;
  }
  std::set<std::string> fields;
  if (const auto json = contracts::match::json_of(operation, response)) collect_fields(json->body, "", fields);
  std::map<std::string, PlaceSet> places;
  for (const Variation* variation : wanted_) {
    const auto found = places_of({judged.contract, operation, request.method, response}, *variation,
                                 drawn_for(*variation, request), options_);
    AnswerPlace place{std::string(variation->name), provider, operation.name(), status, ""};
    for (const auto& where : found) {
      place.where = where;
      places[place.variation].insert(place.text());
    }
  }
  const std::lock_guard lock(mutex_);
  answered_[provider][operation.name()].fields[status].merge(fields);
  for (auto& [variation, found] : places) places_[variation].merge(found);
}

}  // namespace squall::harness
