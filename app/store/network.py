"""Notice a workspace on a network folder, where SQLite's write-ahead log is not safe between computers."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_NETWORK = frozenset(
    {
        "afpfs",
        "afs",
        "ceph",
        "cifs",
        "davfs",
        "glusterfs",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "sshfs",
        "webdav",
    }
)


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted file system: where, of which type, with which options separated by commas."""

    mountpoint: str
    fstype: str
    opts: str


def network_notice(folder: Path, mounts: Iterable[Mount] | None = None) -> tuple[str, ...]:
    """Return one sentence for a folder that other computers share, none for a disk of this one."""
    if not is_network(folder.resolve(), _mounts() if mounts is None else mounts):
        return ()
    sentence = f"The workspace is on a network folder (“{folder}”): two computers writing there at once can damage it."
    return (f"{sentence} Use it on one computer at a time, or move it to this computer's disk.",)


def is_network(folder: Path, mounts: Iterable[Mount]) -> bool:
    """Tell whether the folder is on a file system of another computer, by the mount nearest above it."""
    if folder.drive.startswith("\\\\"):
        return True
    above = [mount for mount in mounts if folder.is_relative_to(mount.mountpoint)]
    if not above:
        return False
    nearest = max(above, key=lambda mount: len(mount.mountpoint))
    return nearest.fstype.lower().removeprefix("fuse.") in _NETWORK or "remote" in nearest.opts.split(",")


def _mounts() -> list[Mount]:
    import psutil

    try:
        return [Mount(part.mountpoint, part.fstype, part.opts) for part in psutil.disk_partitions(all=True)]
    except OSError:  # a system that does not tell
        return []
