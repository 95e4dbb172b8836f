#pragma once
// The name servers and catalogues of a run: what services find edges by, and how a measurement has an address move.

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "harness/check/name_service.h"
#include "harness/run/discovery_kinds.h"
#include "harness/system/system_file.h"

namespace squall::harness {

class NameServers final : public NameService {
 public:
  NameServers(const System& system, bool inject) : system_(system), inject_(inject) {}

  // Once the edges are open: `address` gives each one's proxy. Errors, located at the server: a port in use.
  contracts::Status open(const std::function<chaos::names::Host(const std::string& edge)>& address);
  void close();
  const std::map<std::string, std::string>& urls() const { return urls_; }  // by name

  bool knows(const std::string& edge) const override;
  contracts::Result<bool> move(const std::string& edge, bool moved) override;
  contracts::Result<bool> strike(const std::string& name, const chaos::names::Fault& fault) override;
  void mend(const std::string& name) override;
  std::uint64_t struck(const std::string& name) const override;

 private:
  chaos::names::Names names_of(const NameServerSpec& spec) const;
  bool has_name(const NameServerSpec& spec, const std::string& name) const;
  void tell_faults();

  const System& system_;
  const bool inject_;
  std::map<std::string, chaos::names::Host> hosts_;  // by edge, each replica
  std::map<std::string, bool> moved_;                // by edge as written
  chaos::names::Faults faults_;
  std::map<std::string, std::unique_ptr<chaos::names::Server>> servers_;
  std::map<std::string, std::string> urls_;
  mutable std::mutex mutex_;  // checks may run side by side
};

}  // namespace squall::harness
