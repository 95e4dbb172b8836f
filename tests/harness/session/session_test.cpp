#include "harness/session/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "harness/session/ports.h"
#include "tests/support/corpora.h"
#include "tests/support/scripted_server.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

// Waits, with a bound far beyond anything expected, for what another process does.
bool eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + seconds(30);
  while (std::chrono::steady_clock::now() < end) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds(2));
  }
  return condition();
}

bool alive(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (!std::getline(file, line)) return false;
  return line.compare(line.rfind(')') + 2, 1, "Z") != 0;
}

class SessionTest : public testing::Test {
 protected:
  SessionTest() : launcher_(std::move(*Launcher::start())) {
    options_.log_directory = folder_;
    options_.grace = seconds(20);
  }
  ~SessionTest() override {
    session_.reset();
    launcher_.reset();
    std::filesystem::remove_all(folder_);
  }

  Session& session() {
    if (!session_) session_ = std::make_unique<Session>(*launcher_, timeline_, options_);
    return *session_;
  }
  ServiceProcess shell(const std::string& script) const {
    ServiceProcess service;
    service.name = "orders";
    service.command = {"/bin/sh", "-c", script};
    service.directory = folder_;
    service.location = {"squall.yaml", 7, 3, ""};
    return service;
  }
  ServiceProcess puppet(std::uint16_t port, int unready = 0) const {
    ServiceProcess service = shell("");
    service.command = {SQUALL_PUPPET, std::to_string(port), std::to_string(unready)};
    service.url = "http://127.0.0.1:" + std::to_string(port);
    service.ready.http_path = "/health";
    service.ready.within = seconds(30);
    return service;
  }
  // The number a service wrote to a file of its own, once it has.
  pid_t pid_in(const std::string& file) const {
    pid_t pid = 0;
    eventually([&] { return static_cast<bool>(std::ifstream(folder_ + "/" + file) >> pid); });
    return pid;
  }
  std::vector<std::string> events() const {
    std::vector<std::string> texts;
    for (const auto& event : timeline_.slice({}, timeline_.now() + seconds(1)).processes) {
      texts.push_back(event.service + " " + event.what);
    }
    return texts;
  }
  bool exits(const std::string& what) {
    return eventually([&] { return !session().unexpected_exits().empty(); }) &&
           session().unexpected_exits().front().what == what;
  }

  std::string folder_ = [] {
    char name[] = "/tmp/squall-session-XXXXXX";
    return std::string(::mkdtemp(name));
  }();
  chaos::Timeline timeline_;
  SessionOptions options_;
  std::unique_ptr<Launcher> launcher_;
  std::unique_ptr<Session> session_;
};

TEST_F(SessionTest, StartsWaitsAndStops) {
  const auto lease = PortLease::take();
  ASSERT_TRUE(session().launch(puppet(lease->port(), 3)));
  const auto ready = session().wait_ready("orders");
  ASSERT_TRUE(ready) << ready.error().message;
  EXPECT_TRUE(session().running("orders"));
  EXPECT_TRUE(session().stop("orders"));
  EXPECT_FALSE(session().running("orders"));
  EXPECT_TRUE(session().unexpected_exits().empty());
  EXPECT_THAT(events(), testing::ElementsAre("orders started", "orders ready", "orders stopped"));
  EXPECT_THAT(session().log_tail("orders"), HasSubstr("got GET /health HTTP/1.1"));
  EXPECT_THAT(tests::read_file(session().log_file("orders")), HasSubstr("listening\n"));
  EXPECT_TRUE(check_port_free("127.0.0.1", lease->port()));
}

TEST_F(SessionTest, WaitsForAConnectionWhenThereIsNoPath) {
  const auto lease = PortLease::take();
  ServiceProcess service = puppet(lease->port());
  service.ready.http_path = "";
  ASSERT_TRUE(session().launch(service));
  EXPECT_TRUE(session().wait_ready("orders"));
}

TEST_F(SessionTest, StartsAgainAfterAStop) {
  const auto lease = PortLease::take();
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(session().launch(puppet(lease->port())));
    ASSERT_TRUE(session().wait_ready("orders"));
    EXPECT_TRUE(session().stop("orders"));
  }
}

