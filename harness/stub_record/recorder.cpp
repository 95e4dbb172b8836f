#include "harness/stub_record/recorder.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "contracts/match/validate.h"
#include "harness/stub/problem.h"
#include "harness/stub_record/end_to_end.h"
#include "harness/verify/provider_url.h"
#include "harness/watch/masked.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::http::Request;
using contracts::http::Response;

// "GET /orders?api_key=[redacted]"
std::string shown(const Request& request, const SecretPlaces& places) {
  chaos::Exchange exchange;
  exchange.request = request;
  exchange.request.body.clear();
  return request.method + " " + masked(exchange, {}, places).request.target;
}

}  // namespace

Recorder::Recorder(RecorderOptions options, SecretPlaces places)
    : options_(std::move(options)), places_(std::move(places)) {}

contracts::Result<std::unique_ptr<Recorder>> Recorder::open(RecorderOptions options, SecretPlaces places) {
  auto url = parse_provider_url(options.url);
  if (!url) {
    url.error().message = "--record: " + url.error().message;
    return fail(std::move(url).error());
  }
  options.url = url->origin + url->base_path.value_or("");
  std::error_code unknown;  // then writing says why
  if (std::filesystem::exists(options.file, unknown))
    return fail(ErrorKind::usage, "--record-to: " + options.file + " exists already", {},
                "name another file; what it has can be answered with --rules");
  std::unique_ptr<Recorder> recorder(new Recorder(std::move(options), std::move(places)));
  SQUALL_TRY(recorder->save());
  return recorder;
}

std::unique_ptr<Client> Recorder::take_client() {
  const std::scoped_lock lock(mutex_);
  if (idle_.empty()) return std::make_unique<Client>();
  auto client = std::move(idle_.back());
  idle_.pop_back();
  return client;
}

void Recorder::put_back(std::unique_ptr<Client> client) {
  const std::scoped_lock lock(mutex_);
  idle_.push_back(std::move(client));
}

void Recorder::say(const std::string& line) const {
  if (options_.say) options_.say(line);
}

chaos::http::Reply Recorder::answer(JudgedRequest& judged) {
  Request request = judged.request();
  request.headers = end_to_end(request.headers);
  SendOptions how;
  how.timeout = options_.timeout;
  auto client = take_client();
  Answer answer = client->send(options_.url, request, how);
  put_back(std::move(client));
  if (answer.error != chaos::CallError::none || answer.truncated || answer.unsendable) return no_answer(judged, answer);
  Response response = std::move(answer.response);
  response.headers = end_to_end(response.headers);
  judged.notes.push_back("record: answered by " + options_.url);
  std::vector<contracts::Violation> off_contract;
  if (const auto* operation = judged.operation(); operation != nullptr)
    off_contract = contracts::match::validate_response(judged.contract, *operation, request.method, response);
  tell_departures(judged, response, off_contract);
  if (request.method != "HEAD") keep(judged, response, off_contract);
  return {std::move(response), {}};
}

chaos::http::Reply Recorder::no_answer(JudgedRequest& judged, const Answer& answer) const {
  const std::string why =
      options_.url + " gave no answer: " + (answer.truncated ? "it is too long to be kept" : answer.error_text);
  judged.notes.push_back("record: " + why);
  say(shown(judged.request(), places_) + ": " + why);
  return {problem(502, why), {}};
}

void Recorder::tell_departures(JudgedRequest& judged, const Response& response,
                               const std::vector<contracts::Violation>& off_contract) const {
  for (const auto& violation : masked_violations(judged.request(), response, off_contract, places_)) {
    const std::string departure =
        violation.where + violation.pointer + (violation.where.empty() ? "" : ": ") + violation.message;
    judged.notes.push_back("off contract: " + departure);
    say(shown(judged.request(), places_) + " -> " + std::to_string(response.status) +
        ": the provider's answer: " + departure);
  }
}

void Recorder::keep(const JudgedRequest& judged, const Response& response,
                    const std::vector<contracts::Violation>& off_contract) {
  auto rule = recorded_rule(judged.content(), response, off_contract, places_);
  if (!rule) return say(shown(judged.request(), places_) + ": it is not recorded: " + rule.error().message);
  for (const std::string& part : rule->left_out)
    say(shown(judged.request(), places_) + ": it is recorded without " + part);
  const std::scoped_lock lock(mutex_);
  const bool kept = recording_.add(std::move(*rule), judged.refused);
  if (!kept && !full_) say("what is recorded from here on is too much to be kept");
  full_ = full_ || !kept;
  if (const auto now = std::chrono::steady_clock::now(); now - written_ >= std::chrono::seconds(1)) {
    if (const auto wrote = write(); !wrote) say(contracts::to_string(wrote.error()));
    written_ = now;
  }
}

contracts::Status Recorder::save() {
  const std::scoped_lock lock(mutex_);
  return write();
}

std::size_t Recorder::size() const {
  const std::scoped_lock lock(mutex_);
  return recording_.size();
}

// By way of another file, so that nobody reads half of it.
contracts::Status Recorder::write() const {
  const std::string part = options_.file + ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out << recording_.text();
  out.close();
  if (out && std::rename(part.c_str(), options_.file.c_str()) == 0) return {};
  std::remove(part.c_str());
  return fail(ErrorKind::io, "cannot write " + options_.file);
}

}  // namespace squall::harness
