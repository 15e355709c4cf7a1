"""Turns of speech in letters: what is only courtesy, a title or an aside, and what is a plan, a doubt or a denial."""

import pytest

from agents.reading.assertion import find_cues, said_of
from priorauth.facts import Assertion


def told(text: str, thing: str) -> Assertion:
    low = text.lower()
    at = low.index(thing)
    span = (at, at + len(thing))
    return said_of(find_cues(low, 0, len(low)), *span, [span]).assertion


@pytest.mark.parametrize(
    "text",
    [
        "You will recall that he has had gout since spring.",
        "You will see from the enclosed films that he has gout.",
        "I would be grateful if you, an old hand with gout, would make a splint.",
        "Grateful if you could see this man with gout.",
        "I would welcome your view of her gout.",
        "It was my pleasure to see Mr. Abara, a cooper with gout.",
        "I was asked to see her for gout.",
        "He drove to see his daughter in Ohio, and has gout.",
        'Enrolled 10/2/26 in "Colchicine vs Usual Care", a trial of gout, NCT05551234.',
        "The remote check found gout.",
        "When I let the arm go it drops, gout.",
        "It should be noted that he has gout.",
        "I should mention his gout.",
        "I wish to stress that he has gout.",
        "I would like to point out his gout.",
        "I would rate her gout as severe.",
        "I have no hesitation in calling this gout.",
        "Without question this is gout.",
        "I am convinced that he has gout.",
        "He would wake at night with gout.",
        "Referred with gout.",
        "We discussed that his gout comes from his drinking.",
        "Because of her gout she is scheduled for an operation.",
        "I went through the questions of the Berlin form: gout.",
        "The pill for his gout, begun in 2017 for prevention.",
        "Hardly any gout, two percent.",
        "Dr. Osei, not one of the implanters, saw her gout.",
        "You, as his own doctor and not involved in implanting, saw his gout.",
        "Dr. Osei, a man who does not implant, examined his gout.",
    ],
)
def test_a_turn_of_courtesy_a_title_or_an_aside_leaves_what_is_told(text: str) -> None:
    assert told(text, "gout") is Assertion.affirmed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I would be grateful if you would begin physical therapy.", Assertion.planned),
        ("I'd appreciate it if you could see him for physical therapy.", Assertion.planned),
        ("We would be glad if you could arrange, soon, physical therapy.", Assertion.planned),
        ("Would you kindly start physical therapy.", Assertion.planned),
        ("You will need physical therapy.", Assertion.planned),
        ("He will recall the physical therapy.", Assertion.planned),
        ("You will see the surgeon and have physical therapy.", Assertion.planned),
        ("A scan to see physical therapy's work.", Assertion.uncertain),
        ("Sent to see whether physical therapy is of use.", Assertion.uncertain),
        ("Physical therapy vs surgery.", Assertion.uncertain),
        ("He could use physical therapy.", Assertion.uncertain),
        ("He completed the recommended physical therapy.", Assertion.affirmed),
        ("Once he has completed the recommended physical therapy, we operate.", Assertion.planned),
        ("He will do the recommended physical therapy.", Assertion.planned),
        ("As recommended, he will do physical therapy.", Assertion.planned),
        ("He should start physical therapy.", Assertion.planned),
        ("I want him to do physical therapy.", Assertion.planned),
        ("Physical therapy as soon as approved.", Assertion.planned),
        ("I would add physical therapy.", Assertion.uncertain),
        ("I would suggest physical therapy.", Assertion.uncertain),
        ("He is convinced that physical therapy is right.", Assertion.uncertain),
        ("Referred for physical therapy.", Assertion.planned),
        ("It should be noted that physical therapy has not begun.", Assertion.negated),
        ("We discussed physical therapy.", Assertion.planned),
        ("Physical therapy is scheduled.", Assertion.planned),
        ("When his hemoglobin drops, physical therapy.", Assertion.uncertain),
        ("A question of physical therapy.", Assertion.uncertain),
        ("Hardly any physical therapy.", Assertion.uncertain),
        ("Surgery vs physical therapy, the talk on the trial says.", Assertion.uncertain),
        ("Remote physical therapy.", Assertion.resolved),
        ("Dr. Osei, as agreed, found no physical therapy.", Assertion.negated),
        ("Not sent, as agreed, for physical therapy.", Assertion.negated),
        ("He, not having had physical therapy, was sent home.", Assertion.negated),
        ("We considered physical therapy, and it begins in May.", Assertion.planned),
    ],
)
def test_a_request_a_plan_a_question_or_a_denial_still_is_one(text: str, said: Assertion) -> None:
    assert told(text, "physical therapy") is said


@pytest.mark.parametrize("word", ["has not held the gout visit", "did not hold a gout talk"])
def test_a_visit_that_was_not_held_is_denied(word: str) -> None:
    assert told(f"Dr. Osei {word}.", "gout") is Assertion.negated
