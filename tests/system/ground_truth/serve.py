#!/usr/bin/env python3
"""Writes CONFIGURATION (of the environment) into a folder, then becomes the server: serve.py nginx|haproxy FOLDER."""

import os
import sys
from pathlib import Path

COMMANDS = {
    "nginx": lambda folder, file: ["nginx", "-e", "stderr", "-p", folder, "-c", file],
    "haproxy": lambda folder, file: ["haproxy", "-q", "-C", folder, "-f", file],
}


def main():
    server, folder = sys.argv[1], Path(sys.argv[2]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{server}.conf"
    file.write_text(os.environ["CONFIGURATION"])
    command = COMMANDS[server](str(folder), str(file))
    os.environ["PATH"] += ":/usr/sbin:/usr/local/sbin"
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
