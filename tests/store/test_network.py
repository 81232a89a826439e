"""A workspace on another computer's disk is warned about."""

from pathlib import Path

import pytest

from app.store.network import Mount, is_network, network_notice
from app.store.workspace import SqliteWorkspace

MOUNTS = [
    Mount("/", "ext4", "rw"),
    Mount("/home", "nfs4", "rw"),
    Mount("/home/ada/disk", "xfs", "rw"),
    Mount("/team", "fuse.sshfs", "rw"),
    Mount("/share", "SMB3", "rw"),
    Mount("/drive", "NTFS", "rw,remote"),
]


@pytest.mark.parametrize(
    ("folder", "answer"),
    [
        ("/var/stet", False),
        ("/home/ada/stet", True),
        ("/home/ada/disk/stet", False),
        ("/homeless", False),
        ("/team/stet", True),
        ("/share", True),
        ("/drive/stet", True),
    ],
)
def test_the_nearest_mount_decides(folder: str, *, answer: bool) -> None:
    assert is_network(Path(folder), MOUNTS) == answer


def test_a_network_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    (notice,) = network_notice(tmp_path, [Mount("/", "cifs", "rw")])
    assert notice.startswith(f"The workspace is on a network folder (“{tmp_path}”)")
    assert "one computer at a time" in notice


def test_a_local_disk_is_not_warned_about(workspace: SqliteWorkspace) -> None:
    assert workspace.notices == ()
