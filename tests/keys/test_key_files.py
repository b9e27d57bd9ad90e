"""Key files: made once, for their owner alone."""

import threading
from pathlib import Path

import pytest

from vestnik.kernel.errors import CannotStart
from vestnik.keys.root import load_or_create_root
from vestnik.keys.signer import load_or_create_signer


def test_a_root_key_is_made_once_with_a_mode_of_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "root"
    made = load_or_create_root(path)
    assert len(made) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert load_or_create_root(path) == made
    assert [file.name for file in path.parent.iterdir()] == ["root"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o620])
def test_a_key_file_open_to_others_is_refused_with_what_to_do(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "root"
    load_or_create_root(path)
    path.chmod(mode)
    with pytest.raises(CannotStart, match="chmod 600"):
        load_or_create_root(path)


@pytest.mark.parametrize("size", [0, 31, 33, 10_000])
def test_a_key_of_a_wrong_size_is_refused_and_not_replaced(tmp_path: Path, size: int) -> None:
    path = tmp_path / "root"
    path.touch(mode=0o600)
    path.write_bytes(b"x" * size)
    with pytest.raises(CannotStart, match="32 байт"):
        load_or_create_root(path)
    assert path.read_bytes() == b"x" * size


def test_a_folder_in_the_keys_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="не читается"):
        load_or_create_root(tmp_path)


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(load_or_create_root(tmp_path / "root")))
        for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16
    assert len(set(found)) == 1


def test_a_signer_keeps_its_key(tmp_path: Path) -> None:
    first = load_or_create_signer(tmp_path / "signing", "vestnik/example")
    second = load_or_create_signer(tmp_path / "signing", "vestnik/example")
    assert first.public_key == second.public_key
    assert first.name == "vestnik/example"
