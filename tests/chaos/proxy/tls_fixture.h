#pragma once
// An edge with TLS, and a throw-away CA in files.

#include "chaos/tls/authority.h"
#include "tests/chaos/proxy/edge_fixture.h"
#include "tests/chaos/proxy/tls_wire.h"
#include "tests/support/temporary_files.h"

namespace squall::chaos {

class TlsEdgeTest : public EdgeTest {
 protected:
  void SetUp() override {
    authority = *tls::Authority::create();
    ASSERT_TRUE(authority->save(folder));
    trusting.ca_file = folder + "/ca.pem";
    config.tls_trouble = [this](const std::string& why) {
      const std::scoped_lock lock(mutex);
      troubles += why + "; ";
    };
  }

  // The edge ends its consumers' TLS by generated certificates.
  void terminate() {
    config.tls.emplace();
    config.tls->hosts = {"shop.test"};
    config.tls->authority_folder = folder;
  }

  // A certificate of the CA, for a server or client of a test.
  tests::TlsWire::Settings certified(const std::string& host, const tls::Authority& by) const {
    const auto issued = *by.issue({host});
    tests::TlsWire::Settings settings = trusting;
    settings.certificate_file = files.write(host + ".pem", issued.certificate_pem);
    settings.key_file = files.write(host + "-key.pem", issued.key_pem);
    return settings;
  }

  std::string trouble() {
    const std::scoped_lock lock(mutex);
    return troubles;
  }

  tests::TemporaryFiles files;
  const std::string folder = (files.folder() / "ca").string();
  std::shared_ptr<const tls::Authority> authority;
  tests::TlsWire::Settings trusting;
  std::mutex mutex;
  std::string troubles;
};

}  // namespace squall::chaos
