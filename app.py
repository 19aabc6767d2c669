"""Door 1, the browser: every page that a room of `pages/` has. The gate before them is `pages/shell/app_shell.py`."""

import streamlit as st

from pages.shell import app_shell, freeze_imports
from pages.shell.entry import entries

pages = entries()
freeze_imports.freeze()
st.set_page_config(page_title="督数", page_icon="pages/look/icon.png", layout="wide", initial_sidebar_state=244)
app_shell.open_app(pages)
