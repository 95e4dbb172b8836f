#include "harness/run/redacting_sink.h"

#include <utility>

#include "harness/run/redact.h"

namespace squall::harness {

namespace {

class Visitor {
 public:
  explicit Visitor(const std::map<std::string, std::string>& secrets) : secrets_(secrets) {}

  void operator()(reports::RunStarted& event) const { clean(event.name); }
  void operator()(reports::StageStarted& event) const { clean(event.text); }
  void operator()(reports::CheckStarted&) const {}
  void operator()(reports::CheckProgress& event) const { clean(event.text); }
  void operator()(reports::CheckFinished& event) const {
    reports::RunReport report;
    report.checks.push_back(std::move(event.check));
    redact(report, secrets_);
    event.check = std::move(report.checks.front());
  }
  void operator()(reports::Notice& event) const { clean(event.text); }
  void operator()(reports::RunFinished&) const {}  // redacted before it is sent

 private:
  void clean(std::string& text) const { text = redacted(std::move(text), secrets_); }
  const std::map<std::string, std::string>& secrets_;
};

}  // namespace

reports::EventSink redacting(const reports::EventSink& sink, const Secrets& secrets) {
  if (!sink) return {};
  return [&sink, &secrets](const reports::RunEvent& event) {
    reports::RunEvent copy = event;
    const auto known = secrets.all();
    std::visit(Visitor(known), copy);
    sink(copy);
  };
}

}  // namespace squall::harness
