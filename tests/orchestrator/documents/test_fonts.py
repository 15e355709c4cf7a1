"""The shipped faces are the ones that were chosen, with their licences, and each character finds its face."""

import hashlib
from importlib.resources import files

from orchestrator.documents import fonts


def test_the_shipped_faces_are_the_ones_listed() -> None:
    room = files(fonts.__name__)
    lines = [line.split() for line in room.joinpath("SHA256SUMS").read_text("utf-8").splitlines()]
    listed = {name: digest for digest, name in lines}
    assert {name.removesuffix(".ttf") for name in listed} == {fonts.REGULAR, fonts.BOLD, fonts.OBLIQUE, fonts.HAN}
    for name, digest in listed.items():
        assert hashlib.sha256(room.joinpath(name).read_bytes()).hexdigest() == digest


def test_the_licences_are_shipped() -> None:
    room = files(fonts.__name__)
    assert "Bitstream Vera" in room.joinpath("LICENSE-DejaVu.txt").read_text("utf-8")
    assert "Apache License" in room.joinpath("LICENSE-DroidSansFallback.txt").read_text("utf-8")


def test_each_run_is_in_a_face_that_draws_it() -> None:
    assert fonts.pieces("BMI ≥ 40, β 王小明") == [(fonts.REGULAR, "BMI ≥ 40, β "), (fonts.HAN, "王小明")]


def test_control_characters_are_left_out_and_hidden_directions_are_shown() -> None:
    assert fonts.clean("a\x00b\x07c") == "abc"
    assert fonts.pieces("a\u202eb") == [(fonts.REGULAR, "a"), (fonts.REGULAR, "[U+202E]"), (fonts.REGULAR, "b")]


def test_accents_are_composed() -> None:
    assert fonts.clean("Nguye\u0302\u0303n") == "Nguyễn"
