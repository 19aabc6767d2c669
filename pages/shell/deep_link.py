"""The page that was asked for survives the sign-in, which always comes back to the first page: the browser's tab keeps it for a while."""

import streamlit as st

_KEEP = """
export default function ({ data }) {
  const key = "dushu-wanted";
  if (data.doing === "keep") {
    sessionStorage.setItem(key, JSON.stringify({ path: location.pathname + location.search, at: Date.now() }));
    return;
  }
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  if (!kept || location.search || !location.pathname.endsWith("/")) return;
  const { path, at } = JSON.parse(kept);
  if (Date.now() - at > data.minutes * 60000 || !path.startsWith(location.pathname) || path === location.pathname) return;
  history.replaceState(null, "", path);
  window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
}
"""
MINUTES = 15
_wanted = st.components.v2.component("dushu_wanted", js=_KEEP)


def keep() -> None:
    """Remember the address that is open, before a sign-in."""
    _wanted(key="wanted_kept", data={"doing": "keep", "minutes": MINUTES}, height=1)


def resume() -> None:
    """Go to the address that was remembered, once, when the sign-in has come back to the first page."""
    _wanted(key="wanted_resumed", data={"doing": "resume", "minutes": MINUTES}, height=1)
