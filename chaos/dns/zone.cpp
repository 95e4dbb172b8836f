#include "chaos/dns/zone.h"

#include <charconv>
#include <optional>

namespace squall::chaos::dns {
namespace {

using names::Host;

constexpr std::uint16_t kInternet = 1, kAnyClass = 255;

void add_address(const Host& host, std::uint16_t wanted, std::uint32_t ttl, const std::string& name,
                 std::vector<Record>& to) {
  std::string data = address_data(host.address);
  const std::uint16_t type = data.size() == 4 ? type_a : type_aaaa;
  if (data.empty() || (wanted != type_any && wanted != type)) return;
  to.push_back({name, type, ttl, std::move(data)});
}

std::string_view without_service(std::string_view name) {
  for (int i = 0; i < 2 && name.starts_with('_'); ++i) {
    const auto dot = name.find('.');
    name.remove_prefix(dot == std::string_view::npos ? name.size() : dot + 1);
  }
  return name;
}

struct Found {
  const std::string& in_zone;
  std::string name;
  std::vector<Host> hosts;
};

// The name itself, or one host of it: "r1.payments.internal".
std::optional<Found> find(const Zone& zone, std::string_view name) {
  if (const auto known = zone.names.find(std::string(name)); known != zone.names.end())
    return Found{known->first, known->first, known->second};
  const auto dot = name.find('.');
  if (dot == std::string_view::npos || !name.starts_with('r')) return std::nullopt;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(name.data() + 1, name.data() + dot, index);
  const auto known = zone.names.find(std::string(name.substr(dot + 1)));
  if (error != std::errc() || end != name.data() + dot || known == zone.names.end() || index >= known->second.size())
    return std::nullopt;
  return Found{known->first, std::string(name), {known->second[index]}};
}

std::optional<Found> find(const Zone& zone, const Query& query) {
  return find(zone, query.type == type_srv ? without_service(query.name) : std::string_view(query.name));
}

}  // namespace

const std::string* asked_name(const Zone& zone, const Query& query) {
  const auto found = find(zone, query);
  return found ? &found->in_zone : nullptr;
}

Answer answer_of(const Zone& zone, const Query& query) {
  if (query.klass != kInternet && query.klass != kAnyClass) return {Code::refused, {}, {}};
  const auto found = find(zone, query);
  if (!found) return {Code::no_such_name, {}, {}};
  if (const auto fault = zone.faults.find(found->in_zone); fault != zone.faults.end()) {
    if (fault->second.kind == names::Fault::Kind::unknown) return {Code::no_such_name, {}, {}};
    if (fault->second.kind == names::Fault::Kind::failing) return {Code::failed, {}, {}};
  }
  const auto ttl = static_cast<std::uint32_t>(zone.ttl.count());
  Answer answer;
  for (std::size_t i = 0; i < found->hosts.size(); ++i) {
    const Host& host = found->hosts[i];
    if (query.type != type_srv) {
      add_address(host, query.type, ttl, "", answer.answers);
      continue;
    }
    const std::string target = "r" + std::to_string(i) + "." + found->name;
    answer.answers.push_back({"", type_srv, ttl, service_data(host.port, target)});
    add_address(host, type_any, ttl, target, answer.additional);
  }
  return answer;
}

}  // namespace squall::chaos::dns
