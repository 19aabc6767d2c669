"""Plain links inside the app's own HTML, followed without a new session.

A link in HTML would open the page anew (a second of work and a new socket). One listener follows links of class `go` by changing the address
and letting Streamlit notice, as it does for the browser's own back and forward. Without it, and with ctrl-click, they are ordinary links.
A click anywhere in a table row of class `row` follows the first link of that row.

It also closes Streamlit's box "Page not found" over pages that are there: the very first request that a fresh server gets is looked up among
the files of `pages/`, where no address of ours is, before app.py registers them.
"""

from collections.abc import Sequence

import streamlit as st

_LISTENER = """
export default function ({ data }) {
  const follow = (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const row = event.target.closest("tr.row");
    const link = event.target.closest("a") || (row && !String(getSelection()) && row.querySelector("a.go"));
    if (!link || !link.classList.contains("go") || new URL(link.href).origin !== location.origin) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
    const main = document.querySelector('[data-testid="stMain"]');
    if (main) main.scrollTo(0, 0);
  };
  const dismiss = () => {
    const box = document.querySelector('[role="dialog"]');
    if (box && box.textContent.startsWith("Page not found") && data.paths.includes(location.pathname.split("/").pop()))
      box.querySelector("button")?.click();
  };
  const watcher = new MutationObserver(dismiss);
  watcher.observe(document.body, { childList: true, subtree: true });
  const enough = setTimeout(() => watcher.disconnect(), 5000);
  dismiss();
  document.addEventListener("click", follow);
  return () => {
    document.removeEventListener("click", follow);
    watcher.disconnect();
    clearTimeout(enough);
  };
}
"""
_follow = st.components.v2.component("dushu_follow", js=_LISTENER)


def links(paths: Sequence[str]) -> None:
    """Make the page's links followed in place. Once a page. `paths`: the registered addresses."""
    _follow(key="follow_links", data={"paths": list(paths)}, height=1)
