//! What the in-memory core answers about assistants.
import type {
  AccessRequest,
  AskedByAssistant,
  AssistantSettings,
  ConnectionCard,
  ProfileCard,
} from "../src/core/bindings";
import type { Args } from "../src/core/commands";

export interface WorldOfAssistants {
  settings: AssistantSettings;
  asked: AskedByAssistant[];
  /** A program that waits for an answer. */
  waiting: AccessRequest | null;
  /** Whether it waits until it is answered. */
  patient: boolean;
  reachable: boolean;
}

export const nobodyAsks: WorldOfAssistants = {
  settings: { workspaces: "none", whole_pages: false, keychain: false, without_window: false },
  asked: [],
  waiting: null,
  patient: true,
  reachable: true,
};

interface Around {
  assistants: WorldOfAssistants;
  connections: ConnectionCard[];
  open: ProfileCard | undefined;
  remembered: Set<string>;
}

export const assistantAnswers = (world: () => Around) => ({
  assistants: () => {
    const { assistants, connections, open, remembered } = world();
    const { workspaces } = assistants.settings;
    const allowed = (key: string) =>
      typeof workspaces === "string" ? workspaces === "all" : workspaces.these.includes(key);
    return {
      settings: assistants.settings,
      workspaces: connections.map(({ workspace: name, id: key }) => ({
        name,
        key,
        allowed: allowed(key),
      })),
      remembered: remembered.has(open?.id ?? ""),
      reachable: assistants.reachable,
      arguments: ["mcp", "--profile", open?.name ?? ""],
    };
  },
  set_assistant_settings: ({ settings }: Args<"set_assistant_settings">) => {
    world().assistants = { ...world().assistants, settings };
    return null;
  },
  asked_by_assistants: () => world().assistants.asked,
  access_request: () => world().assistants.waiting,
  answer_access_request: () => {
    world().assistants = { ...world().assistants, waiting: null };
    return world().assistants.patient;
  },
});
