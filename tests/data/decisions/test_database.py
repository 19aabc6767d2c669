"""Which database a home's decisions are in: the demo city's in its own folder, real ones where the site has set."""

from contextlib import closing

import pytest
from pydantic import SecretStr

from data.decisions.database import sqlite_file
from data.decisions.store import Decisions
from data.errors import ConfigFault
from data.settings import Home, Settings
from tests.data.decisions.conftest import Opener
from tests.data.decisions.sample_acts import lift


def test_a_demo_never_asks_the_server_that_is_set(home: Home):
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    nowhere = SecretStr("postgresql://nobody:x@127.0.0.1:9/none")
    with closing(Decisions(home, Settings(home=home.path, decisions=nowhere))) as decisions:
        assert decisions.database.place == str(sqlite_file(home))
        assert lift(decisions, "demo").act_id == 1


def test_demo_acts_and_real_ones_never_meet(home: Home, tmp_path_factory: pytest.TempPathFactory, chosen: Settings, opened: Opener):
    real = opened()
    lift(real, "real")
    demo = Home(tmp_path_factory.mktemp("demo")).create()
    demo.demo_mark(demo.path).write_text("{}", encoding="utf-8")
    with closing(Decisions(demo, chosen)) as played:
        assert played.acts() == []
        lift(played, "demo")
        assert [act.thing for act in played.acts()] == ["demo"]
    assert [act.thing for act in real.acts()] == ["real"]


@pytest.mark.parametrize("was_demo", [True, False])
def test_a_database_that_is_no_longer_the_homes_takes_nothing(home: Home, opened: Opener, was_demo: bool):
    mark = home.demo_mark(home.path)
    if was_demo:
        mark.write_text("{}", encoding="utf-8")
    decisions = opened()
    lift(decisions, "before")
    mark.unlink() if was_demo else mark.write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigFault, match="重新启动"):
        lift(decisions, "after")
    assert [act.thing for act in decisions.acts()] == ["before"]
