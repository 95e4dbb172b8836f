#pragma once
// What went wrong, where, and what to do about it. A contract violation is not an Error: see violation.h.

#include <cstdint>
#include <string>

namespace squall::contracts {

// Where something stands in a file. line and column count from 1; 0 means unknown. column counts bytes.
struct Location {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string pointer;  // JSON Pointer (RFC 6901) inside the document; "" is the root
  bool operator==(const Location&) const = default;
};

// "file:line:column"; parts that are unknown are left out.
std::string to_string(const Location& location);

enum class ErrorKind {
  usage,        // the command line or a setting is wrong                       exit 2
  malformed,    // a file or message is not what it should be                   exit 2
  unsupported,  // well formed, but not handled (yet); the message says so      exit 2
  io,           // a file, socket or process operation failed                   exit 3
  unavailable,  // a service, port or program that was needed is not there      exit 3
  timeout,      // something took longer than its bound                         exit 3
  internal      // our own bug                                                  exit 70
};

struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;
  Location location;
  std::string hint;  // what the user can do; may be empty
  bool operator==(const Error&) const = default;
};

// "orders.yaml:41:9: schema 'Ordr' not found; did you mean 'Order'?"
std::string to_string(const Error& error);

}  // namespace squall::contracts
