"""Every word of a ranking book stands in both languages and takes the same values."""

import re
import tomllib

from reports.ranking_book import FOLDER
from reports.wording.wording import HERE, catalogue


def test_both_languages_say_the_same():
    zh, en = catalogue("zh", FOLDER), catalogue("en", FOLDER)
    assert zh.keys() == en.keys()
    values = {key: set(re.findall(r"{(\w+)", text)) for key, text in zh.items()}
    assert values == {key: set(re.findall(r"{(\w+)", text)) for key, text in en.items()}
    assert not [text for text in en.values() if re.search(r"[\u4e00-\u9fff]", text)]


def test_no_word_is_written_for_nobody():
    """A key is asked for as it stands, or its section by what the data say."""
    folder = HERE.parent / FOLDER
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    sections = tomllib.loads((folder / "words.zh.toml").read_text(encoding="utf-8"))
    asked, by_data = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', code)), set(re.findall(r'f"([a-z_]+)\.[^"]*{', code))
    own = {f"{section}.{key}" for section, words in sections.items() if section not in by_data for key in words}
    assert sorted(own - asked) == []
    assert sorted(asked & {key for key in asked if key.split(".")[0] in sections} - catalogue("zh", FOLDER).keys()) == []
