#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_set>

#include "contracts/match/faults.h"
#include "contracts/match/message_generator.h"
#include "contracts/match/request_assembly.h"
#include "contracts/match/simpler_value.h"

namespace squall::contracts::match {
namespace {

using openapi::Parameter;

constexpr std::size_t kMostTried = 400;
constexpr std::size_t kMostOfBody = 250;
constexpr std::size_t kMostOfParameter = 20;

struct Weight {
  std::size_t size = 0;
  std::string text;
  explicit Weight(const http::Request& request) : text(request.target + "\n") {
    for (const http::Header& header : request.headers) text += header.name + ":" + header.value + "\n";
    text += request.body;
    size = text.size();
  }
  bool operator<(const Weight& other) const { return std::tie(size, text) < std::tie(other.size, other.text); }
};

class Simplifier {
 public:
  explicit Simplifier(const RequestCase& made)
      : made_(made), origin_(*made.origin), values_(origin_.values), weight_(made.request) {
    faults_ = faults_of(judge_request(*origin_.contract, *made.operation, made.request));
  }

  std::vector<RequestCase> run() {
    leave_out();
    plain_bodies();
    for (std::size_t i = 0; i < values_.parameters.size(); ++i) parameter(i);
    body();
    std::stable_sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<RequestCase> cases;
    for (auto& [weight, simple] : found_) cases.push_back(std::move(simple));
    return cases;
  }

 private:
  bool is_known(const Parameter* parameter) const {
    return std::find(values_.known.begin(), values_.known.end(), parameter) != values_.known.end();
  }

  void leave_out() {
    RequestValues least = values_;
    std::erase_if(least.parameters, [](const auto& entry) { return !entry.first->required; });
    const bool body_optional = made_.operation->request_body && !made_.operation->request_body->required;
    if (least.parameters.size() < values_.parameters.size()) offer(least);
    for (std::size_t i = 0; i < values_.parameters.size(); ++i) {
      if (values_.parameters[i].first->required) continue;
      RequestValues without = values_;
      without.parameters.erase(without.parameters.begin() + static_cast<std::ptrdiff_t>(i));
      offer(without);
    }
    if (!body_optional) return;
    for (RequestValues bare : {least, values_}) {
      bare.media = nullptr;
      bare.body.reset();
      bare.raw_body.reset();
      offer(bare);
    }
  }

  // The least body its schema allows, alone and with one member of the body at hand.
  void plain_bodies() {
    if (values_.media == nullptr || !values_.body || !values_.media->schema) return;
    schema::GenerateOptions options;
    options.flavour = schema::Flavour::minimal;
    options.direction = schema::Direction::request;
    const auto least = schema::generate(*values_.media->schema, Random(0, "simpler"), options);
    if (!least) return;
    with_body(*least);
    if (!least->is_object() || !values_.body->is_object()) return;
    for (const auto& [name, member] : values_.body->members()) {
      Value grafted = *least;
      grafted.set(name, member);
      with_body(std::move(grafted));
    }
  }

  void parameter(std::size_t index) {
    if (is_known(values_.parameters[index].first)) return;
    for (Value& simple : simpler_values(values_.parameters[index].second, kMostOfParameter)) {
      RequestValues changed = values_;
      changed.parameters[index].second = std::move(simple);
      offer(changed);
    }
  }

  void body() {
    if (!values_.body || values_.raw_body) return;
    for (Value& simple : simpler_values(*values_.body, kMostOfBody)) with_body(std::move(simple));
  }

  void with_body(Value body) {
    for (const std::string& pointer : values_.known_members) {
      Value* there = body.resolve(pointer);
      Value own = *values_.body;
      if (there != nullptr && own.resolve(pointer) != nullptr) *there = *own.resolve(pointer);
    }
    RequestValues changed = values_;
    changed.body = std::move(body);
    offer(changed);
  }

  void offer(const RequestValues& values) {
    if (++tried_ > kMostTried) return;
    auto request = assemble(*origin_.contract, *made_.operation, values);
    if (!request) return;
    Weight weight(*request);
    if (!(weight < weight_) || !seen_.insert(weight.text).second) return;
    if (faults_of(judge_request(*origin_.contract, *made_.operation, *request)) != faults_) return;
    RequestCase simple = case_of(*origin_.contract, *made_.operation, std::move(*request), values);
    simple.summary = made_.summary;
    simple.keyword = made_.keyword;
    simple.where = made_.where;
    simple.pointer = made_.pointer;
    found_.emplace_back(std::move(weight), std::move(simple));
  }

  const RequestCase& made_;
  const CaseOrigin& origin_;
  const RequestValues& values_;
  Weight weight_;
  std::set<std::string> faults_;
  std::vector<std::pair<Weight, RequestCase>> found_;
  std::unordered_set<std::string> seen_;
  std::size_t tried_ = 0;
};

}  // namespace

std::vector<RequestCase> simpler(const RequestCase& made) {
  if (made.origin == nullptr) return {};
  return Simplifier(made).run();
}

}  // namespace squall::contracts::match
