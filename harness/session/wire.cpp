#include "harness/session/wire.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace squall::harness {
namespace {

constexpr std::uint32_t kLargestFrame = 64u * 1024 * 1024;

void put(std::string& out, const void* data, std::size_t size) {
  out.append(static_cast<const char*>(data), size);
}

void put_text(std::string& out, std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  put(out, &size, sizeof size);
  out += text;
}

void put_list(std::string& out, const std::vector<std::string>& list) {
  const auto size = static_cast<std::uint32_t>(list.size());
  put(out, &size, sizeof size);
  for (const auto& item : list) put_text(out, item);
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  bool take(void* to, std::size_t size) {
    if (bytes_.size() < size) return ok_ = false;
    std::memcpy(to, bytes_.data(), size);
    bytes_.remove_prefix(size);
    return true;
  }
  std::string text() {
    std::uint32_t size = 0;
    if (!take(&size, sizeof size) || bytes_.size() < size) {
      ok_ = false;
      return {};
    }
    std::string read(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return read;
  }
  std::vector<std::string> list() {
    std::vector<std::string> items;
    std::uint32_t size = 0;
    take(&size, sizeof size);
    for (std::uint32_t i = 0; ok_ && i < size; ++i) items.push_back(text());
    return items;
  }
  bool ok() const { return ok_; }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

bool send_all(int socket, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = ::send(socket, data, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    data += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

bool receive_all(int socket, char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::recv(socket, data, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    data += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

// The first bytes of a frame carry the descriptor.
bool send_head(int socket, const std::uint32_t& size, int descriptor) {
  iovec bytes{const_cast<std::uint32_t*>(&size), sizeof size};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  if (descriptor >= 0) {
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  }
  ssize_t sent = -1;
  do {
    sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent <= 0) return false;
  const auto done = static_cast<std::size_t>(sent);
  return send_all(socket, reinterpret_cast<const char*>(&size) + done, sizeof size - done);
}

bool receive_head(int socket, std::uint32_t& size, int& descriptor) {
  iovec bytes{&size, sizeof size};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t got = -1;
  do {
    got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  if (got <= 0) return false;
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header != nullptr && header->cmsg_type == SCM_RIGHTS) {
    std::memcpy(&descriptor, CMSG_DATA(const_cast<cmsghdr*>(header)), sizeof descriptor);
  }
  const auto done = static_cast<std::size_t>(got);
  return receive_all(socket, reinterpret_cast<char*>(&size) + done, sizeof size - done);
}

}  // namespace

bool write_frame(int socket, const Frame& frame, int descriptor) {
  std::string body;
  put(body, &frame.type, sizeof frame.type);
  put(body, &frame.id, sizeof frame.id);
  put(body, &frame.number, sizeof frame.number);
  put_text(body, frame.text);
  put_list(body, frame.list);
  put_list(body, frame.more_list);
  return send_head(socket, static_cast<std::uint32_t>(body.size()), descriptor) &&
         send_all(socket, body.data(), body.size());
}

std::optional<Frame> read_frame(int socket, int& descriptor) {
  descriptor = -1;
  std::uint32_t size = 0;
  if (!receive_head(socket, size, descriptor) || size > kLargestFrame) return std::nullopt;
  std::string body(size, '\0');
  if (!receive_all(socket, body.data(), size)) return std::nullopt;
  Reader reader(body);
  Frame frame;
  reader.take(&frame.type, sizeof frame.type);
  reader.take(&frame.id, sizeof frame.id);
  reader.take(&frame.number, sizeof frame.number);
  frame.text = reader.text();
  frame.list = reader.list();
  frame.more_list = reader.list();
  if (!reader.ok()) return std::nullopt;
  return frame;
}

}  // namespace squall::harness
