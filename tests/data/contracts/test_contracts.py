"""The sixteen contracts say what the domain's table says, and nothing in them contradicts itself."""

import re
from pathlib import Path

import pytest

from data.contracts.contracts import Contracts, Learned, load_contracts
from data.errors import ConfigFault
from data.intake.batch_id import contract_digest
from data.intake.columns.headers import normal_label

TABLE = Path(__file__).with_name("declared_exports.md")
HEADING = re.compile(r"^## `(\w+)` (\S+)$")


@pytest.fixture(scope="module")
def contracts() -> Contracts:
    return load_contracts()


def _declared() -> dict[str, tuple[str, list[list[str]]]]:
    """Export → (title, rows of its table: column, label, also called, type, need)."""
    found: dict[str, tuple[str, list[list[str]]]] = {}
    current = None
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if heading := HEADING.match(line):
            current = heading[1]
            found[current] = (heading[2], [])
        elif line.startswith("## "):
            current = None
        elif current and line.startswith("| ") and not line.startswith("| column"):
            found[current][1].append([cell.strip() for cell in line.strip("|").split("|")])
    return found


DECLARED = _declared()


def test_every_export_is_there_and_no_other(contracts):
    assert len(DECLARED) == 16
    assert {name: title for name, (title, _) in DECLARED.items()} == {c.name: c.title_zh for c in contracts.exports.values()}


@pytest.mark.parametrize("name", DECLARED)
def test_declared_equals_implemented(name, contracts):
    columns = contracts.exports[name].columns
    _, rows = DECLARED[name]
    assert [c.name for c in columns] == [row[0] for row in rows]
    for column, (_, label, also, kind, need) in zip(columns, rows, strict=True):
        assert column.label == label
        assert set(column.also) >= {text for text in also.split("、") if text}
        assert column.type == kind.partition(" ")[0]
        assert {"key": "key", "required": "!", "": ""}[column.need] == need
        if column.type == "dict":
            values = kind.partition("(")[2].rstrip(")").split("/")
            assert list(contracts.dictionaries[column.dictionary]) == values


def test_no_label_means_two_columns_of_one_export(contracts):
    for contract in contracts.exports.values():
        labels = [normal_label(label) for column in contract.columns for label in column.labels]
        assert len(labels) == len(set(labels)), contract.name


def test_no_dictionary_text_means_two_values_and_none_is_a_bare_number(contracts):
    for name, dictionary in contracts.dictionaries.items():
        texts = [normal_label(text) for value, also in dictionary.items() for text in (value, *also)]
        assert len(texts) == len(set(texts)), name
        assert not any(text.isdigit() for text in texts), name


def test_every_export_has_a_key_and_stored_fields_without_doubles(contracts):
    for contract in contracts.exports.values():
        fields = [name for column in contract.columns for name, _ in column.fields]
        assert contract.key
        assert set(contract.key) <= set(fields)
        assert len(fields) == len(set(fields))


def test_a_site_extends_labels_and_dictionaries(tmp_path):
    (tmp_path / "labels.toml").write_text('[systems]\ndepartment = ["牵头单位"]\n')
    (tmp_path / "dictionaries.toml").write_text('[update_cycle]\n"每月" = ["3"]\n')
    extended = load_contracts(tmp_path)
    assert "牵头单位" in extended.exports["systems"].column("department").labels
    assert "3" in extended.dictionaries["update_cycle"]["每月"]


def test_all_faults_of_a_site_come_at_once(tmp_path):
    (tmp_path / "labels.toml").write_text('[systems]\nnobody = ["甲"]\n[nothing]\nx = ["乙"]\n')
    (tmp_path / "dictionaries.toml").write_text('[update_cycle]\n"每旬" = ["3"]\n')
    with pytest.raises(ConfigFault) as raised:
        load_contracts(tmp_path)
    assert all(word in str(raised.value) for word in ("nobody", "nothing", "每旬"))


@pytest.mark.parametrize("text", ['systems = "x"', '[systems]\ndepartment = "牵头单位"', "[systems]\ndepartment = [1]"])
def test_site_words_of_another_shape_are_refused(tmp_path: Path, text: str):
    (tmp_path / "labels.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigFault, match="应写成列表"):
        load_contracts(tmp_path)


def test_codes_refer_to_the_key_of_another_export_which_comes_in_before_them(contracts: Contracts):
    referring = [(e, c) for e in contracts.exports.values() for c in e.columns if c.target]
    assert {
        ("share_requests.catalog_id", "catalogs.catalog_id"),
        ("catalogs.system_id", "systems.system_id"),
        ("usage.request_id", "share_requests.request_id"),
    } <= {(f"{e.name}.{c.name}", c.refers_to) for e, c in referring}
    for export, column in referring:
        assert contracts.exports[column.target[0]].key == (column.target[1],)
        assert contracts.turn(column.target[0]) < contracts.turn(export.name)
    assert min(contracts.exports, key=contracts.turn) == "departments"


def test_what_is_asked_about_rows_afterwards_names_no_file_anew(contracts: Contracts):
    """A file that is in already is known again when a reference is added to its contract, but not once a zone was confirmed."""
    requests = contracts.exports["share_requests"]
    digest = contract_digest(requests, contracts, "江门市")
    bare = tuple(c.model_copy(update={"refers_to": None, "event": False}) for c in requests.columns)
    assert contract_digest(requests.model_copy(update={"columns": bare}), contracts, "江门市") == digest
    learned = load_contracts(learned=Learned(zones=(("share_requests", "replied_on", "utc"), ("gone", "x", "utc"))))
    assert [c.name for c in learned.exports["share_requests"].columns if c.zone] == ["replied_on"]
    assert contract_digest(learned.exports["share_requests"], learned, "江门市") != digest
