"""Work off what was ordered, with pages first: what the browser's door starts."""

from data.decisions.store import Decisions
from data.settings import Home, settings
from reports.bundle.worker import work_off

if __name__ == "__main__":
    home = Home(settings().home).create()
    work_off(home, settings(), Decisions(home, settings()))
