"""The reader keeps what it has reached on the regression corpus: no further wrong MET, no MET lost."""

import pytest

from tests.reading import corpus
from tests.reading.corpus_score import NOTES, floors, score_batch


def test_the_corpus_is_as_large_as_promised() -> None:
    texts = [t for batch in corpus.BATCHES for t in corpus.snippets(batch)]
    mets = [t for t in texts if t.expected[0].status.value == "MET"]
    assert len(texts) >= 400
    assert len(mets) >= 0.4 * len(texts)
    assert len(list(corpus.notes())) == 60


def test_whatever_is_not_met_says_why() -> None:
    texts = [t for batch in corpus.BATCHES for t in corpus.snippets(batch)] + list(corpus.notes())
    assert [t.place for t in texts for e in t.expected if e.status.value != "MET" and not e.why] == []


@pytest.mark.parametrize("batch", [*corpus.BATCHES, NOTES])
def test_a_batch_keeps_its_floor(batch: str) -> None:
    score, kept = score_batch(batch), floors()[batch]
    assert score.count("wrong_met") <= kept["wrong_met"]
    assert score.count("found") >= kept["met_found"]
