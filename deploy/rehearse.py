"""Carries out deploy/Dockerfile without a container engine: every step as it stands there, in a clean folder.

    sudo python3 deploy/rehearse.py [FOLDER]      (make rehearse-image)

In mount namespaces of its own, with a copy of this machine's Python 3.11 standing in for the base image. It then runs
the result as the image's user on a read-only root, and stops it with SIGTERM. What only an engine can show is said at
the end.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MACHINE = ("/bin", "/sbin", "/lib", "/lib64", "/usr", "/etc", "/dev", "/proc")
"""What a stage has of this machine, standing for the base image."""
PLACES = ("/opt", "/src", "/data", "/usr/local")
"""What a stage changes; nothing else of this machine is seen by it."""
BASE_LIBRARIES = re.compile(
    r"linux-vdso|ld-linux|lib(c|m|dl|rt|util|pthread|resolv|gcc_s|stdc\+\+|z|bz2|lzma|ffi|ssl|crypto|sqlite3|uuid"
    r"|readline|tinfo|ncursesw|panelw|expat|nsl|tirpc|crypt|gdbm|gdbm_compat|db-5\.3|python3(\.11)?|atomic)[.\-]"
)
"""Shared libraries that python:3.11-slim-bookworm has."""
UNPROVEN = (
    "Not shown, because it needs a container engine: that the base image has what this machine's Python has, the "
    "layers' size, .dockerignore, EXPOSE, and HEALTHCHECK as the engine's own timer runs it."
)


@dataclass
class Stage:
    """One FROM and what follows it. *steps* are (instruction, argument) in order."""

    name: str
    steps: list[tuple[str, str]] = field(default_factory=list)


def stages(text: str) -> list[Stage]:
    """The Dockerfile's stages. Only the instructions that it uses are known here."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    found: list[Stage] = []
    for line in filter(None, map(str.strip, joined.splitlines())):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            found.append(Stage(rest.split()[-1]))
        elif found:
            found[-1].steps.append((word, rest.strip()))
    return found


