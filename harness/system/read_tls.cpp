#include "harness/system/read_tls.h"

#include <filesystem>

namespace squall::harness {

namespace {

using contracts::Member;
using contracts::Node;

void check_pair(Reading& reading, const Fields& fields) {
  const Node* certificate = fields.find("certificate");
  const Node* key = fields.find("key");
  if ((certificate == nullptr) == (key == nullptr)) return;
  reading.source.mistake(fields.node(), "`certificate` and `key` belong together");
}

chaos::tls::Listening read_listening(Reading& reading, const Node& node) {
  const Fields fields(reading.source, node);
  chaos::tls::Listening tls;
  tls.certificate_file = read_file_name(reading, fields, "certificate", "certificate");
  tls.key_file = read_file_name(reading, fields, "key", "key");
  tls.client_ca_file = read_file_name(reading, fields, "client_ca", "CA certificate");
  tls.hosts = fields.texts("generate");
  tls.protocols = fields.texts("alpn");
  if (const Node* folder = fields.find("authority"); folder != nullptr && folder->is_string()) {
    tls.authority_folder =
        (std::filesystem::path(reading.folder) / fields.text("authority")).lexically_normal().string();
    std::error_code ignored;
    if (!std::filesystem::is_directory(tls.authority_folder, ignored)) {
      reading.source.mistake(*folder, "'" + fields.text("authority") + "' is not a folder",
                             "it holds the ca.pem and ca-key.pem of a CA");
    }
  }
  check_pair(reading, fields);
  if (node.is_object() && (fields.find("certificate") == nullptr) == tls.hosts.empty()) {
    reading.source.mistake(node, "TLS needs either `certificate` and `key` or `generate`",
                           "write tls: {generate: [localhost]} for a certificate that the edge makes");
  }
  return tls;
}

chaos::tls::Dialling read_dialling(Reading& reading, const Node& node) {
  const Fields fields(reading.source, node);
  chaos::tls::Dialling tls;
  tls.ca_file = read_file_name(reading, fields, "ca", "CA certificate");
  tls.insecure = fields.boolean("insecure").value_or(false);
  tls.server_name = fields.text("server_name");
  tls.protocols = fields.texts("alpn");
  tls.certificate_file = read_file_name(reading, fields, "certificate", "certificate");
  tls.key_file = read_file_name(reading, fields, "key", "key");
  check_pair(reading, fields);
  return tls;
}

void read_routes(Reading& reading, const Fields& fields, EdgeSpec& edge) {
  const Node* routes = fields.find("sni");
  if (routes == nullptr) return;
  for (const Member& member : routes->members()) {
    edge.routes.emplace_back(std::string(member.key), reading.source.text(member.value));
    require_service(reading, Fields(reading.source, *routes), member.key);
  }
  if (edge.tls || edge.upstream_tls) {
    reading.source.mistake(*routes, "`sni` passes TLS through: it cannot be ended or begun at the edge as well",
                           "keep `sni`, or `tls` and `upstream_tls`");
  } else if (speaks_http(reading.system, edge)) {
    reading.source.mistake(*routes, "`sni` passes TLS through undecrypted", "set `protocol: tcp` on the edge");
  }
}

}  // namespace

void read_edge_tls(Reading& reading, const Fields& fields, EdgeSpec& edge) {
  for (const char* name : {"tls", "upstream_tls", "sni"}) {
    if (const Node* tls = fields.find(name); tls != nullptr && edge.protocol == EdgeProtocol::udp) {
      reading.source.mistake(*tls, "a udp edge passes datagrams on as they are: it has no TLS",
                             "leave `" + std::string(name) + "` out");
      return;
    }
  }
  if (const Node* tls = fields.find("tls")) edge.tls = read_listening(reading, *tls);
  if (const Node* tls = fields.find("upstream_tls")) edge.upstream_tls = read_dialling(reading, *tls);
  read_routes(reading, fields, edge);
}

}  // namespace squall::harness
