#include "reports/html/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <kainjow/mustache.hpp>

#include "reports/html/assets.h"
#include "reports/html/graph.h"
#include "reports/html/markup.h"
#include "reports/html/plot.h"
#include "reports/html/timeline_plot.h"
#include "reports/model/digest.h"
#include "reports/model/names.h"
#include "reports/model/presentable.h"
#include "reports/model/text.h"

namespace squall::reports {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

constexpr Bounds bounds{.text = 4000, .findings = 150, .evidence = 60, .rows = 400};
constexpr std::size_t open_evidence = 5;  // of the first findings

// A view: names to texts, flags and lists.
data view(std::initializer_list<std::pair<const char*, data>> members) {
  data object{data::type::object};
  for (const auto& [name, value] : members) object.set(name, value);
  return object;
}
data text(std::string_view value) {
  return data{std::string(value)};
}

template <class Items, class F>
data list(const Items& items, F make) {
  data all{data::type::list};
  for (const auto& item : items) all.push_back(make(item));
  return all;
}

std::string_view verdict_word(const RunReport& report) {
  return one_of(report.outcome, {"passed", "failed", "is inconclusive", "could not run", "was skipped"});
}

data counts_view(const Digest& all) {
  data counts{data::type::list};
  const auto add = [&](std::size_t number, std::string_view word, std::string_view state) {
    if (number > 0) counts.push_back(view({{"number", grouped(number)}, {"word", text(word)}, {"state", text(state)}}));
  };
  for (const auto outcome :
       {Outcome::failed, Outcome::errored, Outcome::inconclusive, Outcome::passed, Outcome::skipped}) {
    add(all.count(outcome), spoken(outcome), state_class(outcome));
  }
  return counts;
}

// "2026-03-14T09:15:00Z" -> "2026-03-14 09:15:00 UTC"; anything else as it is.
std::string spoken_time(std::string at) {
  if (at.size() != 20 || at[10] != 'T' || at[19] != 'Z') return at;
  at[10] = ' ';
  return at.substr(0, 19) + " UTC";
}

data meta_view(const RunReport& report) {
  const std::vector<std::pair<std::string, std::string>> rows = {{"Started", spoken_time(report.started_at)},
                                                                 {"Took", spoken_ms(report.duration_ms)},
                                                                 {"Seed", std::to_string(report.seed)},
                                                                 {"Exit code", std::to_string(report.exit_code)}};
  data all{data::type::list};
  for (const auto& [key, value] : rows) {
    if (!value.empty()) all.push_back(view({{"key", key}, {"value", value}}));
  }
  return all;
}

data evidence_view(const std::vector<EvidenceLine>& lines) {
  return list(lines, [](const EvidenceLine& line) {
    return view({{"at", line.at_ms ? exact_ms(*line.at_ms) : ""}, {"text", line.text}});
  });
}

// The phases that show most, drawn.
void set_timeline(data& object, const MeasuredTimeline& timeline, const std::string& id) {
  object.set("has_timeline", !timeline.phases.empty());
  object.set("timeline", list(timeline_plots(timeline, id), [](const TimelinePlot& plot) {
               data one = view({{"phase", plot.name}, {"svg", plot.svg}});
               one.set("not_drawn", plot.left_out.empty() ? data{false} : data{plot.left_out});
               return one;
             }));
  object.set("more_phases", timeline.left_out == 0 ? data{false} : data{counted(timeline.left_out, "more phase")});
}

data finding_view(const Finding& finding, std::size_t number) {
  data where{data::type::list}, commands{data::type::list};
  const std::vector<std::pair<std::string, std::string>> places = {{"Edge", finding.edge},
                                                                   {"Operation", finding.operation},
                                                                   {"Location", contracts::to_string(finding.location)},
                                                                   {"Rule", finding.rule}};
  for (const auto& [key, value] : places) {
    if (!value.empty()) where.push_back(view({{"key", key}, {"value", value}}));
  }
  for (const auto& [what, command] :
       {std::pair{"Replay", finding.replay.command}, std::pair{"Request", finding.replay.curl}}) {
    if (!command.empty()) commands.push_back(view({{"what", what}, {"text", command}}));
  }
  data object = view({{"anchor", fmt::format("finding-{}", number)},
                      {"state", text(finding.ignored.empty() ? state_class(finding.severity) : "idle")},
                      {"severity", text(finding.ignored.empty() ? to_string(finding.severity) : "ignored")},
                      {"message", finding.message},
                      {"where", where},
                      {"commands", commands},
                      {"has_evidence", !finding.evidence.empty()},
                      {"open", number <= open_evidence && finding.ignored.empty()},
                      {"evidence", evidence_view(finding.evidence)}});
  object.set("times", finding.occurrences > 1 ? data{grouped(finding.occurrences)} : data{false});
  object.set("ignored", finding.ignored.empty() ? data{false} : data{finding.ignored});
  object.set("suggestion", finding.suggestion.empty() ? data{false} : data{finding.suggestion});
  set_timeline(object, finding.timeline, fmt::format("finding-{}-timeline", number));
  return object;
}

data fault_view(const FaultSpan& fault, double begin_ms) {
  const bool proved = fault.applied > 0;
  const std::string received = fault.received.empty() ? "" : " (" + listed(fault.received) + ")";
  return view({{"text", fault.text.empty() ? fault.kind : fault.text},
               {"edge", fault.edge},
               {"from", spoken_ms(fault.from_ms - begin_ms)},
               {"to", spoken_ms(fault.to_ms - begin_ms)},
               {"state", text(proved ? "applied" : "bad")},
               {"applied", proved ? "applied " + counted(fault.applied, "time") + received : "never applied"}});
}

data text_list(const std::vector<std::string>& texts) {
  return list(texts, [](const std::string& one) { return view({{"text", one}}); });
}

data experiment_view(const Series& series, const RunReport& report) {
  const Plot plot = plot_of(series);
  const double begin_ms = series.buckets.front().at_ms;
  data object = view({{"name", series.name}, {"has_faults", !series.faults.empty()}, {"outcome", false}});
  object.set("faults", list(series.faults, [&](const FaultSpan& fault) { return fault_view(fault, begin_ms); }));
  object.set("panels", list(plot.panels, [](const Panel& panel) {
               return view({{"title", panel.title},
                            {"legend", panel.legend},
                            {"svg", panel.svg},
                            {"top", panel.top},
                            {"half", panel.half},
                            {"latency", panel.legend.empty()}});
             }));
  object.set("ticks", list(plot.ticks, [](const Tick& tick) {
               return view({{"percent", coordinate(tick.percent)}, {"text", tick.text}});
             }));
  object.set(
      "phases", list(plot.phases, [](const PhaseRow& row) {
        return view(
            {{"name", row.name}, {"calls", row.calls}, {"errors", row.errors}, {"p50", row.p50}, {"p99", row.p99}});
      }));
  for (const auto& check : report.checks) {
    if (check.id != "experiment/" + series.name) continue;
    object.set("outcome", text(spoken(check.outcome)));
    object.set("state", text(state_class(check.outcome)));
    object.set("sign", text(sign_of(check.outcome)));
    object.set("facts", text_list(check.facts));
  }
  return object;
}

std::string quantity_name(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string number(double value) {
  const bool large = value >= 1000 && value < 1e15;
  return large ? grouped(static_cast<unsigned long long>(std::llround(value))) : compact(value);
}

std::string quantity(const Measured& one) {
  if (one.unit == "ms") return exact_ms(one.median);
  if (one.unit.empty() || one.unit == one.name) return number(one.median);
  const bool singular = one.median == 1 && one.unit.ends_with('s');
  return number(one.median) + ' ' + (singular ? one.unit.substr(0, one.unit.size() - 1) : one.unit);
}

data measured_view(const Measured& one) {
  data object = view({{"name", quantity_name(one.name)}, {"median", quantity(one)}});
  const std::string samples = one.samples > 0 ? "n = " + grouped(one.samples) : "";
  const std::string range = one.min < one.max ? fmt::format("{}\xE2\x80\x93{}", number(one.min), number(one.max)) : "";
  const std::string spread = range.empty() || samples.empty() ? range + samples : range + ", " + samples;
  object.set("spread", spread.empty() ? data{false} : data{spread});
  return object;
}

data pattern_view(const PatternResult& result, const std::string& id) {
  const auto verdict =
      result.expectation == Expectation::none ? std::string_view("measured") : to_string(result.expectation);
  const std::string_view sign = result.expectation == Expectation::holds          ? "\xE2\x9C\x93 "
                                : result.expectation == Expectation::broken       ? "\xE2\x9C\x97 "
                                : result.expectation == Expectation::inconclusive ? "? "
                                                                                  : "";
  data object = view({{"pattern", quantity_name(result.pattern)},
                      {"state", text(state_class(result.expectation))},
                      {"verdict", std::string(sign) + std::string(verdict)},
                      {"summary", result.summary},
                      {"has_measured", !result.measured.empty()},
                      {"measured", list(result.measured, measured_view)},
                      {"confounders", text_list(result.confounders)}});
  set_timeline(object, result.timeline, id);
  return object;
}

data profiles_view(const std::vector<EdgeProfile>& profiles) {
  std::size_t number = 0;
  return list(profiles, [&](const EdgeProfile& profile) {
    return view({{"edge", profile.edge},
                 {"from", profile.from},
                 {"to", profile.to},
                 {"patterns", list(profile.patterns, [&](const PatternResult& result) {
                    return pattern_view(result, fmt::format("timeline-{}", ++number));
                  })}});
  });
}

data graph_call_view(const GraphCall& call) {
  const auto spoken = [](const std::optional<double>& ms) { return ms ? spoken_ms(*ms) : std::string("unknown"); };
  return view({{"depth", std::to_string(std::min<std::uint32_t>(call.depth, 12))},
               {"from", call.from},
               {"to", call.to},
               {"edge", call.edge},
               {"operation", call.operation},
               {"timeout", call.timeout_ms ? spoken_ms(*call.timeout_ms) : "none measured"},
               {"attempts", call.attempts ? compact(*call.attempts) : "unknown"},
               {"worst", spoken(call.worst_ms)}});
}

data entry_view(const EntryOperation& entry) {
  return view({{"service", entry.service},
               {"operation", entry.operation},
               {"worst", entry.worst},
               {"amplified", entry.amplified},
               {"has_points", !entry.single_points.empty()},
               {"points", text_list(entry.single_points)},
               {"has_calls", !entry.calls.empty()},
               {"calls", list(entry.calls, graph_call_view)}});
}

data share_view(std::string_view what, const Share& share) {
  return view({{"what", text(what)},
               {"seen", grouped(share.seen)},
               {"all", grouped(share.all)},
               {"percent", coordinate(100.0 * static_cast<double>(share.seen) / static_cast<double>(share.all))}});
}

data times_view(const std::map<std::string, std::uint64_t>& counts) {
  return list(counts, [](const auto& entry) {
    const bool never = entry.second == 0;
    return view({{"name", entry.first}, {"never", never}, {"times", never ? "never" : grouped(entry.second)}});
  });
}

// One of request and responses, when their schemas have branches.
void add_branches(data& all, std::string_view what, const BranchCoverage& branches) {
  if (branches.total == 0) return;
  const std::uint64_t missing = branches.total - std::min(branches.seen, branches.total);
  data object = view({{"what", text(what)},
                      {"seen", grouped(branches.seen)},
                      {"all", grouped(branches.total)},
                      {"missing", missing > 0},
                      {"unseen", text_list(branches.unseen)}});
  const bool more = missing > branches.unseen.size();
  object.set("more", more ? data{grouped(missing - branches.unseen.size())} : data{false});
  all.push_back(object);
}

data branches_view(const OperationCoverage& one) {
  data all{data::type::list};
  add_branches(all, "request", one.request_branches);
  add_branches(all, "responses", one.response_branches);
  return all;
}

data operation_view(const OperationCoverage& one) {
  return view({{"operation", one.operation},
               {"service", one.service},
               {"never", one.requests == 0},
               {"requests", one.requests == 0 ? "never" : grouped(one.requests)},
               {"no_success", one.requests > 0 && one.successes == 0},
               {"responses", times_view(one.responses)},
               {"parameters", times_view(one.parameters)},
               {"request_media", times_view(one.request_media)},
               {"response_media", times_view(one.response_media)},
               {"branches", branches_view(one)}});
}

data check_view(const Check& check) {
  const bool silent = check.reason.empty() && check.facts.empty() && !check.findings.empty();
  const std::string seen = silent ? counted(check.findings.size(), "finding") : check.reason;
  return view({{"id", check.id},
               {"state", text(state_class(check.outcome))},
               {"sign", text(sign_of(check.outcome))},
               {"outcome", text(spoken(check.outcome))},
               {"reason", seen},
               {"facts", text_list(check.facts)},
               {"duration", check.duration_ms > 0 ? spoken_ms(check.duration_ms) : ""}});
}

data section(const char* id, const char* title, std::size_t number) {
  data object = view({{"id", id}, {"title", title}});
  object.set("number", number > 0 ? data{grouped(number)} : data{false});
  return object;
}

void set_head(data& page, const RunReport& report, const RunReport& original, const Digest& all) {
  page.set("script_sha256", text(page_script_sha256));
  page.set("style", text(page_style));
  page.set("script", text(page_script));
  page.set("version", report.squall_version);
  page.set("id", report.id);
  page.set("name", report.name);
  page.set("state", text(state_class(report.outcome)));
  page.set("sign", text(sign_of(report.outcome)));
  page.set("verdict_word", text(verdict_word(report)));
  page.set("headline", headline(original, all));
  page.set("counts", counts_view(all));
  page.set("meta", meta_view(report));
}

// Sets a section's flag and its list, and lists it in the navigation.
class Sections {
 public:
  explicit Sections(data& page) : page_(page) {}
  void add(const char* id, const char* title, const std::string& name, data items, std::size_t number = 0) {
    const bool any = items.is_non_empty_list();
    page_.set("has_" + name, any);
    page_.set(name, items);
    if (any) navigation_.push_back(section(id, title, number));
  }
  void add_graph(const RunReport& report) {
    const std::string wide = graph_svg(report, Direction::right);
    page_.set("graph",
              wide.empty() ? data{false} : view({{"wide", wide}, {"narrow", graph_svg(report, Direction::down)}}));
    if (!wide.empty()) navigation_.push_back(section("system", "System", 0));
  }
  void finish() { page_.set("sections", navigation_); }

 private:
  data& page_;
  data navigation_{data::type::list};
};

data findings_view(const Digest& found) {
  std::size_t number = 0;
  return list(found.findings, [&](const FindingRef& ref) { return finding_view(*ref.finding, ++number); });
}

data shares_view(const Digest& all) {
  return list(shares(all), [](const auto& one) { return share_view(one.first, one.second); });
}

}  // namespace

std::string render_html(const RunReport& original) {
  const Presentable shown = presentable(original, bounds);
  const RunReport& report = shown.report;
  const Digest all = digest(original);
  data page{data::type::object};
  set_head(page, report, original, all);
  std::vector<Series> plotted;
  std::copy_if(report.timeline.begin(), report.timeline.end(), std::back_inserter(plotted),
               [](const Series& s) { return !s.buckets.empty(); });
  Sections sections(page);
  sections.add_graph(report);
  sections.add("findings", "Findings", "findings", findings_view(digest(report)), all.findings.size());
  sections.add("experiments", "Under load", "experiments",
               list(plotted, [&](const Series& s) { return experiment_view(s, report); }));
  sections.add("resilience", "Resilience", "profiles", profiles_view(report.profiles));
  sections.add("graph", "End to end", "entries", list(report.graph, entry_view));
  sections.add("coverage", "Coverage", "coverage", list(report.coverage, operation_view));
  page.set("operations", list(report.coverage, operation_view));
  page.set("shares", shares_view(all));
  sections.add("checks", "Checks", "checks", list(report.checks, check_view));
  sections.add("notes", "Notes", "notes", text_list(report.notes));
  sections.finish();
  page.set("left_out", shown.findings_left_out == 0 ? data{false} : data{counted(shown.findings_left_out, "finding")});
  mustache tmpl{std::string(page_template)};
  return tmpl.render(page);
}

}  // namespace squall::reports
