#pragma once
// A transcript: files, a command, and what it must print and end with. cases/*.transcript hold one each:
//
//   # what is shown
//   === file squall.yaml
//   squall: 1
//   === command
//   squall check squall.yaml
//   === exit 2
//   === stdout
//   === stderr
//   squall: squall.yaml:1:1: 'services' is missing
//
// In expected output `[..]` stands for any text within a line, and a line `...` for any number of lines.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace squall::tests {

struct Transcript {
  std::string heading;                                     // what stands before the first section
  std::vector<std::pair<std::string, std::string>> files;  // path -> content
  std::string command;
  int exit_code = 0;
  std::string out, err;
};

Transcript parse_transcript(const std::string& text);
std::string to_text(const Transcript& transcript);
bool output_matches(const std::string& expected, const std::string& found);

struct Ran {
  int exit_code = -1;  // 128 + n when killed by signal n
  std::string out, err;
};
// Runs the command with sh in a fresh folder that holds the files, `squall` in its PATH.
Ran run_transcript(const Transcript& transcript);

}  // namespace squall::tests
