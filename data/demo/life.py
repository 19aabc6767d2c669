"""The simulation: two years of the demo city, told from one seed."""

from random import Random

from data.demo.chronicle import Chronicle
from data.demo.city import City, tell_directory
from data.demo.staff import Staff
from data.demo.story import Story
from data.demo.tellers import catalogs, exchange, oversight, sharing, supply, systems


def live(city: City, seed: int) -> Chronicle:
    """Everything that happens, the same for the same seed."""
    rng = Random(seed)
    story = Story(city, Staff(city, rng), rng)
    tell_directory(city, story.chronicle)
    for teller in (systems, catalogs, exchange, sharing, supply, oversight):
        teller.tell(story)
    return story.chronicle
