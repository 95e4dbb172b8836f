#pragma once
// Recorder: what no rule answers is asked of a real provider, held to the contract both ways, and kept as rules.

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "harness/stub/responder.h"
#include "harness/stub_record/recording.h"
#include "harness/traffic/client.h"

namespace squall::harness {

struct RecorderOptions {
  std::string url;   // of the provider: "http://127.0.0.1:8080"; a path of its own stands before each target
  std::string file;  // the rules are written there; must not exist yet
  std::chrono::nanoseconds timeout = std::chrono::seconds(30);
  std::function<void(const std::string& line)> say;  // what departs from the contract, what could not be kept
};

// Thread-safe. The calls of the provider block the worker that asks.
class Recorder {
 public:
  // Errors: usage, when the URL is none (provider_url.h) or the file exists; io, when it cannot be written.
  static contracts::Result<std::unique_ptr<Recorder>> open(RecorderOptions options, SecretPlaces places);

  // The provider's answer; 502 with a problem document when there is none, which is not kept. Notes and lines that are
  // said tell no secrets.
  chaos::http::Reply answer(JudgedRequest& judged);
  // Writes what was recorded. Done while recording, too, at most once a second.
  contracts::Status save();
  std::size_t size() const;

 private:
  Recorder(RecorderOptions options, SecretPlaces places);
  std::unique_ptr<Client> take_client();
  void put_back(std::unique_ptr<Client> client);
  void say(const std::string& line) const;
  chaos::http::Reply no_answer(JudgedRequest& judged, const Answer& answer) const;
  void tell_departures(JudgedRequest& judged, const contracts::http::Response& response,
                       const std::vector<contracts::Violation>& off_contract) const;
  void keep(const JudgedRequest& judged, const contracts::http::Response& response,
            const std::vector<contracts::Violation>& off_contract);
  contracts::Status write() const;  // with the mutex held

  const RecorderOptions options_;
  const SecretPlaces places_;
  mutable std::mutex mutex_;
  Recording recording_;
  std::vector<std::unique_ptr<Client>> idle_;
  std::chrono::steady_clock::time_point written_;
  bool full_ = false;
};

}  // namespace squall::harness
