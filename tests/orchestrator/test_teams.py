"""Teams under live rules: the rules of then can be brought back from their texts, and errors come out as themselves."""

from pathlib import Path

import pytest

from orchestrator.settings import Settings
from orchestrator.teams import open_teams, teams_at_rest
from priorauth.errors import RulesNotFound, WorkerRefused
from priorauth.recommendation import DecisionMode


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.load(env_file=None, data_dir=tmp_path, decision_mode="strict")


def test_a_team_brought_back_from_its_texts_is_under_the_same_rules(settings: Settings) -> None:
    teams = teams_at_rest(settings)
    team = teams.current()
    again = teams.revive(teams.texts(team.rules_digest))
    assert again.rules_digest == team.rules_digest
    assert again.mode is DecisionMode.strict


def test_texts_that_are_none_are_refused(settings: Settings) -> None:
    with pytest.raises(RulesNotFound):
        teams_at_rest(settings).revive("not rules")


async def test_what_goes_wrong_beside_open_connections_comes_out_as_itself(settings: Settings) -> None:
    with pytest.raises(WorkerRefused):
        async with open_teams(settings):
            raise WorkerRefused("made up")
