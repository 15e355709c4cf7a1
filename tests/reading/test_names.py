"""One person's name however it is written; another person's however alike."""

import pytest

from agents.reading.names import has_credentials, name_parts, same_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maria Santos", "Santos, Maria"),
        ("Maria L. Santos", "Maria Santos"),
        ("Catherine O'Neil", "O\u2019NEIL, CATHERINE A."),
        ("Catherine O'Neil", "Mrs. Cathy Oneil"),
        ('Edward "Ted" Hollis Jr.', "Hollis, Edward R."),
        ("Jos\u00e9 Ram\u00edrez", "Jose Ramirez"),
        ("Anne Van Dyke", "Anne Vandyke"),
        ("Maria Garcia Lopez", "Maria Garcia-Lopez"),
        ("Maria Garcia Lopez", "Maria Lopez"),
        ("Robert Smith", "Bob Smith"),
        ("J. Smith", "John Smith"),
        ("Mary Ann Lee", "Maryann Lee"),
        ("Edward Hollis", "Hollis Jr, Edward"),
        ("Maria Santos", ""),
    ],
)
def test_these_may_be_one_person(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maria Santos", "Mario Santos"),
        ("William Hart", "Marcus Delaney"),
        ("John Smith", "Jane Smith"),
        ("John Smith", "John Doe"),
        ("Mary Lee", "Lee Wong"),
        ("William Hart", "Bill Delaney"),
        ("Ann Smith", "Ruth Ann Jones"),
        ("Robert Brown", "Ronald Brown"),
    ],
)
def test_these_are_two_people(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)


def test_titles_suffixes_and_credentials_are_no_part_of_a_name() -> None:
    assert name_parts("Dr. Edward R. Hollis Jr., MD") == ("edward", "r", "hollis")
    assert has_credentials("Thomas Becker, MD")
    assert not has_credentials("Thomas Becker")
