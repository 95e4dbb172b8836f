#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "chaos/tls/authority.h"
#include "harness/cli/errors.h"
#include "harness/cli/registry.h"

namespace squall::harness {

namespace {

namespace fs = std::filesystem;
namespace tls = chaos::tls;
using contracts::ErrorKind;

struct Options {
  std::vector<std::string> words;
  std::string folder = "squall-ca";
  std::string out;
  unsigned days = 7;
  bool replace = false;
};

std::chrono::hours lifetime(const Options& options) {
  return std::chrono::hours(24 * options.days);
}

std::string own_certificate(const Options& options) {
  return (fs::path(options.folder) / tls::kAuthorityCertificate).string();
}

void tell_how_to_trust(const Options& options, std::ostream& out) {
  const std::string file = own_certificate(options);
  out << "\nTrust it for a single command rather than on a whole machine; who has the key can pose as anybody:\n"
      << "  curl --cacert " << file << " https://...\n"
      << "  SSL_CERT_FILE=" << file << " COMMAND           OpenSSL, Go, Python, Ruby\n"
      << "  NODE_EXTRA_CA_CERTS=" << file << " COMMAND     Node\n"
      << "  REQUESTS_CA_BUNDLE=" << file << " COMMAND      Python's requests\n"
      << "  keytool -importcert -noprompt -alias squall -file " << file
      << " -keystore squall.p12 -storepass changeit   Java, with -Djavax.net.ssl.trustStore=squall.p12\n";
}

contracts::Result<std::shared_ptr<const tls::Authority>> make_authority(const Options& options) {
  if (options.replace) {
    std::error_code ignored;
    fs::remove(own_certificate(options), ignored);
    fs::remove(fs::path(options.folder) / tls::kAuthorityKey, ignored);
  }
  SQUALL_TRY_ASSIGN(auto authority, tls::Authority::create(lifetime(options)));
  SQUALL_TRY(authority->save(options.folder));
  return authority;
}

ExitCode show(const Options& options, Invocation& invocation) {
  const bool found = fs::exists(own_certificate(options)) && !options.replace;
  const auto authority = found ? tls::Authority::load(options.folder) : make_authority(options);
  if (!authority) return report_error(invocation.err, authority.error());
  invocation.out << (found ? "found " : "made ") << own_certificate(options) << ", a throw-away CA, good until "
                 << (*authority)->expires() << std::endl;
  tell_how_to_trust(options, invocation.out);
  return ExitCode::held;
}

// "*.shop.test" -> "_.shop.test"
std::string file_name(std::string host) {
  if (host.starts_with('*')) host.front() = '_';
  return host;
}

ExitCode issue(const Options& options, Invocation& invocation) {
  const std::vector<std::string> hosts(options.words.begin() + 1, options.words.end());
  if (hosts.empty()) {
    return report_error(invocation.err,
                        {ErrorKind::usage, "ca issue: expected a host", {}, "squall ca issue localhost"});
  }
  const auto authority = tls::Authority::load(options.folder);
  if (!authority) return report_error(invocation.err, authority.error());
  const auto issued = (*authority)->issue(hosts, lifetime(options));
  if (!issued) return report_error(invocation.err, issued.error());
  const fs::path folder = options.out.empty() ? options.folder : options.out;
  const auto certificate = (folder / (file_name(hosts.front()) + ".pem")).string();
  const auto key = (folder / (file_name(hosts.front()) + "-key.pem")).string();
  if (options.replace) {
    std::error_code ignored;
    fs::remove(certificate, ignored);
    fs::remove(key, ignored);
  }
  if (const auto saved = tls::save(*issued, certificate, key); !saved) {
    return report_error(invocation.err, saved.error());
  }
  invocation.out << "issued " << certificate << " and " << key << std::endl;
  return ExitCode::held;
}

ExitCode run(const Options& options, Invocation& invocation) {
  if (options.words.empty()) return show(options, invocation);
  if (options.words.front() == "issue") return issue(options, invocation);
  return report_error(
      invocation.err,
      {ErrorKind::usage, "ca: expected 'issue HOST...' or nothing, found '" + options.words.front() + "'", {}, ""});
}

Action declare(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("issue HOST", options->words, "issue one certificate, for all these hosts")->type_name("");
  app.add_option("--dir", options->folder, "folder of the CA; squall-ca by default")->type_name("DIR");
  app.add_option("--out", options->out, "folder for what is issued; the CA's by default")->type_name("DIR");
  app.add_option("--days", options->days, "how long it is good; 7 by default")
      ->check(CLI::Range(1, 365).description(""))
      ->type_name("N");
  app.add_flag("--replace", options->replace, "put a new one in the place of files that are there");
  return [options](Invocation& invocation) { return run(*options, invocation); };
}

}  // namespace

const Command ca_command = {
    "ca", "Make a throw-away CA and certificates for tests",
    R"(Makes a CA that is good for a week, or shows the one that is there, and says how clients come to trust it. Nothing
that is there is overwritten without --replace; keys are readable by their owner only. Proxies and stubs present
certificates of this CA with --tls-generate HOST --tls-authority DIR.

Examples:
  squall ca
  squall ca issue localhost 127.0.0.1
  squall proxy --upstream 127.0.0.1:8080 --tls-generate localhost --tls-authority squall-ca
  curl --cacert squall-ca/ca.pem https://localhost:9000/)",
    declare};

}  // namespace squall::harness
