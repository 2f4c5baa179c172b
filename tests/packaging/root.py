"""A root file system with the files of the image, and the command in it as a container engine would run it."""

import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from dataset import FRAUDGEN

# What the base image has for a dynamic command: libc6 and libgcc-s1.
LIBRARIES = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libdl.so.2", "libpthread.so.0", "librt.so.1"}
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
SYSTEM = Path(CERTIFICATES)


def libraries():
    """The libraries of the command, by name, and where they are; the loader among them."""
    lines = subprocess.run(["ldd", FRAUDGEN], capture_output=True, text=True, check=True).stdout
    found = dict(re.findall(r"(\S+) => (/\S+)", lines))
    return found | {path: path for path in re.findall(r"^\s(/\S+) \(", lines, re.M)}


class RootFileSystem:
    def __init__(self, folder):
        self.folder = folder
        for name, path in libraries().items():
            self.copy(path, name if name.startswith("/") else f"/usr/lib/{name}")
        self.copy(FRAUDGEN, "/usr/bin/fraudgen")
        for name in ("data", "dev", "proc", "lib64"):
            (folder / name).mkdir(exist_ok=True)
        (folder / "lib").symlink_to("usr/lib")
        self.trust(SYSTEM)

    def copy(self, path, to):
        to = self.folder / to.lstrip("/")
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, to)

    def trust(self, certificates):
        self.copy(certificates, CERTIFICATES)

    def command(self, arguments, volume=None, variables=None):
        """As process 1 and user 65532, with a root file system that is read-only."""
        bwrap = ["bwrap", "--ro-bind", self.folder, "/", "--dev", "/dev", "--proc", "/proc", "--chdir", "/data"]
        bwrap += ["--unshare-all", "--share-net", "--uid", "65532", "--gid", "65532", "--as-pid-1"]
        bwrap += ["--die-with-parent", "--clearenv"]
        for name, value in (variables or {}).items():
            bwrap += ["--setenv", name, value]
        if volume:
            bwrap += ["--bind", volume, "/data"]
        return [*bwrap, "--", "/usr/bin/fraudgen", *arguments]

    def run(self, *arguments, **options):
        return subprocess.run(self.command(arguments, **options), capture_output=True, text=True)

    def start(self, *arguments, **options):
        """Starts it; returns bwrap's process and the id of the command's own, once that runs."""
        read, write = os.pipe()
        command = self.command(arguments, **options)
        command[1:1] = ["--info-fd", str(write)]
        outputs = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        started = subprocess.Popen(command, pass_fds=[write], **outputs)
        os.close(write)
        with os.fdopen(read) as info:
            process = json.load(info)["child-pid"]
        while started.poll() is None and Path(f"/proc/{process}/comm").read_text() != "fraudgen\n":
            time.sleep(0.01)
        return started, process
