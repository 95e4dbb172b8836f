#include "chaos/tls/authority.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "chaos/tls/issue.h"

namespace squall::chaos::tls {
namespace {

namespace fs = std::filesystem;
using contracts::ErrorKind;
using contracts::fail;
using contracts::Result;

constexpr std::time_t kSkew = 5 * 60;  // clocks of peers that are slow
constexpr std::time_t kDay = 24 * 60 * 60;
constexpr std::size_t kLongestName = 253;

Result<std::string> read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) {
    return fail(ErrorKind::io, path.string() + ": cannot be read: " + std::strerror(errno), {},
                "it is the folder of a CA");
  }
  return text.str();
}

contracts::Status write_new_file(const fs::path& path, const std::string& text, mode_t mode) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  const bool written =
      fd >= 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
  const int error = errno;
  if (fd >= 0) ::close(fd);
  if (written) return {};
  if (fd >= 0) ::unlink(path.c_str());
  return fail(ErrorKind::io, path.string() + ": cannot be written: " + std::strerror(error));
}

std::time_t seconds_of(const ASN1_TIME* time) {
  std::tm parts{};
  return ASN1_TIME_to_tm(time, &parts) == 1 ? ::timegm(&parts) : 0;
}

bool is_label(const std::string& label) {
  return !label.empty() && label.size() <= 63 && std::all_of(label.begin(), label.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
}

}  // namespace

bool is_ip_address(const std::string& host) {
  unsigned char bytes[sizeof(in6_addr)];
  return ::inet_pton(AF_INET, host.c_str(), bytes) == 1 || ::inet_pton(AF_INET6, host.c_str(), bytes) == 1;
}

bool can_be_certified(const std::string& host) {
  if (is_ip_address(host)) return true;
  if (host.empty() || host.size() > kLongestName || host.back() == '.') return false;
  std::istringstream labels(host.starts_with("*.") ? host.substr(2) : host);
  for (std::string label; std::getline(labels, label, '.');) {
    if (!is_label(label)) return false;
  }
  return host != "*.";
}

Result<std::shared_ptr<const Authority>> Authority::create(std::chrono::seconds lifetime) {
  CertificateOrder order;
  const std::time_t now = std::time(nullptr);
  order.common_name = "Squall throw-away CA " + std::to_string(now);
  order.authority = true;
  order.from = now - kSkew;
  order.to = now + lifetime.count();
  SQUALL_TRY_ASSIGN(auto own, issue_certificate(order));
  return std::shared_ptr<const Authority>(new Authority(std::move(own)));
}

Result<std::shared_ptr<const Authority>> Authority::load(const std::string& folder) {
  Credentials own;
  SQUALL_TRY_ASSIGN(own.certificate_pem, read_file(fs::path(folder) / kAuthorityCertificate));
  SQUALL_TRY_ASSIGN(own.key_pem, read_file(fs::path(folder) / kAuthorityKey));
  const auto wrong = [&](const char* file, const std::string& what, const std::string& hint = "") {
    const auto path = (fs::path(folder) / file).string();
    return fail(ErrorKind::malformed, path + ": " + what, {}, hint);
  };
  const auto certificate = read_certificate(own.certificate_pem);
  if (!certificate) return wrong(kAuthorityCertificate, "no PEM certificate");
  const auto key = read_key(own.key_pem);
  if (!key) return wrong(kAuthorityKey, "no PEM private key without a passphrase");
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    return wrong(kAuthorityKey, std::string("the key does not belong to ") + kAuthorityCertificate);
  }
  if (X509_check_ca(certificate.get()) != 1) return wrong(kAuthorityCertificate, "not the certificate of a CA");
  std::shared_ptr<const Authority> authority(new Authority(std::move(own)));
  if (X509_cmp_current_time(X509_get0_notAfter(certificate.get())) < 0) {
    return wrong(kAuthorityCertificate, "expired on " + authority->expires(), "make a new one");
  }
  return authority;
}

contracts::Status save(const Credentials& credentials, const std::string& certificate_file,
                       const std::string& key_file) {
  SQUALL_TRY(write_new_file(key_file, credentials.key_pem, 0600));
  auto written = write_new_file(certificate_file, credentials.certificate_pem, 0644);
  if (!written) ::unlink(key_file.c_str());
  return written;
}

contracts::Status Authority::save(const std::string& folder) const {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(ErrorKind::io, folder + ": cannot be made: " + error.message());
  return tls::save(own_, fs::path(folder) / kAuthorityCertificate, fs::path(folder) / kAuthorityKey);
}

std::string Authority::expires() const {
  const auto certificate = read_certificate(own_.certificate_pem);
  const BioHandle text(BIO_new(BIO_s_mem()));
  ASN1_TIME_print(text.get(), X509_get0_notAfter(certificate.get()));
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(text.get(), &bytes);
  return std::string(bytes, static_cast<std::size_t>(size));
}

Result<Credentials> Authority::issue(const std::vector<std::string>& hosts, std::chrono::seconds lifetime) const {
  if (hosts.empty()) return fail(ErrorKind::usage, "a certificate needs a host");
  for (const auto& host : hosts) {
    if (can_be_certified(host)) continue;
    return fail(ErrorKind::usage, "'" + host + "' is neither a host name nor an IP address", {},
                "write it like localhost, payments.test, *.shop.test or 127.0.0.1");
  }
  const auto certificate = read_certificate(own_.certificate_pem);
  const auto key = read_key(own_.key_pem);
  CertificateOrder order;
  order.common_name = hosts.front().substr(0, 64);  // X.520's bound on a common name
  order.hosts = hosts;
  order.from = std::time(nullptr) - kSkew;
  order.to = std::min(std::time(nullptr) + lifetime.count(), seconds_of(X509_get0_notAfter(certificate.get())));
  order.issuer = certificate.get();
  order.issuer_key = key.get();
  return issue_certificate(order);
}

Result<Credentials> Authority::issue_flawed(const std::vector<std::string>& hosts, Flaw flaw) const {
  if (hosts.empty()) return fail(ErrorKind::usage, "a certificate needs a host");
  if (flaw == Flaw::none) return issue(hosts);
  if (flaw == Flaw::wrong_host) return issue({"wrong-host.invalid"});
  if (flaw == Flaw::unknown_ca) {
    SQUALL_TRY_ASSIGN(const auto stranger, create());
    return stranger->issue(hosts);
  }
  const auto certificate = read_certificate(own_.certificate_pem);
  const auto key = read_key(own_.key_pem);
  CertificateOrder order;
  order.common_name = hosts.front().substr(0, 64);
  order.hosts = hosts;
  const std::time_t now = std::time(nullptr);
  order.from = flaw == Flaw::expired ? now - 8 * kDay : now - kSkew;
  order.to = flaw == Flaw::expired ? now - kDay : now + kDay;
  if (flaw == Flaw::expired) {
    order.issuer = certificate.get();
    order.issuer_key = key.get();
  }
  return issue_certificate(order);
}

}  // namespace squall::chaos::tls