TEST_F(SessionTest, GivesArgumentsEnvironmentAndDirectory) {
  ServiceProcess service = shell("echo \"$GREETING $PWD $0 $HOME\"; sleep 1000");
  service.command.push_back("zero");
  service.env["GREETING"] = "good = day";
  ASSERT_TRUE(session().launch(service));
  EXPECT_TRUE(eventually([&] { return !session().log_tail("orders").empty(); }));
  EXPECT_EQ(session().log_tail("orders"), "good = day " + folder_ + " zero " + std::getenv("HOME") + "\n");
}

struct Unstartable {
  const char* name;
  std::vector<std::string> command;
  const char* directory;  // nullptr: one that exists
  const char* text;
};
class CannotStart : public SessionTest, public testing::WithParamInterface<Unstartable> {};

TEST_P(CannotStart, SaysWhy) {
  ServiceProcess service = shell("");
  service.command = GetParam().command;
  if (GetParam().directory != nullptr) service.directory = GetParam().directory;
  const auto launched = session().launch(service);
  ASSERT_FALSE(launched);
  EXPECT_EQ(launched.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(launched.error().location.line, 7u);
  EXPECT_THAT(launched.error().message, HasSubstr("service 'orders' cannot start: "));
  EXPECT_THAT(launched.error().message, HasSubstr(GetParam().text));
  EXPECT_FALSE(session().running("orders"));
}

INSTANTIATE_TEST_SUITE_P(
    Session, CannotStart,
    testing::Values(
        Unstartable{"missing_program", {"./no-such-program"}, nullptr, "program './no-such-program': No such file"},
        Unstartable{"not_executable", {"/etc/passwd"}, nullptr, "program '/etc/passwd': Permission denied"},
        Unstartable{"missing_directory", {"/bin/true"}, "/no/such/folder", "directory '/no/such/folder': No such file"},
        Unstartable{"no_command", {}, nullptr, "its command is empty"}),
    [](const auto& row) { return row.param.name; });

TEST_F(SessionTest, NamesThePortThatIsTaken) {
  const tests::ScriptedServer other([](const std::string&, std::size_t) { return tests::ServerAct{}; });
  const auto launched = session().launch(puppet(other.port()));
  ASSERT_FALSE(launched);
  EXPECT_THAT(launched.error().message,
              HasSubstr("service 'orders' cannot start: port " + std::to_string(other.port())));
  EXPECT_THAT(launched.error().message, HasSubstr("in use"));
}

TEST_F(SessionTest, ShowsTheLastLinesOfAServiceThatExitsAtOnce) {
  ServiceProcess service = shell("echo first; echo 'cannot open database' >&2; exit 3");
  service.url = "http://127.0.0.1:" + std::to_string(tests::closed_port());
  service.ready.within = seconds(60);
  ASSERT_TRUE(session().launch(service));
  const auto ready = session().wait_ready("orders");
  ASSERT_FALSE(ready);
  EXPECT_EQ(ready.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(ready.error().message, HasSubstr("service 'orders' exited 3 before it was ready"));
  EXPECT_THAT(ready.error().message, HasSubstr("first\ncannot open database\n"));
  EXPECT_THAT(ready.error().message, HasSubstr("orders.log"));
  EXPECT_EQ(session().unexpected_exits().size(), 1u);
}

TEST_F(SessionTest, SaysWhatItSawWhenAServiceIsNotReadyInTime) {
  const auto lease = PortLease::take();
  ServiceProcess service = puppet(lease->port(), 1'000'000);
  service.ready.within = seconds(1);
  ASSERT_TRUE(session().launch(service));
  const auto ready = session().wait_ready("orders");
  ASSERT_FALSE(ready);
  EXPECT_EQ(ready.error().kind, ErrorKind::timeout);
  EXPECT_THAT(ready.error().message, HasSubstr("was not ready within 1s: GET " + service.url + "/health answered 503"));
  EXPECT_THAT(ready.error().message, HasSubstr("got GET /health"));
}

TEST_F(SessionTest, EndsAWaitAtOnceWhenStopped) {
  ServiceProcess service = shell("sleep 1000");
  service.url = "http://127.0.0.1:" + std::to_string(tests::closed_port());
  service.ready.within = std::chrono::hours(1);
  ASSERT_TRUE(session().launch(service));
  std::stop_source stop;
  std::thread stopper([&] { stop.request_stop(); });
  const auto ready = session().wait_ready("orders", stop.get_token());
  stopper.join();
  ASSERT_FALSE(ready);
  EXPECT_THAT(ready.error().message, HasSubstr("interrupted"));
}

TEST_F(SessionTest, NoticesAKill) {
  ASSERT_TRUE(session().launch(shell("echo $$ > pid; sleep 1000")));
  ::kill(pid_in("pid"), SIGKILL);
  EXPECT_TRUE(exits("killed by signal 9"));
  EXPECT_THAT(events(), testing::Contains("orders killed by signal 9"));
}

TEST_F(SessionTest, KillsOnPurposeAndStartsAgain) {
  const auto lease = PortLease::take("127.0.0.1");
  ASSERT_TRUE(session().launch(puppet(lease->port())) && session().wait_ready("orders"));
  const pid_t first = session().pid_of("orders");
  ASSERT_TRUE(session().kill("orders"));
  EXPECT_FALSE(alive(first));
  EXPECT_EQ(session().pid_of("orders"), 0);
  ASSERT_TRUE(session().start_again("orders") && session().wait_ready("orders"));
  EXPECT_NE(session().pid_of("orders"), first);
  EXPECT_TRUE(session().unexpected_exits().empty());
}

TEST_F(SessionTest, RunsACommandToItsEnd) {
  EXPECT_TRUE(session().run(shell("exit 0"), seconds(30), {}));
  const auto failed = session().run(shell("echo no such pod; exit 7"), seconds(30), {});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(failed.error().message, testing::AllOf(HasSubstr("exited 7"), HasSubstr("no such pod")));
  EXPECT_TRUE(session().unexpected_exits().empty());
}

TEST_F(SessionTest, KillsACommandThatDoesNotEnd) {
  const auto hung = session().run(shell("echo $$ >pid; echo waiting; sleep 600"), milliseconds(500), {});
  ASSERT_FALSE(hung);
  EXPECT_EQ(hung.error().kind, ErrorKind::timeout);
  EXPECT_THAT(hung.error().message, testing::AllOf(HasSubstr("did not end within 500ms"), HasSubstr("waiting")));
  pid_t pid = 0;
  std::ifstream(std::filesystem::path(folder_) / "pid") >> pid;
  EXPECT_FALSE(alive(pid));
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(session().run(shell("sleep 600"), seconds(600), stop.get_token()).error().message,
              HasSubstr("was interrupted"));
}

TEST_F(SessionTest, SaysHowACommandEnded) {
  const auto log = (std::filesystem::path(folder_) / "run.log").string();
  const auto passed = session().run_to_end(shell("echo one; echo two"), seconds(30), {}, log);
  ASSERT_TRUE(passed);
  EXPECT_TRUE(passed->success);
  EXPECT_EQ(passed->output, "one\ntwo\n");
  EXPECT_EQ(tests::read_file(log), "one\ntwo\n");
  const auto failed = session().run_to_end(shell("exit 7"), seconds(30), {}, "");
  ASSERT_TRUE(failed);
  EXPECT_FALSE(failed->success);
  EXPECT_EQ(failed->how, "exited 7");
  const auto hung = session().run_to_end(shell("sleep 600"), milliseconds(100), {}, "");
  ASSERT_TRUE(hung);
  EXPECT_TRUE(hung->timed_out);
  EXPECT_EQ(hung->how, "did not end within 100ms");
  std::stop_source stop;
  stop.request_stop();
  const auto interrupted = session().run_to_end(shell("sleep 600"), seconds(600), stop.get_token(), "");
  ASSERT_TRUE(interrupted);
  EXPECT_TRUE(interrupted->interrupted);
  ServiceProcess missing = shell("");
  missing.command = {"/no/such/program"};
  const auto none = session().run_to_end(missing, seconds(30), {}, "");
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, HasSubstr("/no/such/program"));
  EXPECT_TRUE(session().unexpected_exits().empty());
}

TEST_F(SessionTest, EndsWhatACommandLeftBehind) {
  ASSERT_TRUE(session().run_to_end(shell("sleep 600 & echo $! >pid"), seconds(30), {}, ""));
  EXPECT_FALSE(alive(pid_in("pid")));
}

TEST_F(SessionTest, KillsAServiceThatIgnoresSigterm) {
  options_.grace = milliseconds(50);
  ASSERT_TRUE(session().launch(shell("trap '' TERM; echo $$ > pid; while :; do sleep 0.01; done")));
  const pid_t pid = pid_in("pid");
  EXPECT_TRUE(session().stop("orders"));
  EXPECT_FALSE(alive(pid));
}

TEST_F(SessionTest, StopsAServiceThatIsHalted) {
  ASSERT_TRUE(session().launch(shell("echo $$ > pid; sleep 1000")));
  const pid_t pid = pid_in("pid");
  ASSERT_TRUE(session().signal("orders", SIGSTOP));
  EXPECT_TRUE(session().stop("orders"));
  EXPECT_FALSE(alive(pid));
}

TEST_F(SessionTest, StopsGrandchildrenToo) {
  ASSERT_TRUE(session().launch(shell("(sleep 1000 & echo $! > child; wait) & sleep 1000 & echo $! > other; exit 0")));
  const pid_t child = pid_in("child");
  const pid_t other = pid_in("other");
  EXPECT_TRUE(exits("exited 0"));
  EXPECT_TRUE(session().running("orders"));
  EXPECT_TRUE(session().stop("orders"));
  EXPECT_FALSE(alive(child));
  EXPECT_FALSE(alive(other));
}

TEST_F(SessionTest, LeavesNothingOfAServiceThatMadeItselfADaemon) {
  ASSERT_TRUE(session().launch(shell("setsid sh -c 'echo $$ > pid; sleep 1000' & sleep 1000")));
  const pid_t pid = pid_in("pid");
  session_.reset();
  launcher_.reset();
  EXPECT_FALSE(alive(pid));
}

TEST_F(SessionTest, SurvivesAFloodOfOutput) {
  options_.max_log_bytes = 1000;
  ASSERT_TRUE(session().launch(shell("dd if=/dev/zero bs=65536 count=400 2>/dev/null | tr '\\0' x; echo; echo done")));
  EXPECT_TRUE(eventually([&] { return session().log_tail("orders", 1) == "done\n"; }));
  EXPECT_LT(std::filesystem::file_size(session().log_file("orders")), 1100u);
}

TEST_F(SessionTest, StopsEverythingWhenDestroyed) {
  std::vector<pid_t> pids;
  for (const char* name : {"a", "b", "c"}) {
    ServiceProcess service = shell("echo $$ > " + std::string(name) + "; sleep 1000");
    service.name = name;
    ASSERT_TRUE(session().launch(service));
    pids.push_back(pid_in(name));
  }
  session_.reset();
  for (const pid_t pid : pids) EXPECT_FALSE(alive(pid));
}

// Squall itself dies by SIGKILL: a process of its own plays Squall here.
TEST_F(SessionTest, LeavesNothingWhenItsOwnProcessIsKilled) {
  const pid_t squall = ::fork();
  if (squall == 0) {
    auto launcher = std::move(*Launcher::start());
    chaos::Timeline timeline;
    Session own(*launcher, timeline, {});
    const bool launched = own.launch(shell("trap '' TERM INT HUP; (setsid sleep 1000 & echo $! > child); "
                                           "sleep 1000 & echo $! > other; echo $$ > leader; wait"))
                              .has_value();
    if (!launched) ::_exit(1);
    ::pause();
  }
  const std::vector<pid_t> pids{pid_in("leader"), pid_in("other"), pid_in("child")};
  for (const pid_t pid : pids) EXPECT_TRUE(alive(pid));
  ::kill(squall, SIGKILL);
  int status = 0;
  ::waitpid(squall, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
  for (const pid_t pid : pids) EXPECT_TRUE(eventually([&] { return !alive(pid); })) << pid;
}

TEST_F(SessionTest, LeavesNothingWhenTheLauncherIsKilled) {
  ASSERT_TRUE(session().launch(shell("sleep 1000 & echo $! > child; echo $$ > pid; wait")));
  const pid_t pid = pid_in("pid");
  const pid_t child = pid_in("child");
  ::kill(launcher_->pid(), SIGKILL);
  EXPECT_TRUE(exits("was killed with the launcher process"));
  EXPECT_TRUE(eventually([&] { return !alive(pid) && !alive(child); }));
  EXPECT_FALSE(session().launch(shell("true")));
}

}  // namespace
}  // namespace squall::harness
