// `squall proxy` as a process of its own: its port, a fault, its end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <sstream>

#include "harness/cli/command_line.h"
#include "tests/chaos/proxy/wire.h"

namespace squall::harness {
namespace {

using tests::RawProvider;
using tests::Wire;

class ProxyProcess {
 public:
  explicit ProxyProcess(std::vector<std::string> arguments) {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::pipe(ends), 0);
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      std::vector<char*> argv{const_cast<char*>("squall"), const_cast<char*>("proxy")};
      for (auto& argument : arguments) argv.push_back(argument.data());
      ::_exit(run_command_line(static_cast<int>(argv.size()), argv.data()));
    }
    ::close(ends[1]);
    out_ = ends[0];
  }
  ~ProxyProcess() {
    if (child_ > 0) stop(SIGKILL);
    ::close(out_);
  }
  std::string line() {
    std::string text;
    char c = 0;
    while (::read(out_, &c, 1) == 1 && c != '\n') text += c;
    return text;
  }
  int stop(int signal) {
    ::kill(child_, signal);
    int status = 0;
    ::waitpid(std::exchange(child_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t child_ = -1;
  int out_ = -1;
};

std::uint16_t port_of(const std::string& line) {
  const auto colon = line.find(':');
  return colon == std::string::npos ? std::uint16_t{0} : static_cast<std::uint16_t>(std::stoi(line.substr(colon + 1)));
}

class ProxyCommand : public testing::TestWithParam<int> {};

TEST_P(ProxyCommand, ForwardsUntilItIsStopped) {
  ProxyProcess proxy({"--upstream", "127.0.0.1:9", "--fault", "abort: 503, path: /broken", "--seed", "5"});
  const auto line = proxy.line();
  EXPECT_THAT(line, testing::HasSubstr("forwarding http to 127.0.0.1:9, 1 fault, seed 5"));
  auto client = Wire::dial(port_of(line));
  ASSERT_TRUE(client.connected()) << line;
  client.send("GET /broken HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.read_to("\r\n\r\n"), testing::HasSubstr("503 Service Unavailable"));
  client.send("GET /dead HTTP/1.1\r\nHost: a\r\n\r\n");
  client.read_all();
  EXPECT_EQ(client.end(), tests::End::rst);
  EXPECT_EQ(proxy.stop(GetParam()), 128 + GetParam());
  EXPECT_THAT(proxy.line(), testing::HasSubstr("2 attempts, 1 with faults"));
  EXPECT_FALSE(Wire::dial(port_of(line)).connected());
}

INSTANTIATE_TEST_SUITE_P(Signals, ProxyCommand, testing::Values(SIGINT, SIGTERM));

struct Wrong {
  std::vector<std::string> arguments;
  const char* expected;
  int exit = 2;
};
class WrongProxy : public testing::TestWithParam<Wrong> {};

TEST_P(WrongProxy, IsExplained) {
  std::ostringstream out;
  std::ostringstream err;
  Invocation invocation{out, err, {}};
  std::vector<std::string> arguments{"proxy"};
  arguments.insert(arguments.end(), GetParam().arguments.begin(), GetParam().arguments.end());
  EXPECT_EQ(to_int(run_command_line(arguments, invocation)), GetParam().exit);
  EXPECT_THAT(err.str(), testing::HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Cli, WrongProxy,
    testing::Values(Wrong{{"--fault", "latency: 1s"}, "--fault: there is no proxy to put it on"},
                    Wrong{{"--upstream", "nowhere"}, "expected HOST:PORT, found 'nowhere'"},
                    Wrong{{"--upstream", "a:1", "--fault", "latensy: 1s"}, "did you mean 'latency'?"},
                    Wrong{{"--upstream", "a:1", "--fault", "latency: soon"}, "fault 'latency: soon': mean: "},
                    Wrong{{"--upstream", "a:1", "--protocol", "tcp", "--fault", "abort"}, "needs an http edge"},
                    Wrong{{"--upstream", "a:1", "--seed", "x"}, "--seed: expected a whole number"},
                    Wrong{{"--upstream", "a:1", "--insecure"}, "--insecure: no TLS is spoken to the provider"},
                    Wrong{
                        {"--upstream", "https://a", "--upstream-ca", "/nowhere.pem"}, "/nowhere.pem: No such file", 3},
                    Wrong{{"--upstream", "tls://a:99999"}, "expected HOST:PORT"},
                    Wrong{{"--upstream", "a:1", "--tls-key", "k.pem"}, "--tls-cert and --tls-key belong together"},
                    Wrong{{"--upstream", "a:1", "--tls-authority", "d"}, "--tls-cert with --tls-key or --tls-generate"},
                    Wrong{{"--sni", "a.test"}, "--sni: expected HOST=HOST:PORT"},
                    Wrong{{"--sni", "a.test=b:1"}, "they need a tcp edge"}));

}  // namespace
}  // namespace squall::harness
