"""What is not in order on this machine, and what to do about it. `today` is given by the door."""

import importlib.metadata
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.calendar import load_calendar
from data.contracts.contracts import load_contracts
from data.decisions import evidence
from data.decisions.database import sqlite_file
from data.decisions.store import Decisions
from data.errors import ConfigFault, DushuError
from data.facts.store import Facts
from data.settings import PROJECT, Home, Settings
from data.sign_in import TRUSTED_PROXIES, way_in


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. `level`: ok, warning (works, but look) or fault (will not work)."""

    level: str
    name: str
    sentence: str


def examine(home: Home, settings: Settings, today: date, auth: Mapping[str, Any]) -> list[Check]:
    """Look at the installation, the home, the site's files, the calendar, the decisions and the sign-in. `auth`: the section [auth] of the secrets."""
    ours = [*_python(), *_packages(), *_home(home, settings), *_site(home), *_calendar(home, today)]
    return [*ours, *_decisions(home, settings), *_sign_in(home, settings, auth)]


def _python() -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    good = (3, 11) <= sys.version_info[:2] < (3, 14)
    yield Check("ok" if good else "fault", "Python", version if good else f"{version} 不受支持，请改用 3.11 至 3.13。")


def _packages() -> Iterator[Check]:
    locked = re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", (PROJECT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    wanted: dict[str, set[str]] = {}
    for name, version in locked:
        wanted.setdefault(name, set()).add(version)
    installed = {d.metadata["Name"].lower().replace("_", "-"): d.version for d in importlib.metadata.distributions()}
    wrong = [
        f"{n} {installed[n]}（应为 {'或'.join(sorted(v))}）" for n, v in sorted(wanted.items()) if n in installed and installed[n] not in v
    ]
    yield (
        Check("warning", "依赖版本", f"与 requirements.txt 不一致：{'、'.join(wrong)}。请重新安装。")
        if wrong
        else Check("ok", "依赖版本", f"{len(wanted)} 个，与 requirements.txt 一致")
    )


def _home(home: Home, settings: Settings) -> Iterator[Check]:
    place = next(p for p in (home.path, *home.path.parents) if p.exists())
    if not os.access(place, os.W_OK):
        yield Check("fault", "数据目录", f"{home.path} 不可写，请调整权限，或用 DUSHU_HOME 指定别的目录。")
        return
    free = shutil.disk_usage(place).free // 2**30
    kind = "演示数据" if home.is_demo else "尚未接入数据" if home.is_empty else f"{len(Facts(home).batches())} 个批次"
    yield Check("ok" if free >= 5 else "warning", "数据目录", f"{home.path}（{kind}，所在磁盘剩余 {free} GB）")
    for sentence in [] if home.is_empty else Facts(home).sweep():
        yield Check("warning", "数据目录", sentence)


def _site(home: Home) -> Iterator[Check]:
    try:
        contracts = load_contracts(home.site)
    except DushuError as fault:
        yield Check("fault", "导出表约定", str(fault))
    else:
        yield Check("ok", "导出表约定", f"{len(contracts.exports)} 张导出表，{len(contracts.dictionaries)} 部字典")


def _calendar(home: Home, today: date) -> Iterator[Check]:
    try:
        last = load_calendar(home.site).last_year
    except DushuError as fault:
        yield Check("fault", "工作日历", str(fault))
        return
    if last < today.year or (last == today.year and today.month >= 11):
        advice = f"{last + 1} 年放假安排公布后，请升级 chinesecalendar 或写入 {home.site / 'calendar.toml'}；在此之前，落在 {last + 1} 年的到期日均标“暂定”。"
        yield Check("warning" if last >= today.year else "fault", "工作日历", f"已公布的安排到 {last} 年为止。{advice}")
    else:
        yield Check("ok", "工作日历", f"已公布的安排到 {last} 年为止")


def _decisions(home: Home, settings: Settings) -> Iterator[Check]:
    """The store opens, its trail is whole, its files are there, and nobody else on the machine reads it. None yet is in order."""
    if settings.decisions is None and not sqlite_file(home).exists():
        yield Check("ok", "决定库", "尚未建立，第一次使用时自动建立")
        return
    try:
        with closing(Decisions(home, settings)) as decisions:
            yield Check("ok", "决定库", f"{decisions.database.place}（版本 {decisions.database.version()}）")
            yield from _trail(decisions)
            yield from _evidence(decisions)
    except DushuError as fault:
        yield Check("fault", "决定库", str(fault))
        return
    if os.name == "posix" and home.decisions.stat().st_mode & 0o077:
        yield Check("warning", "决定库", f"{home.decisions} 允许本机其他用户进入，请执行 chmod 700。")


def _trail(decisions: Decisions) -> Iterator[Check]:
    verdict = decisions.verify_trail()
    for sentence in verdict.faults:
        yield Check("fault", "日志", f"{sentence}请保全现场，查明原因，并与备份核对。")
    if not verdict.faults:
        yield Check("ok", "日志", f"{verdict.lines} 行，完整")


def _evidence(decisions: Decisions) -> Iterator[Check]:
    gone = evidence.missing(decisions)
    names = "、".join(f"“{file.file_name}”（{file.sha256[:12]}…）" for file in gone[:5])
    if gone:
        yield Check(
            "fault",
            "证据文件",
            f"{len(gone)} 个不在 {decisions.home.evidence} 中或大小不符：{names}{'等' if len(gone) > 5 else ''}。请从备份恢复。",
        )
    else:
        yield Check("ok", "证据文件", "都在")


def _sign_in(home: Home, settings: Settings, auth: Mapping[str, Any]) -> Iterator[Check]:
    try:
        way = way_in(home, settings, auth, {TRUSTED_PROXIES: ""})  # as `serve` starts it
    except ConfigFault as fault:
        yield Check("fault", "登录", str(fault))
        return
    told = {"demo": "演示身份，只用于演示数据", "oidc": "统一身份认证（OpenID Connect）", "gateway": "可信网关"}
    yield Check("ok", "登录", told[way])
