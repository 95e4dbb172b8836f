#include "harness/cli/proxy_tellers.h"

#include <memory>
#include <mutex>
#include <ostream>

#include "contracts/core/value.h"
#include "harness/check/told_once.h"
#include "harness/watch/drift_text.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

constexpr std::size_t kLongestLine = 2000;

}  // namespace

std::function<void(const std::string&)> trouble_to(std::ostream& err) {
  return [&err, told = std::make_shared<ToldOnce>(), mutex = std::make_shared<std::mutex>()](const std::string& why) {
    if (!told->tell(why)) return;
    const std::scoped_lock lock(*mutex);
    err << "squall: " << why << std::endl;
  };
}

std::function<void(const Drift&)> drift_lines_to(std::ostream& err) {
  return [&err, mutex = std::make_shared<std::mutex>()](const Drift& drift) {
    const auto line = reports::one_line(drift_line(drift), kLongestLine);  // it tells what came off the wire
    const std::scoped_lock lock(*mutex);
    err << "squall: " << line << std::endl;
  };
}

std::function<void(const Drift&)> drift_events_to(LineLog& log, std::chrono::system_clock::time_point origin) {
  return [&log, origin](const Drift& drift) { log.write(drift_event(drift, origin)); };
}

std::string lost_event(std::uint64_t lines) {
  contracts::Value event{contracts::Object{}};
  event.set("event", "lost");
  event.set("lines", lines);
  return contracts::to_json(event);
}

}  // namespace squall::harness
