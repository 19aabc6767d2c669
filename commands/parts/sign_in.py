"""What the site's secrets say of signing in."""

import os
from collections.abc import Mapping
from typing import Any

from data.settings import PROJECT


def auth_section() -> Mapping[str, Any]:
    """The section [auth] of the secrets, read as the server will read it."""
    from pages.shell import identity  # Streamlit takes a second to import; few commands need it

    os.chdir(PROJECT)
    return identity.auth_section()
