#include "chaos/toxiproxy/metrics_text.h"

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string_view>

#include "contracts/core/value.h"

namespace squall::chaos::toxiproxy {
namespace {

using Edges = std::vector<std::pair<Proxy, EdgeCounts>>;

std::string label_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string number(double value) {
  return contracts::to_json(contracts::Value(value));
}

double seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

void head(std::string& text, std::string_view name, std::string_view type, std::string_view help) {
  text.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
  text.append(name).append(" ").append(type).append("\n");
}

void line(std::string& text, std::string_view name, const std::string& labels, const std::string& value) {
  text.append(name).append("{").append(labels).append("} ").append(value).append("\n");
}

std::string edge_label(const Proxy& proxy) {
  return "edge=" + label_text(proxy.name);
}

void bytes(std::string& text, const Edges& edges, std::string_view name, std::string_view help,
           const std::function<std::array<std::uint64_t, 2>(const EdgeCounts&)>& of) {
  head(text, name, "counter", help);
  for (const auto& [proxy, counts] : edges) {
    const auto [up, down] = of(counts);
    const auto labels = [&proxy = proxy](const char* direction) {
      return "direction=\"" + std::string(direction) + "\",listener=" + label_text(proxy.listen) +
             ",proxy=" + label_text(proxy.name) + ",upstream=" + label_text(proxy.upstream);
    };
    line(text, name, labels("downstream"), std::to_string(down));
    line(text, name, labels("upstream"), std::to_string(up));
  }
}

void by_edge(std::string& text, const Edges& edges, std::string_view name, std::string_view type, std::string_view help,
             const std::function<std::uint64_t(const EdgeCounts&)>& of) {
  head(text, name, type, help);
  for (const auto& [proxy, counts] : edges) line(text, name, edge_label(proxy), std::to_string(of(counts)));
}

void answers(std::string& text, const Edges& edges) {
  static constexpr std::array<const char*, EdgeCounts::kAnswerClasses> kNames = {"none", "1xx", "2xx",
                                                                                 "3xx",  "4xx", "5xx"};
  head(text, "squall_edge_requests_total", "counter", "Requests of http edges that are over, by status.");
  for (const auto& [proxy, counts] : edges) {
    if (proxy.protocol != Protocol::http) continue;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      line(text, "squall_edge_requests_total", edge_label(proxy) + ",code=\"" + kNames[i] + "\"",
           std::to_string(counts.answers[i]));
    }
  }
}

void times(std::string& text, const Edges& edges) {
  const std::string name = "squall_edge_attempt_duration_seconds";
  head(text, name, "histogram",
       "Time of attempts that are over: requests of http edges, connections of tcp edges, sessions of udp edges.");
  for (const auto& [proxy, counts] : edges) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < counts.times.size(); ++i) {
      sum += counts.times[i];
      const auto bound = i < kTimeBounds.size() ? number(seconds(kTimeBounds[i])) : "+Inf";
      line(text, name + "_bucket", edge_label(proxy) + ",le=\"" + bound + "\"", std::to_string(sum));
    }
    line(text, name + "_sum", edge_label(proxy), number(seconds(counts.time_sum)));
    line(text, name + "_count", edge_label(proxy), std::to_string(sum));
  }
}

void injected(std::string& text, const Edges& edges) {
  head(text, "squall_edge_faults_total", "counter", "Attempts on which a fault's step was executed, by kind.");
  for (const auto& [proxy, counts] : edges) {
    for (const auto& [kind, count] : counts.injected) {
      line(text, "squall_edge_faults_total", edge_label(proxy) + ",kind=" + label_text(kind), std::to_string(count));
    }
  }
}

void datagrams(std::string& text, const Edges& edges) {
  const auto of_udp = [&](std::string_view name, std::string_view help, const auto& lines) {
    head(text, name, "counter", help);
    for (const auto& [proxy, counts] : edges) {
      if (proxy.protocol == Protocol::udp) lines(name, edge_label(proxy), counts);
    }
  };
  of_udp("squall_edge_datagrams_total", "Datagrams of udp edges that were passed on.",
         [&](std::string_view name, const std::string& label, const EdgeCounts& counts) {
           line(text, name, label + ",direction=\"downstream\"", std::to_string(counts.datagrams_down));
           line(text, name, label + ",direction=\"upstream\"", std::to_string(counts.datagrams_up));
         });
  of_udp("squall_edge_overflowed_datagrams_total", "Datagrams of udp edges that were lost for want of room.",
         [&](std::string_view name, const std::string& label, const EdgeCounts& counts) {
           line(text, name, label, std::to_string(counts.overflowed));
         });
}

void single(std::string& text, std::string_view name, std::string_view type, std::string_view help,
            const std::string& value) {
  head(text, name, type, help);
  text.append(name).append(" ").append(value).append("\n");
}

}  // namespace

std::string metrics_text(const Edges& edges) {
  std::string text;
  bytes(text, edges, "toxiproxy_proxy_received_bytes_total", "Bytes read from a proxy's connections.",
        [](const EdgeCounts& counts) {
          return std::array{counts.received_up, counts.received_down};
        });
  bytes(text, edges, "toxiproxy_proxy_sent_bytes_total", "Bytes passed on to a proxy's connections.",
        [](const EdgeCounts& counts) {
          return std::array{counts.bytes_up, counts.bytes_down};
        });
  by_edge(text, edges, "squall_edge_connections_total", "counter", "Connections accepted.",
          [](const EdgeCounts& counts) { return counts.connections; });
  by_edge(text, edges, "squall_edge_open_connections", "gauge", "Connections open now.",
          [](const EdgeCounts& counts) { return counts.open; });
  by_edge(text, edges, "squall_edge_attempts_total", "counter",
          "Attempts: requests of http edges, else connections or sessions.",
          [](const EdgeCounts& counts) { return counts.attempts; });
  by_edge(text, edges, "squall_edge_faulted_attempts_total", "counter", "Attempts that some fault struck.",
          [](const EdgeCounts& counts) { return counts.faulted; });
  by_edge(text, edges, "squall_edge_spared_attempts_total", "counter",
          "Attempts that faults chose and max_faulted_share kept them from.",
          [](const EdgeCounts& counts) { return counts.spared; });
  answers(text, edges);
  times(text, edges);
  injected(text, edges);
  datagrams(text, edges);
  return text;
}

std::string process_metrics_text() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto time = [](const timeval& value) {
    return static_cast<double>(value.tv_sec) + static_cast<double>(value.tv_usec) / 1e6;
  };
  std::ifstream statm("/proc/self/statm");
  std::uint64_t pages = 0, resident = 0;
  statm >> pages >> resident;
  std::error_code failed;
  std::size_t descriptors = 0;
  for (std::filesystem::directory_iterator each("/proc/self/fd", failed), end; !failed && each != end;
       each.increment(failed)) {
    ++descriptors;
  }
  std::string text;
  single(text, "process_cpu_seconds_total", "counter", "Processor time used.",
         number(time(usage.ru_utime) + time(usage.ru_stime)));
  single(text, "process_resident_memory_bytes", "gauge", "Resident memory.",
         std::to_string(resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE))));
  single(text, "process_open_fds", "gauge", "Open descriptors.", std::to_string(descriptors));
  return text;
}

}  // namespace squall::chaos::toxiproxy
