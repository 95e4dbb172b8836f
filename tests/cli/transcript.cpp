#include "tests/cli/transcript.h"

#include <stdlib.h>
#include <sys/wait.h>

#include <fstream>
#include <sstream>
#include <string_view>

#include "tests/support/corpora.h"

namespace squall::tests {

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool line_matches(std::string_view expected, std::string_view found) {
  const std::size_t any = expected.find("[..]");
  if (any == std::string_view::npos) return expected == found;
  if (found.substr(0, any) != expected.substr(0, any)) return false;
  const std::string_view rest = expected.substr(any + 4);
  for (std::size_t at = any; at <= found.size(); ++at) {
    if (line_matches(rest, found.substr(at))) return true;
  }
  return false;
}

bool lines_match(const std::vector<std::string>& expected, std::size_t e, const std::vector<std::string>& found,
                 std::size_t f) {
  for (; e < expected.size(); ++e, ++f) {
    if (expected[e] == "...") {
      for (std::size_t rest = f; rest <= found.size(); ++rest) {
        if (lines_match(expected, e + 1, found, rest)) return true;
      }
      return false;
    }
    if (f == found.size() || !line_matches(expected[e], found[f])) return false;
  }
  return f == found.size();
}

void write_file(const std::filesystem::path& path, const std::string& content) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

}  // namespace

Transcript parse_transcript(const std::string& text) {
  Transcript transcript;
  std::string* section = &transcript.heading;
  for (const std::string& line : lines_of(text)) {
    if (line.substr(0, 4) != "=== ") {
      *section += line + "\n";
      continue;
    }
    const std::string name = line.substr(4);
    if (name.substr(0, 5) == "file ") {
      transcript.files.emplace_back(name.substr(5), "");
      section = &transcript.files.back().second;
    } else if (name.substr(0, 5) == "exit ") {
      transcript.exit_code = std::stoi(name.substr(5));
    } else {
      section = name == "command" ? &transcript.command : name == "stdout" ? &transcript.out : &transcript.err;
    }
  }
  return transcript;
}

std::string to_text(const Transcript& transcript) {
  std::string text = transcript.heading;
  for (const auto& [path, content] : transcript.files) text += "=== file " + path + "\n" + content;
  return text + "=== command\n" + transcript.command + "=== exit " + std::to_string(transcript.exit_code) +
         "\n=== stdout\n" + transcript.out + "=== stderr\n" + transcript.err;
}

bool output_matches(const std::string& expected, const std::string& found) {
  return lines_match(lines_of(expected), 0, lines_of(found), 0);
}

Ran run_transcript(const Transcript& transcript) {
  std::string pattern = (std::filesystem::temp_directory_path() / "squall-cli-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(pattern.data());
  const auto work = folder / "work";
  std::filesystem::create_directories(work);
  for (const auto& [path, content] : transcript.files) write_file(work / path, content);
  write_file(folder / "command.sh", transcript.command);
  const std::filesystem::path binary = SQUALL_BINARY;
  const std::string shell = "cd '" + work.string() + "' && PATH='" + binary.parent_path().string() +
                            "':\"$PATH\" NO_COLOR=1 timeout -k 5 60 sh ../command.sh >'" + (folder / "out").string() +
                            "' 2>'" + (folder / "err").string() + "' </dev/null";
  const int status = std::system(shell.c_str());
  Ran ran;
  ran.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  ran.out = read_file(folder / "out");
  ran.err = read_file(folder / "err");
  std::filesystem::remove_all(folder);
  return ran;
}

}  // namespace squall::tests
