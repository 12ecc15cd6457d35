// Generated from crates/app/src/ui_types.rs; a test there holds the two together.

export type About = { version: string, data_folder: string, data_bytes: number, 
/**
 * Licences of everything the app is built from.
 */
notices: string, };

export type Administration = { profiles: Array<ProfileRow>, authorizations: Array<AuthorizationRow>, };

export type Appearance = "system" | "light" | "dark";

export type AuthorizationRow = { id: string, profile_id: string, profile_name: string, workspace: string, workspace_id: string | null, status: AuthorizationStatus, created: number, last_used: number | null, };

export type AuthorizationStatus = "active" | "needs_reconnect" | "removal_waiting";

export type BeginSignIn = { 
/**
 * `None`: the client stored for this profile.
 */
client: ClientEntry | null, form: RedirectForm, 
/**
 * The bounce page's https address; ignored for the other forms.
 */
bounce: string | null, };

export type ClientEntry = { client_id: string, client_secret: string, };

export type ConnectState = { "step": "idle", 
/**
 * A client id is stored: signing in takes one click.
 */
client_id: string | null, redirects: Array<RedirectChoice>, } | { "step": "waiting", redirect_uri: string, form: RedirectForm, expires: number, 
/**
 * False after a restart: the page's address is not kept, a new attempt is.
 */
can_open_again: boolean, 
/**
 * A redirect came that does not belong to this attempt; it goes on waiting.
 */
notice: UiError | null, } | { "step": "exchanging" } | { "step": "confirming", workspace: string, workspace_icon: string | null, account: string, account_detail: string | null, kind: ConnectionKind, 
/**
 * The same workspace and account is connected already and will be updated.
 */
replaces: boolean, } | { "step": "failed", error: UiError, };

export type ConnectionCard = { id: string, workspace: string, workspace_id: string | null, workspace_icon: string | null, account: string, account_detail: string | null, kind: ConnectionKind, status: ConnectionStatus, 
/**
 * Pages and data sources seen through it.
 */
pages: number, listing: Listing, created: number, last_listed: number | null, };

export type ConnectionKind = "oauth" | "pasted" | "sample";

export type ConnectionStatus = "active" | "needs_reconnect" | "paused" | "removed";

export type DamagedFile = "profile" | "vault" | "database" | "registry" | "settings";

export type Event = { "event": "locked" } | { "event": "link_waiting" } | { "event": "connect", "data": ConnectState } | { "event": "pages_changed" } | { "event": "connections", "data": Array<ConnectionCard> };

export type HelpPage = "tokens" | "connections" | "sharing";

export type Icon = { "type": "emoji", emoji: string, } | { "type": "image" } | { "type": "named", name: string, color: string | null, };

export type Listing = { "state": "idle" } | { "state": "running", found: number, } | { "state": "failed", error: UiError, };

export type MachineSettings = { appearance: Appearance, };

export type Notice = { "code": "authorization_removed", "fields": { workspace: string, revoked: Revocation, } } | { "code": "registry_changed_outside" };

export type OpenIn = "browser" | "notion_app";

export type PageKind = "page" | "data_source";

export type PageList = { 
/**
 * How many match in all.
 */
total: number, 
/**
 * How many the profile knows, whatever the filter.
 */
known: number, rows: Array<PageRow>, };

export type PageQuery = { 
/**
 * Words that must all occur in title or path; empty for everything.
 */
filter: string, kind: PageKind | null, sort: PageSort, offset: number, 
/**
 * At most 500.
 */
limit: number, 
/**
 * A BCP 47 tag whose collation orders titles.
 */
locale: string, };

export type PageRow = { id: string, kind: PageKind, 
/**
 * Empty where Notion shows "Untitled"; the words are the window's.
 */
title: string, icon: Icon | null, 
/**
 * From the outermost known parent to the nearest; empty at the top of a workspace.
 */
path: Array<string>, 
/**
 * Every connection that sees it: workspace names, distinct.
 */
workspaces: Array<string>, edited: number | null, 
/**
 * Where it opens, for showing and copying.
 */
url: string, 
/**
 * Seen through the sample workspace only.
 */
sample: boolean, };

export type PageSort = "edited_newest" | "edited_oldest" | "title_ascending" | "title_descending";

export type PasswordRefused = "too_short" | "too_long" | "like_the_name" | "too_common";

export type PasswordStrength = { 
/**
 * 0 (guessed at once) to 4 (very hard to guess).
 */
score: number, 
/**
 * Why it would be refused; `None` when it is good enough.
 */
refused: PasswordRefused | null, };

export type ProfileCard = { id: string, name: string, role: Role, 
/**
 * False until its person has chosen a password.
 */
claimed: boolean, };

export type ProfileRow = { profile: ProfileCard, created: number, last_used: number | null, };

export type ProfileSettings = { open_in: OpenIn, 
/**
 * Minutes without a key or a click before the profile locks; 0 never.
 */
lock_after_minutes: number, };

export type RedirectChoice = { form: RedirectForm, 
/**
 * The exact text to register; `None` for a bounce page until its address is entered.
 */
uri: string | null, };

export type RedirectForm = "loopback" | "scheme" | "bounce";

export type Removal = { "when": "now", revoked: Revocation, } | { "when": "at_next_sign_in" };

export type Revocation = "revoked" | "not_possible" | "failed";

export type Role = "administrator" | "member";

export type Session = { profile: ProfileCard, 
/**
 * Told once after sign-in, oldest first.
 */
notices: Array<Notice>, };

export type Start = { version: string, 
/**
 * Every profile on this computer; empty on the first run.
 */
profiles: Array<ProfileCard>, machine: MachineSettings, 
/**
 * Where Notion is: `None` for Notion itself, else the origin to warn about.
 */
other_origin: string | null, 
/**
 * A sign-in link is waiting for the person who started it.
 */
link_waiting: boolean, 
/**
 * Set when a profile is open already (the window was reloaded).
 */
session: Session | null, };

export type UiError = { "code": "locked" } | { "code": "wrong_password" } | { "code": "try_later", "fields": { seconds: number, } } | { "code": "password_refused", "fields": { why: PasswordRefused, } } | { "code": "name_taken" } | { "code": "name_refused" } | { "code": "profile_not_found" } | { "code": "profile_claimed" } | { "code": "profile_unclaimed" } | { "code": "profile_busy" } | { "code": "damaged", "fields": { file: DamagedFile, } } | { "code": "not_a_vault" } | { "code": "newer_version", "fields": { file: DamagedFile, } } | { "code": "forbidden" } | { "code": "last_administrator" } | { "code": "scheme_not_ours" } | { "code": "port_taken", "fields": { port: number, } } | { "code": "browser_not_opened" } | { "code": "bounce_not_https" } | { "code": "client_refused" } | { "code": "cancelled_at_notion" } | { "code": "state_mismatch" } | { "code": "attempt_expired" } | { "code": "attempt_used" } | { "code": "redirect_refused" } | { "code": "nothing_pending" } | { "code": "refused_by_notion", "fields": { error: string, } } | { "code": "token_refused" } | { "code": "connection_not_found" } | { "code": "offline" } | { "code": "not_notion", "fields": { status: number, } } | { "code": "notion", "fields": { status: number, notion_code: string, } } | { "code": "rate_limited", "fields": { seconds: number, } } | { "code": "disk_full" } | { "code": "disk" } | { "code": "link_refused" } | { "code": "no_randomness" } | { "code": "bad_request" } | { "code": "internal" };
