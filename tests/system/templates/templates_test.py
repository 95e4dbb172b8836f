"""The templates for users, held to what can be checked without their platforms.

usage: templates_test.py SOURCE_FOLDER [SQUALL]
"""
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

import jsonschema
import yaml

SOURCE = pathlib.Path(sys.argv[1])
SQUALL = sys.argv[2] if len(sys.argv) > 2 else None
TEMPLATES = SOURCE / "ci" / "templates"
HERE = pathlib.Path(__file__).parent
ACTION = TEMPLATES / "github" / "action.yml"
WORKFLOW = TEMPLATES / "github" / "workflow.yml"
GITLAB = TEMPLATES / "gitlab" / "squall.gitlab-ci.yml"
JENKINS = TEMPLATES / "jenkins" / "Jenkinsfile"
DOCKERFILE = TEMPLATES / "docker" / "Dockerfile"
CRONJOB = TEMPLATES / "kubernetes" / "cronjob.yaml"
SIDECAR = TEMPLATES / "kubernetes" / "sidecar.yaml"
UNITS = [TEMPLATES / "systemd" / name for name in ("squall-chaos.service", "squall-chaos.timer")]


def read_yaml(path):
    return list(yaml.safe_load_all(path.read_text()))


def action_steps():
    return read_yaml(ACTION)[0]["runs"]["steps"]


def jenkins_shell():
    return re.findall(r"sh '''(.*?)'''", JENKINS.read_text(), re.S)


def docker_instructions():
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(), flags=re.M).replace("\\\n", "")
    return [line.split(None, 1) for line in text.splitlines() if line.strip()]


def shell_pieces():
    """Every shell text there is, with a name."""
    for step in action_steps():
        if "run" in step:
            yield f"action.yml, {step['name']}", step["run"]
    for number, line in enumerate(read_yaml(GITLAB)[0]["squall"]["script"]):
        yield f"gitlab, line {number}", line
    for number, text in enumerate(jenkins_shell()):
        yield f"Jenkinsfile, {number}", text
    for number, (word, rest) in enumerate(docker_instructions()):
        if word == "RUN":
            yield f"Dockerfile, instruction {number}", rest


def containers():
    for path in (CRONJOB, SIDECAR):
        for thing in read_yaml(path):
            spec = thing.get("spec", {})
            spec = spec.get("jobTemplate", {}).get("spec", spec)
            yield from spec.get("template", {}).get("spec", {}).get("containers", [])


def squall_command_lines():
    """Every call of squall in the templates, as words."""
    texts = [text for _, text in shell_pieces()]
    texts += [line.split("=", 1)[1] for line in UNITS[0].read_text().splitlines() if line.startswith("ExecStart=")]
    for text in texts:
        for call in re.findall(r"(?:/usr/bin/)?\bsquall ((?:run|proxy|verify|stub)\b[^|&;\n]*)", text.replace("\\\n", " ")):
            yield call.split()
    for container in containers():
        if container["name"] == "squall":
            yield [str(word) for word in container["args"]]


