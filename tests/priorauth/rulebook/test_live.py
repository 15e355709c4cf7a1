"""Rules reload without a restart; a bad edit is refused; old rules come back by digest."""

from collections.abc import Callable
from pathlib import Path

import pytest

from priorauth.errors import RulesNotFound, RulesRefused
from priorauth.rulebook import LiveRules, RememberedRules, shipped_root


@pytest.fixture
def file(tmp_path: Path, make_page: Callable[..., str]) -> Path:
    path = tmp_path / "policies" / "ours.md"
    path.parent.mkdir()
    path.write_text(make_page("age at least 18"), "utf-8")
    return path


@pytest.fixture
def live(tmp_path: Path, file: Path) -> LiveRules:
    return LiveRules([shipped_root(), tmp_path], RememberedRules())


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_an_edit_is_in_force_at_the_next_refresh(live: LiveRules, file: Path) -> None:
    before = live.current
    assert live.refresh() is before
    edit(file, "A scratch policy", "Another title")
    assert live.current is before
    assert live.refresh().policy("TEST-1").title == "Another title"
    assert live.current.digest != before.digest


def test_a_bad_edit_is_refused_and_the_last_good_rules_stay(live: LiveRules, file: Path) -> None:
    before = live.current
    edit(file, "age at least 18", "age at last 18")
    assert live.refresh() is before
    assert [c.file for c in live.complaints] == ["policies/ours.md"]
    edit(file, "age at last 18", "age at least 19")
    assert live.refresh() is not before and not live.complaints


def test_a_file_that_is_no_text_or_an_id_used_twice_is_refused_too(live: LiveRules, file: Path) -> None:
    before, good = live.current, file.read_bytes()
    file.write_bytes(b"\xff\xfe\x00")
    assert live.refresh() is before and live.complaints
    file.write_bytes(good)
    assert live.refresh().digest == before.digest and not live.complaints
    file.with_name("twice.md").write_bytes(good)
    assert live.refresh().digest == before.digest and live.complaints


def test_old_rules_come_back_by_their_digest(tmp_path: Path, file: Path) -> None:
    archive = RememberedRules()
    first = LiveRules([shipped_root(), tmp_path], archive).current
    edit(file, "A scratch policy", "Another title")
    later = LiveRules([shipped_root(), tmp_path], archive)
    assert later.current.digest != first.digest
    assert later.at(first.digest).policy("TEST-1").title == "A scratch policy"
    with pytest.raises(RulesNotFound):
        later.at("0" * 64)


def test_nothing_starts_without_good_rules(tmp_path: Path, file: Path) -> None:
    edit(file, "age at least 18", "age at last 18")
    with pytest.raises(RulesRefused):
        LiveRules([shipped_root(), tmp_path], RememberedRules())
