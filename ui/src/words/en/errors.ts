//! What the person is told for every error code: what happened, then what to do.
//! Exhaustive by type: a code without words does not compile. Not where errors are caught.
import type {
  CertificateFault,
  DamagedFile,
  HelpPage,
  NotAToken,
  PasswordRefused,
  ProxyFault,
} from "../../core/bindings";
import type { ErrorTable } from "../errors";
import { longDate, plural, time } from "../format";

export const errorWords: ErrorTable = {
  locked: () => ({
    severity: "info",
    text: "Trove is locked.",
    action: "Please sign in to continue.",
  }),
  wrong_password: () => ({
    severity: "error",
    text: "That is not the password of this profile.",
    action: "Check Caps Lock and the keyboard layout, then try again.",
  }),
  try_later: ({ seconds }) => ({
    severity: "warning",
    text: "Too many tries in a row.",
    action: seconds > 0 ? `Try again in ${duration(seconds)}.` : "You can try again now.",
  }),
  password_refused: ({ why }) => ({
    severity: "warning",
    text: passwordRefused[why],
    action: "Choose another password.",
  }),
  name_taken: () => ({
    severity: "warning",
    text: "A profile with this name, or one that looks like it, exists already.",
    action: "Choose another name.",
  }),
  name_refused: () => ({
    severity: "warning",
    text: "This name cannot be used.",
    action: "Use letters, digits and spaces, at most 64 characters.",
  }),
  profile_not_found: () => ({
    severity: "error",
    text: "This profile is no longer on this computer.",
    action: "Choose another profile.",
  }),
  profile_claimed: () => ({
    severity: "warning",
    text: "This profile has a password already.",
    action: "Sign in with it.",
  }),
  profile_unclaimed: () => ({
    severity: "info",
    text: "This profile has no password yet.",
    action: "Choose one to open it.",
  }),
  profile_busy: () => ({
    severity: "warning",
    text: "This profile is open in another window or command.",
    action: "Close that one, then try again.",
  }),
  damaged: ({ file }) => ({
    severity: "error",
    text: `${damagedFile[file]} is damaged and cannot be read. Your password is not the problem.`,
    action: damagedAction[file],
  }),
  not_a_vault: () => ({
    severity: "error",
    text: "Something else lies where the vault with the tokens should be. Your password is not the problem.",
    action: "Put the vault back from a backup, or forget this profile and connect again.",
  }),
  not_a_file: ({ file }) => ({
    severity: "error",
    text: `${damagedFile[file]} is not a file: a link, a pipe or a folder lies in its place. Trove neither follows nor opens it.`,
    action: "Look into Trove’s data folder, move it away, and put the file back if it was moved.",
  }),
  newer_version: ({ file }) => ({
    severity: "error",
    text: `${damagedFile[file]} was written by a newer version of Trove.`,
    action: "Install that version or a later one. Nothing was changed.",
  }),
  no_keychain: () => ({
    severity: "warning",
    text: "This system has no keychain that Trove can use, or it is locked.",
    action: "Unlock it or set one up, or go on with your password.",
  }),
  not_remembered: () => ({
    severity: "info",
    text: "The keychain of this system does not open this profile.",
    action: "Enter your password.",
  }),
  forbidden: () => ({
    severity: "error",
    text: "Only an administrator may do this.",
    action: "Ask the administrator of this computer’s Trove.",
  }),
  last_administrator: () => ({
    severity: "warning",
    text: "This is the last administrator.",
    action: "Create another administrator first.",
  }),

  shortcut_taken: () => ({
    severity: "warning",
    text: "Another program holds these keys.",
    action: "Choose others, or free them there. What was chosen before stays.",
  }),
  shortcut_refused: () => ({
    severity: "warning",
    text: "These keys cannot be held everywhere.",
    action: "Take a letter, a digit or Space, with Ctrl, Alt or the system’s own key.",
  }),
  no_start_at_login: () => ({
    severity: "warning",
    text: "The system did not take the start at login.",
    action: "Add Trove in the system’s own list of programs that start at login.",
  }),

  scheme_not_ours: () => ({
    severity: "error",
    text: "This computer does not hand Trove’s links to Trove.",
    action: "Choose another redirect address, or start Trove again so that it can register itself.",
  }),
  port_taken: ({ port }) => ({
    severity: "error",
    text: `Another program is using port ${port}, where Notion’s answer would arrive.`,
    action: "Close that program and try again, or choose another redirect address.",
  }),
  port_reserved: ({ port }) => ({
    severity: "error",
    text: `The system keeps port ${port}, where Notion’s answer would arrive, for itself. No program is to blame.`,
    action: "Choose another redirect address.",
  }),
  browser_not_opened: () => ({
    severity: "error",
    text: "The browser could not be opened.",
    action: "Set a default browser, then open the page again.",
  }),
  bounce_not_https: () => ({
    severity: "warning",
    text: "The address of a forwarding page starts with https:// and has no extra parts.",
    action: "Correct the address, then try again.",
  }),
  client_refused: () => ({
    severity: "error",
    text: "Notion does not know this client ID with this secret.",
    action: "Copy both again from the connection’s page at Notion.",
    help: "connections",
  }),
  cancelled_at_notion: () => ({
    severity: "info",
    text: "You cancelled at Notion. Nothing was connected.",
    action: "Start again whenever you like.",
  }),
  state_mismatch: () => ({
    severity: "warning",
    text: "This address does not belong to the sign-in you started here.",
    action: "It was ignored. Use the address from the page that Trove opened.",
  }),
  attempt_expired: () => ({
    severity: "warning",
    text: "This sign-in took longer than ten minutes and is no longer valid.",
    action: "Start it again.",
  }),
  attempt_used: () => ({
    severity: "warning",
    text: "This address was used already. Each one works once.",
    action: "Start the sign-in again.",
  }),
  redirect_refused: () => ({
    severity: "warning",
    text: "This is not the address that Notion sends you back to.",
    action: "Copy the whole address bar of the page you ended up at.",
  }),
  nothing_pending: () => ({
    severity: "info",
    text: "No sign-in is under way.",
    action: "Start one first.",
  }),
  refused_by_notion: ({ error }) => ({
    severity: "error",
    text: `Notion ended the sign-in: ${error}.`,
    action: "Check the connection’s settings at Notion, then start again.",
    help: "connections",
  }),
  token_refused: () => ({
    severity: "error",
    text: "Notion does not accept this token.",
    action: "Copy it again, whole. It may also have expired or been deleted at Notion.",
    help: "tokens",
  }),
  not_a_token: ({ why }) => ({
    severity: "warning",
    text: notAToken[why],
    action: "Copy the token at Notion, where the connection is set up. It begins with ntn_.",
    help: "tokens",
  }),
  other_account: () => ({
    severity: "error",
    text: "Notion answered with a token of another workspace or account. It was given back, and nothing of it was read.",
    action: "Connect this workspace again.",
  }),
  connection_not_found: () => ({
    severity: "warning",
    text: "This connection is no longer here.",
    action: "Look at the list again.",
  }),
  connection_paused: () => ({
    severity: "info",
    text: "This connection is paused.",
    action: "Resume it to ask Notion again.",
  }),

  offline: () => ({
    severity: "warning",
    text: "Notion did not answer.",
    action: "Check the network, then try again. What is listed already stays usable.",
  }),
  certificate: ({ fault }) => ({
    severity: "error",
    text: certificate[fault](),
    action: certificateAction[fault],
  }),
  proxy: ({ fault }) => ({
    severity: "warning",
    text: proxy[fault],
    action: proxyAction[fault],
  }),
  not_notion: ({ status }) => ({
    severity: "warning",
    text: `Something answered in Notion’s place (status ${status}).`,
    action: "A network that wants you to sign in, or a proxy, does this. Open a web page to see.",
  }),
  notion: ({ status, notion_code, message }) => ({
    severity: "error",
    text:
      message === ""
        ? `Notion answered ${status} (${notion_code}).`
        : `Notion says: “${message}” (${status} ${notion_code})`,
    action: notionAction(status),
  }),
  rate_limited: ({ seconds }) => ({
    severity: "info",
    text: "Notion asks for a pause.",
    action:
      seconds > 0
        ? `Trove goes on in ${duration(seconds)}${until(seconds)}.`
        : "Trove goes on now.",
  }),
  answer_too_large: () => ({
    severity: "error",
    text: "An answer was larger than any of Notion’s should be, and was not read.",
    action: "Something may stand in Notion’s place. Try again later.",
  }),

  disk_full: () => ({
    severity: "error",
    text: "The disk is full. Nothing was saved.",
    action: "Free some space, then try again.",
  }),
  disk: () => ({
    severity: "error",
    text: "A file could not be read or written.",
    action: "Check that Trove’s data folder is yours and writable, then try again.",
  }),
  link_refused: () => ({
    severity: "error",
    text: "Trove opens only pages at Notion, and this address is not one.",
    action: "Copy the link if you trust it.",
  }),
  only_here: () => ({
    severity: "info",
    text: "This page is part of the sample, which lies nowhere at Notion.",
    action: "Connect a workspace to open its pages.",
  }),
  no_randomness: () => ({
    severity: "error",
    text: "The system gave no random numbers, so no safe key could be made.",
    action: "Restart the computer, then try again.",
  }),
  bad_request: () => ({
    severity: "error",
    text: "Trove asked itself something it does not understand.",
    action: "This is a mistake in Trove. Starting it again may help.",
  }),
  internal: () => ({
    severity: "error",
    text: "Something went wrong inside Trove.",
    action: "Try again. The log in the data folder says more.",
  }),
};

