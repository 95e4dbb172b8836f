#include "harness/cli/stub_sites.h"

#include <utility>

#include "harness/cli/address.h"
#include "harness/stub/shared_port.h"

namespace squall::harness {
namespace {

std::string count_of(std::size_t operations) {
  return std::to_string(operations) + (operations == 1 ? " operation" : " operations");
}

}  // namespace

tl::expected<std::unique_ptr<StubSites>, StubSites::Errors> StubSites::open(std::vector<SiteSettings> settings) {
  auto sites = std::make_unique<StubSites>();
  Errors errors;
  for (auto& one : settings) {
    auto site = std::make_unique<StubSite>(std::move(one));
    auto version = site->read();
    if (!version) {
      errors.insert(errors.end(), version.error().begin(), version.error().end());
      continue;
    }
    const auto clash = sites->clashes_with(*site, *version);
    errors.insert(errors.end(), clash.begin(), clash.end());
    site->serve(std::move(*version));
    sites->members_.push_back({std::move(site), 0});
  }
  if (!errors.empty()) return tl::unexpected<Errors>(std::move(errors));
  return sites;
}

StubSites::Errors StubSites::clashes_with(const StubSite& site, const StubSite::Version& version) const {
  const auto claimant = [](const StubSite& one, const SiteVersion& of) {
    return Claimant{one.place().prefix, one.place().host_name, &of.router->contract()};
  };
  std::vector<StubSite::Version> held;  // as long as their contracts are looked at
  std::vector<Claimant> claimants;
  for (const Member& member : members_) {
    if (member.site.get() == &site || !on_one_port(member.site->place(), site.place())) continue;
    held.push_back(member.site->version());
    claimants.push_back(claimant(*member.site, *held.back()));
  }
  claimants.push_back(claimant(site, *version));
  return clashes(claimants);
}

contracts::Status StubSites::listen(StubServing& serving, const std::optional<chaos::tls::Listening>& tls,
                                    std::function<void(const std::string&)> tell) {
  const auto unclaimed = [tell](const chaos::http::Incoming& incoming, const std::string& why) {
    tell(incoming.request.method + " " + incoming.request.target + " -> 404: " + why + "\n");
  };
  std::size_t ports = 0;
  for (const Member& first : members_) {
    if (first.port != 0) continue;
    const StubPlace& place = first.site->place();
    std::vector<PortSharer> sharers;
    for (const Member& member : members_) {
      const StubSite& site = *member.site;
      if (!on_one_port(site.place(), place)) continue;
      sharers.push_back(
          {site.place().prefix, site.place().host_name, [&site] { return site.version()->router; }, site.handler()});
    }
    const bool alone = sharers.size() == 1 && sharers.front().prefix.empty() && sharers.front().host_name.empty();
    auto handler = alone ? sharers.front().handler : share_port(std::move(sharers), unclaimed);
    const std::string name = ++ports == 1 ? "stub" : "stub " + std::to_string(ports);
    SQUALL_TRY_ASSIGN(const std::uint16_t port,
                      serving.listen(name, place.address.host, place.address.port, tls, std::move(handler)));
    for (Member& member : members_) {
      if (on_one_port(member.site->place(), place)) member.port = port;
    }
  }
  return {};
}

std::string StubSites::greeting(bool tls, std::uint64_t seed) const {
  std::string text;
  for (const Member& member : members_) {
    const StubPlace& place = member.site->place();
    const auto version = member.site->version();
    const auto& contract = version->router->contract();
    text += "stub of '" + contract.title + "' on " + (tls ? "https" : "http") + "://" +
            address_text(place.host_name.empty() ? place.address.host : place.host_name, member.port) + place.prefix +
            ", " + count_of(contract.operations.size()) + ", seed " + std::to_string(seed) + "\n";
  }
  return text;
}

NamedApis StubSites::apis() const {
  NamedApis apis;
  for (const Member& member : members_) {
    apis.emplace_back(member.site->place().name,
                      [site = member.site.get()] { return site->version()->behaviour->api(); });
  }
  return apis;
}

void StubSites::watch() {
  for (Member& member : members_) member.site->watch();
}

void StubSites::refresh(bool all, const std::function<void(const std::string&)>& say) {
  for (Member& member : members_) {
    StubSite& site = *member.site;
    const bool changed = site.changed();
    if (!changed && !all) continue;
    site.watch();  // before it is read, so that what changes meanwhile is seen next time
    auto version = site.read();
    const Errors errors = version ? clashes_with(site, *version) : version.error();
    for (const auto& error : errors) say("reload: " + contracts::to_string(error));
    if (!errors.empty()) {
      say("reload: " + site.place().contract + " is served as it was before");
    } else {
      const auto& contract = (*version)->router->contract();
      say("reloaded " + site.place().contract + ", " + count_of(contract.operations.size()));
      site.serve(std::move(*version));
    }
  }
}

contracts::Status StubSites::finish() {
  for (Member& member : members_) {
    SQUALL_TRY(member.site->version()->behaviour->finish());
  }
  return {};
}

}  // namespace squall::harness
