"""Set up Stet on this machine, then open it, test it or run one of its commands.

python3 run.py            open the app
python3 run.py test       run every test
python3 run.py ARGS...    the same as: stet ARGS...

Standard library only: this file runs before anything is installed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "stet-setup"
WINDOW_STAMP = VENV / "stet-window"
OLDEST = (3, 11)
LINUX = sys.platform.startswith("linux")
QT_LIBRARIES = "libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"
XCB_LIBRARIES = (
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 "
    "libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 libxkbcommon-x11-0"
)
SAMPLE = ROOT / "resources" / "sample"
# A file's tests stay together, so that what they share is made once.
EVERY_CORE = ["--numprocesses=logical", "--maxprocesses=4", "--dist=loadfile"]


def main(arguments):
    """Set up what is missing, then do what was asked; return the exit code."""
    if sys.version_info < OLDEST:
        return use_newer_python(arguments)
    set_up()
    has_display = not LINUX or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if LINUX and has_display:
        prepare_window()
    environment = dict(os.environ, PYTHONUTF8="1")
    command = [str(PYTHON), "-m"]
    if arguments[:1] == ["test"]:
        environment["QT_QPA_PLATFORM"] = "offscreen"
        return finish([*command, "pytest", *EVERY_CORE, *arguments[1:]], environment, ROOT)
    environment["PYTHONPATH"] = str(ROOT)
    if not arguments and not has_display:
        say("There is no display here, so this is the report on the sample draft instead of the window.")
        arguments = [
            "check",
            str(SAMPLE / "workslop.md"),
            "--sources",
            str(SAMPLE / "sources.bib"),
            "--fail-on",
            "never",
        ]
    return finish([*command, "app", *arguments], environment, None)


def use_newer_python(arguments):
    """Hand over to a newer Python on this machine, or say that there is none."""
    for minor in (14, 13, 12, 11):
        found = shutil.which("python3.%d" % minor)
        if found:
            return subprocess.call([found, str(ROOT / "run.py"), *arguments])
    say("Stet needs Python 3.11 or newer; this is %d.%d. Install a newer one and run it again." % sys.version_info[:2])
    return 1


def set_up():
    """Make the environment and install the locked packages, unless that is already done."""
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    say("Setting up, once. This takes a minute or two.")
    uv = shutil.which("uv")
    if not uv and not venv_is_complete():
        need_packages("python%d.%d-venv" % sys.version_info[:2], "Python's venv module")
    if uv:
        make = "venv --quiet --allow-existing --no-python-downloads --python"
        install = "pip install --quiet --compile-bytecode --require-hashes --python"
        check([uv, *make.split(), sys.executable, str(VENV)])
        check([uv, *install.split(), str(PYTHON), "-r", str(LOCK)])
    else:
        install = "-m pip install --quiet --disable-pip-version-check --require-hashes -r"
        check([sys.executable, "-m", "venv", str(VENV)])
        check([str(PYTHON), *install.split(), str(LOCK)])
    if LINUX:
        install_system_libraries()
    STAMP.write_text(wanted)


def venv_is_complete():
    """Tell whether this Python can make an environment with pip (Debian ships that part apart)."""
    return subprocess.call([sys.executable, "-c", "import venv, ensurepip"], stderr=subprocess.DEVNULL) == 0


def install_system_libraries():
    """Install the libraries that Qt needs and that no Python package brings."""
    probe = [str(PYTHON), "-c", "import PySide6.QtWidgets, PySide6.QtSvg"]
    if subprocess.call(probe, stderr=subprocess.DEVNULL) != 0:
        need_packages(QT_LIBRARIES, "the libraries that Qt needs")
        check(probe)


def prepare_window():
    """Install what a window on Linux needs besides, once; the first set-up may have run without a display."""
    if WINDOW_STAMP.exists():
        return
    if missing_for_xcb():
        need_packages(XCB_LIBRARIES, "the libraries that Qt needs for a window")
    WINDOW_STAMP.touch()


def missing_for_xcb():
    """Tell whether a library of Qt's X11 plugin is missing; `ldd` knows, Qt's own message does not."""
    plugins = list(VENV.glob("lib/python*/site-packages/PySide6/Qt/plugins/platforms/libqxcb.so"))
    if not plugins or not shutil.which("ldd"):
        return False
    listing = subprocess.run(["ldd", str(plugins[0])], capture_output=True, text=True, check=False)
    return "not found" in listing.stdout


def need_packages(packages, purpose):
    """Install Debian packages where that is allowed, else stop with the exact command."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages.split()]
    if not shutil.which("apt-get"):
        stop(
            "Missing: %s. On Debian or Ubuntu these are: %s. Install your system's packages of the same purpose."
            % (purpose, packages)
        )
    if os.geteuid() != 0:
        stop("Missing: %s. Run this, then start again:\n  sudo %s" % (purpose, " ".join(command)))
    say("Installing " + purpose + ".")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    with tempfile.TemporaryFile() as log:
        subprocess.call(["apt-get", "update"], stdout=log, stderr=log)
        if subprocess.call(command, env=quiet, stdout=log, stderr=log) != 0:
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace"))
            stop("Could not install %s. The messages above say why." % purpose)


def check(command):
    """Run a set-up step; stop with its exit code in words when it fails."""
    code = subprocess.call(command)
    if code != 0:
        stop("A set-up step failed (exit code %d): %s" % (code, " ".join(command)))


def finish(command, environment, folder):
    """Run the asked command in the foreground and return its exit code; Ctrl-C is the command's to handle."""
    process = subprocess.Popen(command, env=environment, cwd=folder)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


def stop(sentence):
    say(sentence)
    raise SystemExit(1)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
