#include "chaos/tls/tls_bio.h"

namespace squall::chaos::tls {
namespace {

long control(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

int create(BIO* bio) {
  BIO_set_init(bio, 1);
  return 1;
}

}  // namespace

BIO_METHOD* TlsBio::method() {
  static const std::unique_ptr<BIO_METHOD, Freed<BIO_meth_free>> made = [] {
    std::unique_ptr<BIO_METHOD, Freed<BIO_meth_free>> fresh(
        BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "squall stream"));
    BIO_meth_set_read(fresh.get(), read);
    BIO_meth_set_write(fresh.get(), write);
    BIO_meth_set_ctrl(fresh.get(), control);
    BIO_meth_set_create(fresh.get(), create);
    return fresh;
  }();
  return made.get();
}

BioHandle TlsBio::make(TlsStream& stream) {
  BioHandle bio(BIO_new(method()));
  if (bio) BIO_set_data(bio.get(), &stream);
  return bio;
}

int TlsBio::read(BIO* bio, char* to, int size) {
  BIO_clear_retry_flags(bio);
  const std::size_t taken = static_cast<TlsStream*>(BIO_get_data(bio))->take(to, static_cast<std::size_t>(size));
  if (taken > 0) return static_cast<int>(taken);
  BIO_set_retry_read(bio);
  return -1;
}

int TlsBio::write(BIO* bio, const char* from, int size) {
  BIO_clear_retry_flags(bio);
  static_cast<TlsStream*>(BIO_get_data(bio))->outgoing_.append(from, static_cast<std::size_t>(size));
  return size;
}

}  // namespace squall::chaos::tls
