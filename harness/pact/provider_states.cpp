#include "harness/pact/provider_states.h"

#include "harness/traffic/target.h"
#include "harness/verify/hook_process.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::Object;
using contracts::Value;

std::string message_of(const StateChange& change) {
  return to_json(Value(Object{{"consumer", Value(change.consumer)},
                              {"state", Value(change.state.name)},
                              {"params", change.state.params},
                              {"action", Value(change.teardown ? "teardown" : "setup")}}));
}

tl::unexpected<contracts::Error> failure(const StateChange& change, const std::string& why) {
  return contracts::fail(ErrorKind::unavailable, "the provider state '" + change.state.name + "' could not be " +
                                                     (change.teardown ? "torn down" : "set up") + ": " + why);
}

class ByUrl : public ProviderStates {
 public:
  ByUrl(std::string url, Client& client, SendOptions options)
      : url_(std::move(url)), client_(client), options_(std::move(options)) {}

  contracts::Result<Value> change(const StateChange& change, std::stop_token stop) override {
    const auto authority = url_.find("://");
    const auto path = url_.find('/', authority == std::string::npos ? 0 : authority + 3);
    contracts::http::Request request;
    request.method = "POST";
    request.target = path == std::string::npos ? "/" : url_.substr(path);
    request.headers.add("Content-Type", "application/json");
    request.body = message_of(change);
    const Answer answer = client_.send(url_.substr(0, path), request, options_, std::move(stop));
    if (answer.error != chaos::CallError::none) return failure(change, answer.error_text);
    const int status = answer.response.status;
    if (status < 200 || status > 299) return failure(change, url_ + " answers " + std::to_string(status));
    const auto document = contracts::Document::parse_json(answer.response.body);
    return document && document->root().is_object() ? Value(document->root()) : Value(Object{});
  }

 private:
  const std::string url_;
  Client& client_;
  const SendOptions options_;
};

class ByCommand : public ProviderStates {
 public:
  ByCommand(std::unique_ptr<HookProcess> process, std::chrono::milliseconds patience)
      : process_(std::move(process)), patience_(patience) {}

  contracts::Result<Value> change(const StateChange& change, std::stop_token stop) override {
    const auto line = process_->exchange(message_of(change), patience_, stop);
    if (!line) return failure(change, line.error().message);
    const auto document = contracts::Document::parse_json(*line);
    if (!document || !document->root().is_object())
      return failure(change, "it wrote '" + *line + "', expected an object");
    const contracts::Node* error = document->root().find("error");
    if (error != nullptr && !error->is_null()) return failure(change, std::string(error->text()));
    const contracts::Node* values = document->root().find("values");
    return values != nullptr && values->is_object() ? Value(*values) : Value(Object{});
  }

 private:
  std::unique_ptr<HookProcess> process_;
  const std::chrono::milliseconds patience_;
};

}  // namespace

std::unique_ptr<ProviderStates> states_by_url(std::string url, Client& client, SendOptions options) {
  return std::make_unique<ByUrl>(std::move(url), client, std::move(options));
}

contracts::Result<std::unique_ptr<ProviderStates>> states_by_command(const std::string& command,
                                                                     std::chrono::milliseconds patience) {
  SQUALL_TRY_ASSIGN(auto process, HookProcess::start(command, ""));
  return std::make_unique<ByCommand>(std::move(process), patience);
}

}  // namespace squall::harness
