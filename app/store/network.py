"""Notice a workspace on a network folder, where SQLite's write-ahead log is not safe between computers."""

from pathlib import Path

import psutil

_NETWORK = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "webdav",
        "davfs",
        "9p",
        "afs",
        "ncpfs",
        "glusterfs",
        "ceph",
    }
)


def network_notice(folder: Path) -> tuple[str, ...]:
    """Return one sentence for a folder that other computers share, none for a disk of this one."""
    if not is_network(folder.resolve()):
        return ()
    sentence = f"The workspace is on a network folder (“{folder}”): two computers writing there at once can damage it."
    return (f"{sentence} Use it on one computer at a time, or move it to this computer's disk.",)


def is_network(folder: Path) -> bool:
    """Tell whether the folder is on a file system of another computer."""
    if folder.drive.startswith("\\\\"):
        return True
    mounts = [part for part in psutil.disk_partitions(all=True) if folder.is_relative_to(part.mountpoint)]
    if not mounts:
        return False
    nearest = max(mounts, key=lambda part: len(part.mountpoint))
    return is_network_type(nearest.fstype) or "remote" in nearest.opts.split(",")


def is_network_type(name: str) -> bool:
    """Tell whether a file system's name is one of those that live on another computer."""
    kind = name.lower().removeprefix("fuse.")
    return kind in _NETWORK or kind == "sshfs"
