#include "harness/resilience/stimulus.h"

#include <fmt/format.h>

#include <algorithm>

#include "contracts/core/document.h"
#include "contracts/core/random.h"
#include "harness/system/references.h"

namespace squall::harness {
namespace {

constexpr std::size_t kMostPrepared = 500;

std::string replaced(const std::string& text, const StimulusValues& values) {
  if (text.find("${") == std::string::npos) return text;
  auto result = replace_references(text, [&](const std::string& name) -> contracts::Result<std::string> {
    const auto found = values.find(name);
    return found == values.end() ? "${" + name + "}" : found->second;
  });
  return result ? std::move(*result) : text;
}

// As it stands in a target, a header or inside a JSON text: numbers as they are, texts without their quotes.
std::string plain_text(const contracts::Node& node) {
  return node.is_string() ? std::string(node.text()) : contracts::to_json(node);
}

std::string key_of(const contracts::http::Headers& headers) {
  std::string key;
  for (const auto& header : headers) key += header.name + ":" + header.value + "\n";
  return key;
}

contracts::Status capture(const StimulusStepPlan& step, const contracts::http::Response& response,
                          StimulusValues& values) {
  const std::string what = step.request.method + " " + step.request.target;
  if (response.status / 100 != 2) {
    return contracts::fail(contracts::ErrorKind::unavailable,
                           response.status == 0
                               ? what + ", sent before the stimulus, was not answered"
                               : fmt::format("{}, sent before the stimulus, was answered {}", what, response.status));
  }
  if (step.capture.empty()) return {};
  const auto document = contracts::Document::parse_json(response.body);
  if (!document) {
    return contracts::fail(contracts::ErrorKind::unavailable,
                           "the answer to " + what + ", sent before the stimulus, is no JSON to capture from");
  }
  for (const auto& [name, pointer] : step.capture) {
    const auto* node = document->root().resolve(pointer);
    if (node == nullptr) {
      return contracts::fail(
          contracts::ErrorKind::unavailable,
          fmt::format("the answer to {}, sent before the stimulus, has nothing at '{}' (captured as '{}')", what,
                      pointer, name));
    }
    values["captured." + name] = plain_text(*node);
  }
  return {};
}

}  // namespace

contracts::http::Request with_values(contracts::http::Request request, const StimulusValues& values) {
  request.target = replaced(request.target, values);
  request.body = replaced(request.body, values);
  contracts::http::Headers headers;
  for (const auto& header : request.headers) headers.add(header.name, replaced(header.value, values));
  request.headers = std::move(headers);
  return request;
}

contracts::Result<StimulusValues> StimulusSource::draw() {
  StimulusValues values;
  const std::uint64_t number = contracts::Random(plan_.seed, "stimulus.unique", "", drawn_++).next();
  values["unique"] = std::to_string(100'000'000 + number % 900'000'000);
  for (const StimulusStepPlan& step : plan_.before) {
    StimulusStepPlan sent = step;
    sent.request = with_values(step.request, values);
    SQUALL_TRY(capture(sent, send_(step.url, sent.request), values));
  }
  return values;
}

contracts::Status StimulusSource::prepare(std::size_t stimuli) {
  if (plan_.before.empty()) return {};
  while (ready_.size() < std::min(stimuli, kMostPrepared)) {
    SQUALL_TRY_ASSIGN(StimulusValues values, draw());
    ready_.push_back(std::move(values));
  }
  return {};
}

contracts::Result<StimulusValues> StimulusSource::taken() {
  if (!ready_.empty()) {
    last_ = ready_.front();
    ready_.pop_front();
    if (under_faults_ && !plan_.before.empty()) ready_.push_back(last_);  // to be used again when there are no others
    return last_;
  }
  if (under_faults_ && !plan_.before.empty()) return last_;
  SQUALL_TRY_ASSIGN(last_, draw());
  return last_;
}

contracts::Result<contracts::http::Request> StimulusSource::next(const contracts::http::Headers& headers) {
  const bool again = plan_.same_by_headers && !headers.empty();
  StimulusValues values;
  if (const auto known = by_headers_.find(key_of(headers)); again && known != by_headers_.end()) {
    values = known->second;
  } else {
    SQUALL_TRY_ASSIGN(values, taken());
    if (again) by_headers_.emplace(key_of(headers), values);
  }
  contracts::http::Request request = with_values(plan_.request, values);
  for (const auto& header : headers) request.headers.set(header.name, header.value);
  return request;
}

}  // namespace squall::harness