def stand_in(folder, exit_code, writes=True):
    """A program named squall that notes its arguments, writes the reports it is asked for and ends with a code."""
    program = folder / "squall"
    program.write_text(
        "#!/bin/bash\n"
        f'printf "%s\\n" "$@" > "{folder}/arguments"\n'
        'while [ $# -gt 0 ]; do\n'
        f'  if [ "$1" = --report ] && {"true" if writes else "false"}; then echo "written by ${{2%%=*}}" > "${{2#*=}}"; shift; fi\n'
        "  shift\n"
        "done\n"
        f"exit {exit_code}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def held_to_schema(case, kind, files, breakage):
    """Files keep to their public schemas, and a broken copy of the first one does not."""
    done = subprocess.run(["node", HERE / "platforms.mjs", kind, *files], text=True, capture_output=True)
    if done.returncode == 77:
        case.skipTest(done.stdout.strip())
    case.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as broken:
        text = files[0].read_text()
        case.assertIn(breakage[0], text)
        broken.write(text.replace(*breakage))
        broken.flush()
        case.assertEqual(subprocess.run(["node", HERE / "platforms.mjs", kind, broken.name], capture_output=True).returncode, 1)


class Shell(unittest.TestCase):
    def test_is_well_formed(self):
        pieces = list(shell_pieces())
        self.assertGreaterEqual(len(pieces), 7)
        for name, text in pieces:
            with self.subTest(name):
                done = subprocess.run(["bash", "-n"], input=text, text=True, capture_output=True)
                self.assertEqual((done.returncode, done.stderr), (0, ""))

    @unittest.skipUnless(shutil.which("shellcheck"), "shellcheck is not installed")
    def test_pleases_shellcheck(self):
        for name, text in shell_pieces():
            with self.subTest(name):
                done = subprocess.run(["shellcheck", "-S", "warning", "-s", "bash", "-"], input=text, text=True, capture_output=True)
                self.assertEqual(done.stdout, "")


class Commands(unittest.TestCase):
    def test_are_found(self):
        self.assertGreaterEqual(len(list(squall_command_lines())), 6)

    @unittest.skipUnless(SQUALL, "there is no squall to ask")
    def test_use_options_that_exist(self):
        for words in squall_command_lines():
            with self.subTest(" ".join(words)):
                asked = subprocess.run([SQUALL, words[0], "--help"], text=True, capture_output=True)
                self.assertEqual(asked.returncode, 0, asked.stderr)
                for option in (word for word in words if word.startswith("--")):
                    self.assertRegex(asked.stdout, re.escape(option) + r"\b")
                for report in re.findall(r'--report "?(\w+)=', " ".join(words)):
                    self.assertIn(report, asked.stdout)


    @unittest.skipUnless(SQUALL, "there is no squall to ask")
    def test_the_sidecars_proxy_starts(self):
        words = next(words for words in squall_command_lines() if words[0] == "proxy")
        words = ["127.0.0.1:0" if word == "127.0.0.1:9102" else word.replace("payments:", "127.0.0.1:") for word in words]
        proxy = subprocess.Popen([SQUALL, *words], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            said = proxy.stdout.readline()
            self.assertIn("1 fault", said)
        finally:
            proxy.terminate()
            proxy.communicate(timeout=20)


class GitHub(unittest.TestCase):
    def test_keeps_to_the_public_schemas(self):
        held_to_schema(self, "actions", [ACTION, WORKFLOW], ("using: composite", "using: compost"))
        held_to_schema(self, "actions", [WORKFLOW], ("runs-on:", "runs-off:"))

    def test_the_workflow_passes_inputs_the_action_has(self):
        inputs = read_yaml(ACTION)[0]["inputs"]
        for job in read_yaml(WORKFLOW)[0]["jobs"].values():
            for step in job["steps"]:
                if step.get("uses", "").startswith("./"):
                    self.assertLessEqual(set(step["with"]), set(inputs))

    def test_no_expression_stands_in_shell(self):
        for step in action_steps():
            self.assertNotIn("${{", step.get("run", ""), "an input in a script is an injection; pass it as env")

    def run_step(self, name, folder, **environment):
        step = next(step for step in action_steps() if step["name"] == name)
        environment = {"PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(folder), "RUNNER_TEMP": str(folder),
                       "GITHUB_PATH": str(folder / "path"), "GITHUB_OUTPUT": str(folder / "output"),
                       "GITHUB_STEP_SUMMARY": str(folder / "summary"), **environment}
        self.assertLessEqual(set(step.get("env", {})), set(environment))
        return subprocess.run(["bash", "-eo", "pipefail", "-c", step["run"]], cwd=folder, env=environment, text=True, capture_output=True)

    def test_its_steps_pass_on_summary_annotations_and_exit_code(self):
        for code in (0, 1, 3):
            with self.subTest(code), tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                stand_in(folder, code)
                done = self.run_step("Run", folder, SYSTEM="my system.yaml", ARGUMENTS="--seed 42", REPORTS="out put")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual((folder / "arguments").read_text().split("\n")[:4], ["run", "my system.yaml", "--seed", "42"])
                self.assertEqual((folder / "summary").read_text(), "written by markdown\n")
                self.assertEqual(done.stdout, "written by github\n")
                self.assertEqual((folder / "output").read_text(), f"exit-code={code}\n")
                self.assertEqual(len(list((folder / "out put").iterdir())), 6)
                self.assertEqual(self.run_step("End as Squall ended", folder, STATUS=str(code)).returncode, code)

    def test_a_squall_that_wrote_nothing_is_no_pass(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            stand_in(folder, 2, writes=False)
            done = self.run_step("Run", folder, SYSTEM="squall.yaml", ARGUMENTS="", REPORTS="reports")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual((folder / "output").read_text(), "exit-code=2\n")

    def test_a_tarball_comes_on_the_path(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "squall-1" / "bin").mkdir(parents=True)
            (folder / "squall-1" / "bin" / "squall").write_text("")
            subprocess.run(["tar", "-czf", "squall.tar.gz", "squall-1"], cwd=folder, check=True)
            self.assertEqual(self.run_step("Put Squall on the path", folder, TARBALL="squall.tar.gz").returncode, 0)
            self.assertTrue((pathlib.Path((folder / "path").read_text().strip()) / "squall").exists())


class GitLab(unittest.TestCase):
    def test_keeps_the_reports_it_names(self):
        job = read_yaml(GITLAB)[0]["squall"]
        self.assertEqual(job["artifacts"]["when"], "always")
        self.assertIn(f"junit={job['artifacts']['reports']['junit']}", " ".join(job["script"]))
        self.assertIn(f"gitlab={job['artifacts']['reports']['codequality']}", " ".join(job["script"]))

    def test_its_script_runs(self):
        for code in (0, 1):
            with self.subTest(code), tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                stand_in(folder, code)
                job = read_yaml(GITLAB)[0]["squall"]
                environment = {**os.environ, **job["variables"], "PATH": f"{folder}:{os.environ['PATH']}"}
                done = subprocess.run(["bash", "-e"], input="\n".join(job["script"]), cwd=folder, env=environment, text=True)
                self.assertEqual(done.returncode, code)
                self.assertTrue((folder / job["artifacts"]["reports"]["junit"]).exists())


class Jenkins(unittest.TestCase):
    def test_brackets_close(self):
        text = re.sub(r"'''.*?'''", "", JENKINS.read_text(), flags=re.S)
        for opening, closing in ("{}", "()"):
            self.assertEqual(text.count(opening), text.count(closing))

    def test_failures_are_left_to_junit_and_all_else_fails(self):
        for code, expected in {0: 0, 1: 0, 2: 2, 3: 3, 70: 70}.items():
            with self.subTest(code), tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                stand_in(folder, code)
                environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
                done = subprocess.run(["sh", "-xe"], input=jenkins_shell()[0], cwd=folder, env=environment, text=True, capture_output=True)
                self.assertEqual(done.returncode, expected)
                self.assertTrue((folder / "squall-report" / "junit.xml").exists())


class Systemd(unittest.TestCase):
    @unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not installed")
    def test_units_verify(self):
        with tempfile.TemporaryDirectory() as name:
            for unit in UNITS:
                text = unit.read_text().replace("/usr/bin/squall", "/bin/true")
                (pathlib.Path(name) / unit.name).write_text(text)
            files = [str(pathlib.Path(name) / unit.name) for unit in UNITS]
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", *files], text=True, capture_output=True)
            ours = [line for line in (done.stdout + done.stderr).splitlines() if "squall" in line]
            self.assertEqual(ours, [])
            broken = pathlib.Path(name) / "squall-broken.service"
            broken.write_text("[Service]\nType=nonsense\nExecStart=relative\n")
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", broken], text=True, capture_output=True)
            self.assertIn("squall-broken", done.stdout + done.stderr)


class Docker(unittest.TestCase):
    def test_stages_exist_and_the_last_one_is_not_root(self):
        stages, user = set(), None
        for word, rest in docker_instructions():
            if word == "FROM":
                user = None
                stages |= set(re.findall(r" AS (\w+)", rest))
            for stage in re.findall(r"--from=(\w+)", rest):
                self.assertIn(stage, stages)
            if word == "USER":
                user = rest.strip()
            self.assertIn(word, {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENTRYPOINT", "CMD"})
            if word in ("ENTRYPOINT", "CMD"):
                self.assertIsInstance(json.loads(rest), list)
        self.assertRegex(user or "root", r"^[1-9]\d*$")

    def test_what_is_copied_into_the_build_is_there(self):
        self.assertTrue(os.access(SOURCE / "ci" / "package", os.X_OK))
        self.assertIn("ci/package", [rest.strip() for word, rest in docker_instructions() if word == "RUN"])

    def test_packages_are_found_for_libraries(self):
        piece = next(rest for word, rest in docker_instructions() if word == "RUN" and "ldd" in rest)
        command = re.search(r"ldd .*?(?=> /out)", piece).group(0).replace("/out/bin/squall", shutil.which("bash"))
        done = subprocess.run(["bash", "-o", "pipefail", "-c", command], text=True, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("libc6", done.stdout.split())


class Kubernetes(unittest.TestCase):
    def test_keeps_to_the_public_schemas(self):
        held_to_schema(self, "kubernetes", [CRONJOB, SIDECAR], ("containerPort:", "containerDoor:"))

    def test_squall_runs_without_rights(self):
        found = [container for container in containers() if container["name"] == "squall"]
        self.assertEqual(len(found), 2)
        for container in found:
            rights = container["securityContext"]
            self.assertFalse(rights["allowPrivilegeEscalation"])
            self.assertTrue(rights["readOnlyRootFilesystem"])
            self.assertEqual(rights["capabilities"], {"drop": ["ALL"]})

    def test_ports_of_edges_services_and_containers_agree(self):
        config, service, job = read_yaml(CRONJOB)
        system = yaml.safe_load(config["data"]["squall.yaml"])
        listens = {int(edge["listen"].rsplit(":", 1)[1]) for edge in system["edges"].values()}
        container = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]
        self.assertEqual(listens, {port["containerPort"] for port in container["ports"]})
        self.assertEqual(listens, {port["targetPort"] for port in service["spec"]["ports"]})

    def test_its_system_file_is_well_formed(self):
        text = read_yaml(CRONJOB)[0]["data"]["squall.yaml"]
        for schema in sorted((SOURCE / "harness" / "system").glob("*.schema.json")):
            jsonschema.validate(yaml.safe_load(text), json.loads(schema.read_text()))
        if SQUALL:
            with tempfile.TemporaryDirectory() as name:
                path = pathlib.Path(name) / "squall.yaml"
                path.write_text(text)
                done = subprocess.run([SQUALL, "check", path], text=True, capture_output=True)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Everything(unittest.TestCase):
    def test_every_template_is_documented(self):
        reference = (SOURCE / "ci" / "README.md").read_text()
        for path in TEMPLATES.rglob("*"):
            if path.is_file() and path.suffix not in (".timer", ".dockerignore"):
                self.assertIn(str(path.relative_to(SOURCE / "ci")), reference)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
