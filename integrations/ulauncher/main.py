"""Trove in Ulauncher: one `trove search --stdin` answers every key."""

import json
import os
import shlex
import subprocess
import threading

from ulauncher.api.client.EventListener import EventListener
from ulauncher.api.client.Extension import Extension
from ulauncher.api.shared.action.HideWindowAction import HideWindowAction
from ulauncher.api.shared.action.OpenUrlAction import OpenUrlAction
from ulauncher.api.shared.action.RenderResultListAction import RenderResultListAction
from ulauncher.api.shared.event import KeywordQueryEvent
from ulauncher.api.shared.item.ExtensionResultItem import ExtensionResultItem

ICON = "images/icon.png"
COMMAND = [os.environ.get("TROVE", "trove"), "search", "--stdin", "--json", "--limit", "8"]


class Trove:
    """The process that answers; started when something is asked, and again where it ended."""

    def __init__(self):
        self.process = None
        self.asking = threading.Lock()

    def answer(self, query):
        with self.asking:
            if self.process is None or self.process.poll() is not None:
                self.process = subprocess.Popen(
                    COMMAND + shlex.split(os.environ.get("TROVE_OPTIONS", "")),
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
                )
            try:
                self.process.stdin.write(" ".join(query.split()) + "\n")
                self.process.stdin.flush()
            except BrokenPipeError:
                pass
            line = self.process.stdout.readline()
            if line:
                return json.loads(line)
            # It ended, and says why.
            _, why = self.process.communicate()
            raise RuntimeError(why.strip().splitlines()[-1] if why.strip() else "trove ended.")


class Search(EventListener):
    def __init__(self):
        super().__init__()
        self.trove = Trove()

    def on_event(self, event, extension):
        query = event.get_argument() or ""
        try:
            hits = self.trove.answer(query)["hits"]
        except (OSError, RuntimeError) as why:
            return told("Trove cannot search", str(why))
        return RenderResultListAction([item(hit) for hit in hits]) if hits else told("Nothing found", query)


def item(hit):
    return ExtensionResultItem(
        icon=ICON,
        name=hit["title"] or "Untitled",
        description=" › ".join(hit["workspaces"] + hit["path"]),
        on_enter=OpenUrlAction(hit["url"]),
    )


def told(name, description):
    return RenderResultListAction(
        [ExtensionResultItem(icon=ICON, name=name, description=description, on_enter=HideWindowAction())]
    )


class TroveExtension(Extension):
    def __init__(self):
        super().__init__()
        self.subscribe(KeywordQueryEvent, Search())


if __name__ == "__main__":
    TroveExtension().run()
