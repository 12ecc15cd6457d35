//! Words for connecting a workspace. Steps say what to click at Notion, in Notion's own words.
import type { ConnectionKind, RedirectForm } from "../../core/bindings";

export const connect = {
  title: "Connect a workspace",
  lead: "Nothing is stored before you have seen which workspace and which account it is.",

  token: {
    title: "Paste a token",
    badge: "Recommended",
    needs: "For your own workspace. About a minute.",
    steps: [
      "Open Notion’s page for personal access tokens.",
      "Choose New token, pick the workspace, and copy the token: Notion shows it once.",
      "Paste it here. Trove asks Notion whose it is, and shows you before it stores anything.",
    ],
    openPage: "Open the token page at Notion",
    label: "Token",
    submit: "Check token",
    checking: "Asking Notion…",
    internal: "Your plan has no personal tokens?",
    internalText:
      "Create an internal connection instead and paste its token. It sees only the pages you add it to: open a page, then ••• and Connections.",
    openConnections: "Open the connections page at Notion",
  },

  oauth: {
    title: "Sign in with Notion",
    needs:
      "For people or teams with a public connection. Five minutes the first time, then one click.",
    setUp: "Set up",
    submit: "Sign in with Notion",
    steps: [
      "Open the connections page at Notion and create a public connection, or open yours.",
      "Add this redirect address to it, exactly as written.",
      "Copy the client ID and the client secret from the same page.",
    ],
    openConnections: "Open the connections page at Notion",
    redirect: "Redirect address",
    copyAddress: "Copy address",
    addressCopied: "Address copied.",
    clientId: "Client ID",
    clientSecret: "Client secret",
    kept: "Kept in the encrypted vault on this computer, entered once.",
    stored: (id: string) => `Using your connection ${id}`,
    another: "Use another client ID",
    bounceAddress: "Address of your forwarding page",
    bounceHint: "An https address of your own that serves Trove’s forwarding page.",
    cancel: "Cancel",
  },

  sample: {
    title: "Look around first",
    needs: "A made-up company’s workspace, inside the app. No account needed; gone with one click.",
    submit: "Open the sample",
    opening: "Opening…",
  },

  waiting: {
    title: "Waiting for Notion",
    lead: "A page at Notion is open in your browser.",
    steps: [
      "Choose the pages Trove may see.",
      "Choose Allow access.",
      "You come back here by yourself.",
    ],
    expires: (time: string) => `This sign-in stays valid until ${time}.`,
    awaited: "Waiting for",
    again: "Open the page again",
    notAgain:
      "Trove was closed meanwhile and does not keep the page’s address. Finish in the browser, or cancel and start again.",
    cancel: "Cancel",
    paste: "The browser did not bring you back?",
    pasteText:
      "Copy the whole address from the browser’s address bar and paste it here, even if the page shows an error.",
    address: "Address you ended up at",
    finish: "Finish with this address",
  },

  exchanging: {
    title: "Back from Notion",
    lead: "Asking Notion which workspace and account this is…",
  },

  confirming: {
    title: "Connect this workspace?",
    workspace: "Workspace",
    replaces:
      "This workspace and account are connected already. They will be updated, not added twice.",
    nothingStored: "Nothing is stored yet.",
    yes: "Connect",
    no: "Not this one",
    declined: "Not connected.",
    connected: (workspace: string) => `${workspace} is connected.`,
  },

  failed: { title: "Not connected", again: "Start again", back: "Back to pages" },
};

export const formNames: Record<RedirectForm, string> = {
  loopback: "This computer",
  bounce: "A page of my own",
  scheme: "A Trove link",
};

export const formHints: Record<RedirectForm, string> = {
  loopback: "Recommended. Notion is reported to accept it.",
  bounce: "For teams that host the forwarding page.",
  scheme: "Notion may refuse to register it.",
};

export const kindOfToken: Record<ConnectionKind, string> = {
  oauth: "Sign-in with Notion",
  pasted: "Pasted token",
  sample: "Sample workspace",
};