class Machine:
    """A root file system made of this machine, read-only, and clean folders for one stage."""

    def __init__(self, folder: Path, python: Path) -> None:
        self.folder, self.environment, self.workdir = folder, {"PATH": "/usr/local/bin:/usr/bin:/bin"}, "/"
        for place in PLACES:
            self.place(place).mkdir(parents=True, exist_ok=True)
        copy = self.place("/usr/local")
        names = ("bin/python3.11", "lib/libpython3.11.so.1.0", "lib/python3.11")
        for name in names:
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            if (python / name).is_dir():
                ignored = shutil.ignore_patterns("site-packages", "test", "__pycache__", "config-3.11*")
                shutil.copytree(python / name, copy / name, ignore=ignored, symlinks=True)
            elif (python / name).exists():
                shutil.copy2(python / name, copy / name)
        for link in ("bin/python", "bin/python3"):
            (copy / link).symlink_to("python3.11")
        site = copy / "lib/python3.11/site-packages"
        (site / "pip").mkdir(parents=True)  # stands for what the base image brings along
        self.environment["LD_LIBRARY_PATH"] = "/usr/local/lib"

    def place(self, path: str) -> Path:
        """Where *path* of the stage lies on this machine."""
        return self.folder / path.lstrip("/")

    def run(self, command: str, user: int | None = None) -> subprocess.Popen[str]:
        """Start a shell command in the stage; as *user*, read-only and with no network but a loopback of its own."""
        root = shlex.quote(str(self.folder) + ".root")
        ready = [f"mkdir -p {root}", f"mount -t tmpfs tmpfs {root}"]
        for place in MACHINE:
            link = Path(place).readlink() if Path(place).is_symlink() else None
            ready.append(
                f"ln -s {link} {root}{place}" if link else f"mkdir {root}{place} && mount --rbind {place} {root}{place}"
            )
        for place in PLACES:
            ready.append(f"{{ [ -d {root}{place} ] || mkdir {root}{place}; }}")
            ready.append(f"mount --bind {shlex.quote(str(self.place(place)))} {root}{place}")
        ready.append(f"mkdir {root}/tmp {root}/root")
        apart, become = [], ""
        if user is None:
            ready.append(f"chmod 1777 {root}/tmp")
        else:
            ready += [f"mount -o remount,ro,bind {root}{place}" for place in PLACES]
            ready += [
                f"mount -t tmpfs -o mode=1777 tmpfs {root}/tmp",
                f"mount -t tmpfs -o uid={user} tmpfs {root}/data",
            ]
            ready += [f"mount -o remount,ro {root}", "ip link set lo up"]
            apart, become = ["--net"], f"setpriv --reuid {user} --regid {user} --clear-groups --no-new-privs "
        inner = f"cd {self.workdir} && exec {become}sh -c {shlex.quote(command)}"
        script = " && ".join([*ready, f"exec chroot {root} sh -c {shlex.quote(inner)}"])
        return subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", *apart, "sh", "-c", script],
            env=self.environment | {"PATH": self.environment["PATH"] + ":/usr/sbin:/sbin"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def build(folder: Path, python: Path) -> Machine:
    """Carry out every step; the final stage's machine."""
    machines: dict[str, Machine] = {}
    machine = None
    for stage in stages((ROOT / "deploy" / "Dockerfile").read_text("utf-8")):
        machine = machines[stage.name] = Machine(folder / stage.name, python)
        for word, rest in stage.steps:
            began = time.monotonic()
            step(machine, machines, word, rest)
            print(f"{stage.name:6} {time.monotonic() - began:6.1f}s  {word} {rest[:100]}", flush=True)
    assert machine is not None
    return machine


def step(machine: Machine, machines: dict[str, Machine], word: str, rest: str) -> None:
    """One instruction."""
    if word == "RUN":
        done = machine.run(with_mirror(rest))
        said, _ = done.communicate()
        if done.returncode:
            sys.exit(f"this step failed:\n{rest}\n{said[-3000:]}")
    elif word == "COPY":
        copy(machine, machines, rest.split())
    elif word == "ENV":
        machine.environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
    elif word == "WORKDIR":
        machine.workdir = rest
    elif word not in ("USER", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT", "CMD"):
        sys.exit(f"this rehearsal does not know {word}")


def with_mirror(command: str) -> str:
    """*command* with this machine's own way to the package index and its certificates, wherever they are."""
    return f"export {' '.join(f'{n}={shlex.quote(v)}' for n, v in PIP.items())}; {command}" if PIP else command


PIP = {
    name: value
    for name, value in os.environ.items()
    if re.fullmatch(
        r"PIP_(CERT|INDEX_URL|EXTRA_INDEX_URL|PROXY|TRUSTED_HOST)|SSL_CERT_FILE|(https?|no)_proxy", name, re.I
    )
}


def copy(machine: Machine, machines: dict[str, Machine], words: list[str]) -> None:
    """COPY, from the checkout without what .dockerignore keeps out, or from another stage."""
    source = ROOT
    if words[0].startswith("--from="):
        source = machines[words.pop(0).removeprefix("--from=")].folder
    *names, target = words
    where = machine.place(target if target.startswith("/") else f"{machine.workdir}/{target}")
    for name in names:
        thing = source / name.lstrip("/")
        ignored = shutil.ignore_patterns("__pycache__", *(["lines", "vectors.bin"] if source == ROOT else []))
        if thing.is_dir():
            shutil.copytree(thing, where, dirs_exist_ok=True, symlinks=True, ignore=ignored if source == ROOT else None)
        else:
            to = where / thing.name if target.endswith("/") else where
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(thing, to)


def inspect(machine: Machine) -> None:
    """What must not be in the final stage, and which shared libraries it needs."""
    for tool in ("pip", "pip3", "gcc", "wheel", "hatchling"):
        for where in ("/opt", "/usr/local"):
            found = [str(p) for p in machine.place(where).rglob(tool) if "site-packages" in str(p) or "/bin/" in str(p)]
            if found:
                sys.exit(f"{tool} is still in the final stage: {found[0]}")
    needed: set[str] = set()
    for library in machine.place("/opt").rglob("*.so*"):
        said = subprocess.run(["ldd", str(library)], capture_output=True, text=True, check=False).stdout
        needed |= {line.split()[0] for line in said.splitlines() if "=>" in line}
    bundled = {path.name for path in machine.place("/opt").rglob("*.so*")}
    strange = {n for n in needed if not BASE_LIBRARIES.match(Path(n).name) and Path(n).name not in bundled}
    if strange:
        sys.exit(f"these shared libraries are not in the base image: {sorted(strange)}")
    size = sum(path.stat().st_size for path in machine.place("/opt").rglob("*") if path.is_file())
    print(f"final: no build tools; {len(needed)} shared libraries, all in the base image; /opt is {size / 1e6:.0f} MB")


def serve(machine: Machine) -> None:
    """Run it as the image does: its user, nothing writable but /data and /tmp, no network but its own loopback."""
    check = "signpost health && signpost health --ready; signpost ask 'i want to die' | head -3; touch /opt/x /x /src/x"
    command = (
        "signpost run & run=$!; i=0; until signpost health >/dev/null; do i=$((i+1)); [ $i -lt 60 ] || exit 9; sleep 1;"
        f" done; {check}; ls /data; id -u; kill -TERM $run; wait $run; echo stopped with $?"
    )
    process = machine.run(command, 65532)
    try:
        said, _ = process.communicate(timeout=180)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGTERM)
        sys.exit("it did not come up and stop within three minutes")
    print(said)
    wanted = ("It is running.", "0300 131 2789", "65532", "stopped with 0")
    missing = [words for words in wanted if words not in said]
    if missing or said.count("Read-only file system") != 3:
        sys.exit(f"the finished image does not do what it should: {missing or 'its root is not read-only'}")
    if "vectors.bin" in said:
        sys.exit("the finished image read its content at the start, though signpost prepare had read it before")


def main() -> None:
    """Build, look, run."""
    if os.geteuid():
        sys.exit("The rehearsal mounts folders over one another, so it has to be root: sudo python3 deploy/rehearse.py")
    python = Path(os.environ.get("REHEARSE_PYTHON", sys.base_prefix))
    if not (python / "bin/python3.11").exists():
        sys.exit(f"The image has Python 3.11; {python} has not. Set REHEARSE_PYTHON to a folder with bin/python3.11.")
    with tempfile.TemporaryDirectory(prefix="rehearsal-", dir=sys.argv[1] if sys.argv[1:] else None) as folder:
        Path(folder).chmod(0o755)
        machine = build(Path(folder), python)
        inspect(machine)
        serve(machine)
    print(UNPROVEN)


if __name__ == "__main__":
    main()
