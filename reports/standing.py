"""How far a paper's figures have got: a draft, or which published edition, and whether a later one corrects it."""

from collections.abc import Mapping


def standing(meta: Mapping[str, str]) -> str:
    """For people, at the head. `meta`: that of the run, as the gate gives it."""
    if "edition" not in meta:
        return "草稿，未公布"
    newer = f"，已被第 {meta['superseded_by']} 版更正" if "superseded_by" in meta else ""
    return f"已发布：{meta['period']} 第 {meta['edition_number']} 版（{meta['edition']}）{newer}"


def source(meta: Mapping[str, str]) -> str:
    """Edition and run, for the foot of every page and the file's properties."""
    return f"测算编号 {meta['run_id']}（{meta.get('edition', '草稿')}）"
