"""Every word of a ranking book stands in both languages and takes the same values."""

import re

from metrics.scheme import SAMPLE
from reports.ranking_book import FOLDER
from reports.wording import HERE, catalogue

KEY = re.compile(r"""\bt\(\s*f?"([a-z]+\.[a-z_{}.]+)""")


def test_both_languages_say_the_same():
    zh, en = catalogue("zh", FOLDER), catalogue("en", FOLDER)
    assert zh.keys() == en.keys()
    values = {key: set(re.findall(r"{(\w+)", text)) for key, text in zh.items()}
    assert values == {key: set(re.findall(r"{(\w+)", text)) for key, text in en.items()}
    assert not [text for text in en.values() if re.search(r"[\u4e00-\u9fff]", text)]
    assert SAMPLE.exists()


def test_no_word_is_written_for_nobody():
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((HERE / FOLDER).glob("*.py")))
    own = {
        key
        for key in catalogue("zh", FOLDER)
        if (HERE / FOLDER / "words.zh.toml").read_text(encoding="utf-8").count(f"[{key.split('.')[0]}]")
    }
    own -= set(catalogue("zh"))
    asked = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', code))
    open_ended = {section for section in re.findall(r'f"([a-z_]+)\.[^"]*{', code)}
    assert sorted(key for key in own if key not in asked and key.split(".")[0] not in open_ended) == []
