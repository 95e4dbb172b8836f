"""The cases of a mock server's corpus: one file each, cut into sections by lines like `====command====`.

    spec      an OpenAPI document
    server    the mock's command line
    command   one curl command to http://localhost:4010
    expect, expect-loose, expect-keysOnly   an answer: status line, the headers that matter, a blank line, the body
"""

import re
import shlex
from pathlib import Path

SECTION = re.compile(r"^====(.+?)====\r?\n", re.MULTILINE)
# Another product's own error documents and headers: of those cases only the status is asked for.
OWN_ERROR = "https://stoplight.io/prism/errors#"
OWN_HEADERS = {"sl-violations"}


class Answer:
    """A status, the headers as a list of (lower-case name, value), and the body's text."""

    def __init__(self, text):
        head, _, self.body = text.replace("\r\n", "\n").partition("\n\n")
        if re.match(r"HTTP/\S+ 1\d\d", head):  # an interim answer comes before the one that counts
            self.__init__(self.body)
            return
        lines = head.split("\n")
        found = re.match(r"HTTP/\S+ (\d{3})", lines[0])
        if not found:
            raise ValueError(f"not an answer: {text[:200]!r}")
        self.status = int(found.group(1))
        self.headers = []
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            if colon:
                self.headers.append((name.strip().lower(), value.strip()))

    def header(self, name):
        values = [value for key, value in self.headers if key == name]
        return ", ".join(values) if values else None


class Case:
    def __init__(self, path, root):
        self.name = path.relative_to(root).with_suffix("").as_posix()
        parts = SECTION.split(path.read_text())[1:]
        sections = dict(zip(parts[::2], parts[1::2]))
        self.document = sections["spec"]
        self.server = shlex.split(sections["server"])
        self.command = sections["command"].strip()
        self.kind = next(kind for kind in ("expect", "expect-loose", "expect-keysOnly") if kind in sections)
        self.expected = Answer(sections[self.kind].strip() + "\n")

    def only_status(self):
        """Whether what is expected is the other product's own wording."""
        own = any(name in OWN_HEADERS for name, _ in self.expected.headers)
        return own or OWN_ERROR in self.expected.body


def read(folder):
    folder = Path(folder)
    return [Case(path, folder) for path in sorted(folder.rglob("*.txt"))]