export const passwordRefused: Record<PasswordRefused, string> = {
  too_short: "At least 8 characters are needed.",
  too_long: "That is longer than a password can be.",
  like_the_name: "This is too much like the name.",
  too_common: "This is one of the passwords people guess first.",
};

const damagedFile: Record<DamagedFile, string> = {
  profile: "The profile’s key file",
  vault: "The vault with the tokens",
  database: "The stored list of pages",
  registry: "The list of profiles",
  lock: "A lock file (its name ends in .lock)",
  settings: "The settings of this computer",
};

const damagedAction: Record<DamagedFile, string> = {
  profile: "Put it back from a backup. Without one, forget this profile and start anew.",
  vault: "Put it back from a backup, or forget this profile and connect again.",
  database: "Put it back from a backup, or forget this profile and connect again.",
  registry: "Put it back from a backup of Trove’s data folder.",
  lock: "Delete it; Trove makes it anew.",
  settings: "Delete it; Trove makes it anew.",
};

const notAToken: Record<NotAToken, string> = {
  empty: "There is no token in what was pasted.",
  address: "This is an address, not a token.",
  hidden: "This token was copied while its letters were hidden.",
  other: "This is no token of Notion’s.",
};

/** A wrong clock is the usual cause of two of these, so it is named. */
const certificate: Record<CertificateFault, () => string> = {
  unknown_authority: () =>
    "The server’s certificate is from an authority that this system does not trust.",
  expired: () =>
    `The server’s certificate has expired, by this computer’s clock, which says ${longDate(Date.now())}.`,
  not_valid_yet: () =>
    `The server’s certificate is not valid yet, by this computer’s clock, which says ${longDate(Date.now())}.`,
  other_name: () =>
    "The certificate belongs to another server: something stands in Notion’s place.",
  revoked: () => "The server’s certificate was revoked: something stands in Notion’s place.",
};

