#pragma once
// Asio's side of a Loop, for this room's units only.

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>

#include "chaos/net/loop.h"

namespace squall::chaos::net {

namespace asio = boost::asio;
using boost::system::error_code;

struct Loop::Impl {
  explicit Impl(std::chrono::steady_clock::time_point start) : origin(start) {}
  void arm();
  void run_due();

  const std::chrono::steady_clock::time_point origin;
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  asio::steady_timer timer{context};
  Instant armed = Instant::max();
  TimerHeap heap;
  std::thread thread;
};

// socket_stream.cpp
std::shared_ptr<Stream> make_adopted(asio::io_context& context, Timers& timers, int connected_socket);
std::shared_ptr<Stream> make_dialled(asio::io_context& context, Timers& timers, const std::string& host,
                                     std::uint16_t port);

}  // namespace squall::chaos::net
