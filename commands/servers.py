"""The two servers: of the pages, and of published data."""

import os
import subprocess
import sys

import typer

from commands.parts.faults import spoken
from commands.parts.leftovers import tidy
from commands.parts.sign_in import auth_section
from commands.printing.tables import err, out
from data.decisions import people
from data.decisions.store import Decisions
from data.settings import PROJECT, Home, settings
from data.sign_in import TRUSTED_PROXIES, way_in


def serve_pages() -> None:
    """打开网页。正式数据须先配置登录。"""
    with spoken():
        chosen = settings()
        if chosen.sign_in == "gateway":
            os.environ[TRUSTED_PROXIES] = ""  # the server must see who really calls
        way = way_in(Home(chosen.home), chosen, auth_section(), os.environ)
        tidy(Home(chosen.home).create())
        if way != "demo" and not people.everybody(Decisions(Home(chosen.home), chosen)):
            err.print(
                "还没有登记任何人员，登录后谁也进不去。请先用 python cli.py people add 登记第一位管理员。", style="yellow", soft_wrap=True
            )
    out.print(f"督数：http://{chosen.address}:{chosen.port}", highlight=False)
    options = ["--server.address", chosen.address, "--server.port", str(chosen.port), "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "app.py"), *options]
    os.chdir(PROJECT)
    if os.name == "nt":  # Windows can't hand a process over
        raise typer.Exit(subprocess.run(command, check=False).returncode)
    sys.stdout.flush()
    os.execv(sys.executable, command)  # the server takes over this very process, and its signals


def serve_data() -> None:
    """打开数据服务：其他系统凭令牌读取已发布的数据。只读；默认只供本机访问。"""
    import uvicorn  # takes a while to import; few commands need it

    from reports.open_data import service

    with spoken():
        chosen, home = settings(), Home(settings().home).create()
        tidy(home)
        served = service.service(home, chosen, Decisions(home, chosen))
    out.print(f"数据服务：http://{chosen.api_address}:{chosen.api_port}/v1/editions", highlight=False)
    sys.stdout.flush()
    uvicorn.run(
        served, host=chosen.api_address, port=chosen.api_port, log_level="warning", access_log=False, server_header=False,
        proxy_headers=False, limit_concurrency=64,
    )  # fmt: skip