const certificateAction: Record<CertificateFault, string> = {
  unknown_authority:
    "A network that reads along does this. Ask whoever runs it for its certificate, and add it to the system’s.",
  expired: "Set the clock if that is wrong; otherwise try again later.",
  not_valid_yet: "Set the clock, then try again.",
  other_name: "Open a web page in the browser to see what. Use another network if it stays.",
  revoked: "Use another network, or try again later.",
};

const proxy: Record<ProxyFault, string> = {
  silent: "The proxy set on this computer does not answer.",
  wants_password: "The proxy set on this computer wants a name and a password.",
  refused: "The proxy set on this computer does not let requests through to Notion.",
};

const proxyAction: Record<ProxyFault, string> = {
  silent: "Check its address in the system’s settings (or HTTPS_PROXY), then try again.",
  wants_password:
    "Put both into its address (http://NAME:PASSWORD@HOST:PORT), then start Trove again.",
  refused: "Ask whoever runs it to allow api.notion.com.",
};

function notionAction(status: number): string {
  if (status === 401) return "Ask whoever administers the workspace at Notion.";
  if (status === 403)
    return "Check the connection’s capabilities at Notion, or ask whoever administers the workspace.";
  if (status === 404) return "It is gone, or no longer shared with this connection.";
  if (status >= 500) return "Notion has trouble at the moment. Try again in a while.";
  return "Try again. If it stays, reconnect this workspace.";
}

/** The time of day at which a longer wait is over. */
function until(seconds: number): string {
  return seconds < 120 ? "" : `, at ${time(Date.now() + seconds * 1000)}`;
}

function duration(seconds: number): string {
  if (seconds < 60) return plural(seconds, { one: "# second", other: "# seconds" });
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return plural(minutes, { one: "# minute", other: "# minutes" });
  return plural(Math.ceil(minutes / 60), { one: "# hour", other: "# hours" });
}

export const helpNames: Record<HelpPage, string> = {
  tokens: "Open the token page at Notion",
  connections: "Open the connections page at Notion",
  sharing: "How sharing works",
};
