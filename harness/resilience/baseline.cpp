#include "harness/resilience/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <tuple>

#include "contracts/core/document.h"
#include "contracts/core/number.h"
#include "harness/system/pretty_json.h"

namespace squall::harness {
namespace {

using chaos::Measurement;
using chaos::Presence;
using contracts::Array;
using contracts::ErrorKind;
using contracts::Node;
using contracts::Object;
using contracts::Value;

constexpr std::array kPresences{std::pair{Presence::yes, "yes"}, std::pair{Presence::no, "no"},
                                std::pair{Presence::unknown, "unknown"}};

// Without proof of injection nothing is known.
std::string presence_text(const Measurement& m) {
  const Presence known = m.injected ? m.present : Presence::unknown;
  return std::find_if(kPresences.begin(), kPresences.end(), [&](const auto& p) { return p.first == known; })->second;
}

double rounded(double value) {
  return std::stod(fmt::format("{:.6g}", value));
}

Value value_of(const Measurement& m) {
  Object measured;
  for (const chaos::Quantity& q : m.quantities) {
    measured.emplace_back(q.name, Object{{"median", rounded(q.median)},
                                         {"min", rounded(q.min)},
                                         {"max", rounded(q.max)},
                                         {"unit", q.unit},
                                         {"samples", q.samples}});
  }
  Array labels;
  for (const std::string& label : m.labels) labels.emplace_back(label);
  return Object{{"present", presence_text(m)}, {"summary", m.summary}, {"measured", measured}, {"labels", labels}};
}

// Reads one document, and says where it is not as it should be.
class Reader {
 public:
  explicit Reader(const contracts::Document& document) : document_(document) {}

  contracts::Result<Baseline> baseline() const {
    const Node& root = document_.root();
    SQUALL_TRY_ASSIGN(const Node* version, member(root, "squall_baseline"));
    if (!version->is_number() || version->text() != "1") return mistake(*version, "expected version 1 of a baseline");
    Baseline baseline;
    SQUALL_TRY_ASSIGN(baseline.depth, text(root, "depth"));
    SQUALL_TRY_ASSIGN(const Node* edges, member(root, "edges"));
    if (!edges->is_object()) return mistake(*edges, "expected an object of edges");
    for (const auto& edge : edges->members()) {
      if (!edge.value.is_object()) return mistake(edge.value, "expected an object of patterns");
      for (const auto& pattern : edge.value.members()) {
        SQUALL_TRY_ASSIGN(Measurement m, measurement(pattern.value));
        m.pattern = std::string(pattern.key);
        baseline.entries.push_back({std::string(edge.key), std::move(m)});
      }
    }
    return baseline;
  }

 private:
  tl::unexpected<contracts::Error> mistake(const Node& at, const std::string& what) const {
    return contracts::fail(ErrorKind::malformed, what, document_.locate(at),
                           "`squall profile --write FILE` writes one that can be read");
  }
  contracts::Result<const Node*> member(const Node& object, std::string_view key) const {
    const Node* found = object.find(key);
    if (found == nullptr) return mistake(object, fmt::format("there is no '{}'", key));
    return found;
  }
  contracts::Result<std::string> text(const Node& object, std::string_view key) const {
    SQUALL_TRY_ASSIGN(const Node* found, member(object, key));
    if (!found->is_string()) return mistake(*found, fmt::format("expected '{}' to be text", key));
    return std::string(found->text());
  }
  contracts::Result<double> number(const Node& object, std::string_view key) const {
    SQUALL_TRY_ASSIGN(const Node* found, member(object, key));
    if (!found->is_number()) return mistake(*found, fmt::format("expected '{}' to be a number", key));
    return contracts::to_double(found->text());
  }
  contracts::Result<chaos::Quantity> quantity(const std::string& name, const Node& node) const {
    chaos::Quantity q;
    q.name = name;
    SQUALL_TRY_ASSIGN(q.median, number(node, "median"));
    SQUALL_TRY_ASSIGN(q.min, number(node, "min"));
    SQUALL_TRY_ASSIGN(q.max, number(node, "max"));
    SQUALL_TRY_ASSIGN(q.unit, text(node, "unit"));
    SQUALL_TRY_ASSIGN(const double samples, number(node, "samples"));
    q.samples = static_cast<std::uint64_t>(std::clamp(samples, 0.0, 1e9));
    return q;
  }
  contracts::Result<Measurement> measurement(const Node& node) const {
    Measurement m;
    SQUALL_TRY_ASSIGN(const std::string present, text(node, "present"));
    const auto* const known =
        std::find_if(kPresences.begin(), kPresences.end(), [&](const auto& p) { return p.second == present; });
    if (known == kPresences.end()) return mistake(node, "expected 'present' to be yes, no or unknown");
    m.present = known->first;
    m.injected = m.present != Presence::unknown;
    SQUALL_TRY_ASSIGN(m.summary, text(node, "summary"));
    SQUALL_TRY_ASSIGN(const Node* measured, member(node, "measured"));
    for (const auto& one : measured->members()) {
      SQUALL_TRY_ASSIGN(auto read, quantity(std::string(one.key), one.value));
      m.quantities.push_back(std::move(read));
    }
    SQUALL_TRY_ASSIGN(const Node* labels, member(node, "labels"));
    for (const Node& label : labels->items()) m.labels.emplace_back(label.text());
    return m;
  }

  const contracts::Document& document_;
};

}  // namespace

const chaos::Measurement* Baseline::find(const std::string& edge, const std::string& pattern) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const BaselineEntry& entry) {
    return entry.edge == edge && entry.measurement.pattern == pattern;
  });
  return found == entries.end() ? nullptr : &found->measurement;
}

std::string to_json(const Baseline& baseline) {
  Value edges{Object{}};
  for (const BaselineEntry& entry : baseline.entries) {
    if (edges.find(entry.edge) == nullptr) edges.set(entry.edge, Object{});
    edges.find(entry.edge)->set(entry.measurement.pattern, value_of(entry.measurement));
  }
  return pretty_json(Object{{"squall_baseline", 1}, {"depth", baseline.depth}, {"edges", std::move(edges)}}) + "\n";
}

contracts::Result<Baseline> parse_baseline(std::string text, const std::string& path) {
  auto document = contracts::Document::parse_json(std::move(text));
  auto baseline = document ? Reader(*document).baseline() : contracts::fail(document.error());
  if (!baseline) baseline.error().location.file = path;
  return baseline;
}

contracts::Result<Baseline> load_baseline(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return contracts::fail(ErrorKind::usage, "cannot read '" + path + "'", {path, 0, 0, ""});
  std::ostringstream text;
  text << in.rdbuf();
  return parse_baseline(std::move(text).str(), path);
}

contracts::Status save_baseline(const Baseline& baseline, const std::string& path) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << to_json(baseline) << std::flush;
  if (!out) return contracts::fail(ErrorKind::io, "cannot write '" + path + "'", {path, 0, 0, ""});
  return {};
}

void BaselineRecorder::add(const std::string& edge, const chaos::Measurement& measurement) {
  const std::scoped_lock lock(mutex_);
  baseline_.entries.push_back({edge, measurement});
}

Baseline BaselineRecorder::take() {
  const std::scoped_lock lock(mutex_);
  std::sort(baseline_.entries.begin(), baseline_.entries.end(), [](const BaselineEntry& a, const BaselineEntry& b) {
    return std::tie(a.edge, a.measurement.pattern) < std::tie(b.edge, b.measurement.pattern);
  });
  return std::move(baseline_);
}

}  // namespace squall::harness
