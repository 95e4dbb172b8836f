#include "harness/traffic/call.h"

#include <utility>

#include "harness/traffic/load.h"
#include "harness/traffic/traceparent.h"

namespace squall::harness {

chaos::Call begin_call(chaos::Timeline& timeline, const std::string& purpose, const std::string& base_url,
                       contracts::http::Request& request, std::uint64_t seed, std::uint64_t index,
                       bool add_traceparent) {
  chaos::Call call;
  call.id = timeline.next_id();
  call.purpose = purpose;
  call.url = base_url + request.target;
  call.method = request.method;
  call.target = request.target;
  if (const auto* given = request.headers.find("traceparent")) {
    call.trace_id = trace_id_of(*given);
  } else if (add_traceparent) {
    auto made = make_traceparent(seed, purpose, index);
    request.headers.add("traceparent", std::move(made.header));
    call.trace_id = std::move(made.trace_id);
  }
  call.started = timeline.now();
  call.due = call.started;
  return call;
}

void end_call(chaos::Call& call, const Answer& answer, chaos::Instant now) {
  call.finished = now;
  call.status = answer.response.status;
  call.error = answer.error;
  call.error_text = answer.error_text;
  if (answer.response.status != 0) call.first_byte = now - (answer.duration - answer.first_byte);
}

chaos::Call call_once(Client& client, chaos::Timeline& timeline, const std::string& purpose,
                      const std::string& base_url, const contracts::http::Request& request, std::uint64_t seed,
                      const SendOptions& options, std::stop_token stop) {
  contracts::http::Request sent = request;
  chaos::Call call = begin_call(timeline, purpose, base_url, sent, seed, client.next_index(), true);
  Answer answer = client.send(base_url, sent, options, std::move(stop));
  end_call(call, answer, timeline.now());
  call.response = std::move(answer.response);
  timeline.record(call);
  return call;
}

}  // namespace squall::harness
