"""A consumer in Node that passes requests on through one library."""

import json
import subprocess

from measuring import HERE
from truth import PORT, Variant

NODE = HERE / "node"


def install():
    wanted = json.loads((NODE / "package.json").read_text())["dependencies"]
    if not all((NODE / "node_modules" / name).exists() for name in wanted):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=NODE, check=True)


def node(library, name, options, truth, **more):
    """A variant: `options` are what node/libraries/LIBRARY.js is given."""
    install()
    environment = {"LIBRARY": library, "OPTIONS": json.dumps(options)}
    return Variant(name, ("node", str(NODE / "consumer.js"), PORT), truth, environment, **more)
