#pragma once
// The BIO between OpenSSL and a TlsStream: reads what the stream has, writes into its outgoing bytes. No copy is kept.

#include "chaos/tls/tls_stream.h"

namespace squall::chaos::tls {

struct TlsBio {
  static BioHandle make(TlsStream& stream);  // null when there is no memory

 private:
  static int read(BIO* bio, char* to, int size);
  static int write(BIO* bio, const char* from, int size);
  static BIO_METHOD* method();
};

}  // namespace squall::chaos::tls
