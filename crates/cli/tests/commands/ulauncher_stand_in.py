"""The part of Ulauncher's programming interface that our extension uses, and a person who types.

    ulauncher_stand_in.py EXTENSION < QUERIES

Prints as JSON what was shown for each query, and how many processes were started. Source:
https://docs.ulauncher.io/en/stable/extensions/tutorial.html
"""

import json
import runpy
import subprocess
import sys
import types


class EventListener:
    pass


class KeywordQueryEvent:
    def __init__(self, argument=None):
        self.argument = argument

    def get_argument(self):
        return self.argument


class Action(list):
    def __init__(self, *arguments):
        super().__init__([type(self).__name__, *arguments])


class HideWindowAction(Action):
    pass


class OpenUrlAction(Action):
    pass


class RenderResultListAction(Action):
    pass


class ExtensionResultItem(dict):
    def __init__(self, icon, name, description, on_enter):
        super().__init__(icon=icon, name=name, description=description, on_enter=on_enter)


shown = []


class Extension:
    def __init__(self):
        self.listeners = []

    def subscribe(self, event, listener):
        self.listeners.append((event, listener))

    def run(self):
        for query in json.load(sys.stdin):
            for event, listener in self.listeners:
                shown.append(listener.on_event(event(query), self)[1])


for place, name in {
    "client.EventListener": EventListener,
    "client.Extension": Extension,
    "shared.action.HideWindowAction": HideWindowAction,
    "shared.action.OpenUrlAction": OpenUrlAction,
    "shared.action.RenderResultListAction": RenderResultListAction,
    "shared.event": KeywordQueryEvent,
    "shared.item.ExtensionResultItem": ExtensionResultItem,
}.items():
    module = types.ModuleType(f"ulauncher.api.{place}")
    setattr(module, name.__name__, name)
    sys.modules[module.__name__] = module

processes = []
start = subprocess.Popen


class Counted(start):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        processes.append(self)


subprocess.Popen = Counted
runpy.run_path(sys.argv[1], run_name="__main__")
for process in processes:
    process.stdin.close()
    process.wait()
print(json.dumps({"shown": shown, "processes": len(processes)}))
