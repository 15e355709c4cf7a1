"""Care told over two or three sentences: begun, worn, and what came of it; and what falls short of a trial."""

import pytest

from priorauth.criteria import Status
from tests.reading.test_sure_of_it import status


@pytest.mark.parametrize(
    "told",
    [
        "Class II stockings from 05/05/2026 on, still worn daily. The ache is no better.",
        "She was put in thigh-high stockings on May 5. She wears them daily. They have not helped.",
        "She was fitted with class II stockings on May 5. Worn every day since. Heaviness is unchanged.",
        "Stockings. I put her in class II on May 5. She has worn them every day up to now. They brought nothing.",
        "Stockings: worn since 4/2026. Effect: nil.",
        "Stockings since May 5. When I ask her if the leg is any better she says no.",
    ],
)
def test_care_that_is_told_in_turns_failed(told: str) -> None:
    assert status("L34209", "V1", told) is Status.met


@pytest.mark.parametrize(
    "told",
    [
        "Class II stockings from 10/20/2026 on, still worn daily. The ache is no better.",
        "Class II stockings from 05/05/2026 to 5/19/2026, worn daily. The ache is no better.",
        "She was put in thigh-high stockings on May 5. She wears them daily. They help.",
        "She was put in thigh-high stockings on May 5. She never wore them. The ache is no better.",
        "She was put in thigh-high stockings on May 5. She wore them two weeks. Heaviness is unchanged.",
        "Stockings. I put her sister in class II on May 5. She has worn them every day up to now, for nothing.",
        "Stockings. I put her in class II on October 25. She has worn them every day up to now. They brought nothing.",
        "Stockings: worn since 4/2026. Side effects: nil.",
        "Stockings since May 5. When I ask her if the leg is any better she says yes.",
    ],
)
def test_care_that_is_too_short_helped_or_was_another_s_did_not(told: str) -> None:
    assert status("L34209", "V1", told) is not Status.met
