// Generated from crates/app/src/ui_types.rs; a test there holds the two together.

export type About = { version: string, data_folder: string, data_bytes: number, 
/**
 * Whether a model is there by which pages could be found by meaning.
 */
has_model: boolean, 
/**
 * Licences of everything the app is built from.
 */
notices: string, };

export type AccessRequest = { 
/**
 * Tells this question from those before it.
 */
number: number, 
/**
 * What the program calls itself; nobody can tell whether it is that.
 */
program: string, 
/**
 * Names of the workspaces that it would see.
 */
workspaces: Array<string>, whole_pages: boolean, };

export type Administration = { profiles: Array<ProfileRow>, authorizations: Array<AuthorizationRow>, };

export type AllowedWorkspaces = "none" | { "these": Array<string> } | "all";

export type Appearance = "system" | "light" | "dark";

export type AskedByAssistant = { at: number, 
/**
 * What the program calls itself.
 */
program: string, 
/**
 * `search`, `read_page` or `coverage`.
 */
tool: string, 
/**
 * The query, or the page as it was named.
 */
asked: string, 
/**
 * Of the page that was read.
 */
title: string | null, 
/**
 * Pages that were shown of.
 */
pages: number, 
/**
 * Characters of text that were handed over.
 */
characters: number, 
/**
 * Why nothing was: `off`, `no_window`, `passages_only`, `person`, `nobody`.
 */
refused: string | null, };

export type AssistantSettings = { workspaces: AllowedWorkspaces, 
/**
 * Whole pages, besides the passages that a search shows.
 */
whole_pages: boolean, 
/**
 * The keychain may open the profile for them; without it the window asks its person.
 */
keychain: boolean, 
/**
 * Also while no window shows the profile.
 */
without_window: boolean, };

export type Assistants = { settings: AssistantSettings, workspaces: Array<WorkspaceForAssistants>, 
/**
 * Whether the keychain opens this profile at all.
 */
remembered: boolean, 
/**
 * Whether programs can ask this window; not everywhere.
 */
reachable: boolean, 
/**
 * With which arguments an assistant's program starts `trove`.
 */
arguments: Array<string>, };

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

export type BodyGap = { "gap": "newer" } | { "gap": "parts", left: number, } | { "gap": "lost", parts: number, } | { "gap": "outdated", why: ReadFailure, } | { "gap": "properties" };

export type BodyState = { "state": "none" } | { "state": "read", at: number, 
/**
 * What of the page is not searched all the same.
 */
gap: BodyGap | null, } | { "state": "waiting" } | { "state": "failed", why: ReadFailure, };

export type CertificateFault = "unknown_authority" | "expired" | "not_valid_yet" | "other_name" | "revoked";

export type Changed = { since: number, 
/**
 * The newest of them.
 */
pages: Array<EditedPage>, 
/**
 * How many there are in all.
 */
total: number, 
/**
 * By whom how many, the most first.
 */
by: Array<Editor>, };

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
pages: number, listing: Listing, reading: Reading, pace: Pace, limits: Limits, created: number, last_listed: number | null, 
/**
 * When Notion last answered that nothing newer is there.
 */
last_checked: number | null, 
/**
 * Since when no listing has come to its end: what is missing may be there.
 */
short_since: number | null, 
/**
 * Pages that vanished all at once.
 */
missing: MissingPages | null, };

export type ConnectionCoverage = { connection: ConnectionCard, pages: number, data_sources: number, 
/**
 * Notion's search ended before it had shown everything: what nothing else leads to is
 * not among the pages.
 */
capped: boolean, 
/**
 * As many pages are known as are kept of a workspace at most: the limit.
 */
page_limit: number | null, 
/**
 * As much text is stored as is kept at most: the limit, in megabytes.
 */
text_limit_megabytes: number | null, 
/**
 * The newest of the failures, at most fifty.
 */
failures: Array<FailedPage>, 
/**
 * Some of what Notion listed and was not understood, and how much there is.
 */
left_out: Array<LeftOut>, left_out_count: number, 
/**
 * Pages of whose text parts are missing, those with most missing first; at most fifty.
 */
partly_read: Array<PartlyRead>, };

export type ConnectionKind = "oauth" | "pasted" | "sample";

export type ConnectionStatus = "active" | "needs_reconnect" | "paused";

export type Correction = { typed: string, 
/**
 * The commonest of the words found in its place.
 */
instead: string, 
/**
 * Pages have the word as typed; none has it with all the others.
 */
known: boolean, };

export type Coverage = { index: IndexState, 
/**
 * How far it is worked out what pages mean; `None` where they are not found so.
 */
meanings: MeaningsCovered | null, connections: Array<ConnectionCoverage>, };

export type Covers = { 
/**
 * Pages and data sources whose titles are searched.
 */
known: number, 
/**
 * Pages whose text is searched.
 */
read: number, 
/**
 * Pages whose text is not read yet, or not again since they changed.
 */
waiting: number, failed: number, index: IndexState, 
/**
 * Some connection has not yet listed everything once.
 */
first_listing: boolean, 
/**
 * Some connection's listing stops short of its end.
 */
listed_short: boolean, 
/**
 * Notion's search ends before it has shown everything of some connection.
 */
capped: boolean, };

export type DamagedFile = "profile" | "vault" | "database" | "registry" | "lock" | "settings";

export type DesktopSettings = { 
/**
 * What summons the window from wherever the person is; none unless they chose one.
 */
shortcut: Shortcut | null, escape: EscapeHides, close: OnClose, 
/**
 * An item in the tray or menu bar.
 */
tray: boolean, 
/**
 * Notifications of the system's.
 */
notify: boolean, 
/**
 * Answers to the desktop's own search, with titles: every program of the session can ask.
 * Linux only.
 */
answer_search: boolean, 
/**
 * Draws without what leaves windows blank on some machines. Linux only.
 */
draw_safely: boolean, };

export type DesktopState = { shortcut: ShortcutState, tray: TrayState, 
/**
 * `None` where this system starts nothing at login, or does not say.
 */
start_at_login: boolean | null, 
/**
 * Whether the system tells when it locks.
 */
tells_lock: boolean, 
/**
 * Whether the system tells before it sleeps.
 */
tells_sleep: boolean, 
/**
 * Whether the desktop's own search is answered; `None` where it asks no programs.
 */
desktop_search: boolean | null, 
/**
 * Whether this run draws safely; `None` where there is one way to draw.
 */
draws_safely: boolean | null, };

export type DesktopWords = { open: string, lock: string, quit: string, locked: string, reading: string, up_to_date: string, needs_token: string, first_reading_done: string, };

export type EditedPage = { row: PageRow, 
/**
 * `None` where Notion does not say who.
 */
by: string | null, };

export type Editor = { name: string | null, pages: number, };

export type EscapeHides = "when_summoned" | "always" | "never";

export type Event = { "event": "locked" } | { "event": "summoned" } | { "event": "asked_for", "data": string } | { "event": "link_waiting" } | { "event": "connect", "data": ConnectState } | { "event": "pages_changed" } | { "event": "connections", "data": Array<ConnectionCard> } | { "event": "index", "data": IndexState } | { "event": "access_request", "data": AccessRequest | null } | { "event": "exporting", "data": Exporting };

export type ExportFormat = "markdown" | "csv" | "json_lines";

export type ExportOutcome = { "outcome": "written" } & Exported | { "outcome": "stopped", left: string | null, };

export type ExportRequest = { pages: ExportedPages, format: ExportFormat, };

export type Exported = { 
/**
 * The new folder that the files are in; none is made where there are no pages.
 */
folder: string, pages: number, 
/**
 * Those of them whose text is not read yet: they came without one.
 */
without_text: number, 
/**
 * There are more than are exported at once.
 */
more: boolean, };

export type ExportedPages = { "are": "found", text: string, correct: boolean, sort: SearchSort, } | { "are": "listed", kind: PageKind | null, under: string | null, sort: PageSort, locale: string, } | { "are": "chosen", ids: Array<string>, };

export type Exporting = { written: number, of: number, };

export type FailedPage = { id: string, title: string, why: ReadFailure, };

export type HelpPage = "tokens" | "connections" | "sharing";

export type HitTier = "link" | "exact_title" | "title_start" | "title_words" | "title" | "title_forms" | "path" | "body" | "similar" | "live";

export type Home = { 
/**
 * In the order in which they were pinned.
 */
pinned: Array<PageRow>, 
/**
 * The last opened first.
 */
opened: Array<PageRow>, changed: Changed, 
/**
 * Edited by others before that, the newest first.
 */
edited: Array<EditedPage>, };

export type Icon = { "type": "emoji", emoji: string, } | { "type": "image" } | { "type": "named", name: string, color: string | null, };

export type ImageRefusal = "not_https" | "not_public" | "expired" | "not_there" | "too_large" | "not_an_image" | "unreachable";

export type IndexFailure = "disk_full" | "disk";

export type IndexMemory = "auto" | "whole" | "pieces";

export type IndexState = { "state": "opening" } | { "state": "ready" } | { "state": "building", done: number, of: number, } | { "state": "failed", error: IndexFailure, };

export type Language = "system" | "en" | "de";

export type LeftOut = { 
/**
 * `None` where not even the id could be read.
 */
id: string | null, 
/**
 * Notion's word for what it is.
 */
kind: string | null, parent: string | null, 
/**
 * It is stored, and only some of its properties are missing.
 */
is_found_by_title: boolean, };

export type Limits = { 
/**
 * Pages and databases.
 */
pages: number, 
/**
 * Of text, each 1,048,576 bytes.
 */
megabytes: number, };

export type LinkVerdict = { "verdict": "not_a_link" } | { "verdict": "known", hit: SearchHit, others: Array<SearchHit>, body: BodyState, } | { "verdict": "just_found", hit: SearchHit, others: Array<SearchHit>, } | { "verdict": "in_trash", workspace: string, } | { "verdict": "not_understood", workspace: string, } | { "verdict": "not_visible", asked: Array<string>, } | { "verdict": "not_asked", failures: Array<LiveFailure>, };

export type Listing = { "state": "idle" } | { "state": "running", found: number, } | { "state": "failed", error: UiError, };

export type LiveAnswer = { hits: Array<SearchHit>, 
/**
 * Workspaces that did not answer, and why.
 */
failures: Array<LiveFailure>, };

export type LiveFailure = { workspace: string, error: UiError, };

export type MachineSettings = { appearance: Appearance, language: Language, 
/**
 * How large the window draws everything, in per cent of its own size; what is outside
 * [`ZOOM`] is taken as the nearest that is inside.
 */
zoom_percent: number, 
/**
 * How much of the width beside each other is the preview's, in per cent; what is outside
 * [`PREVIEW`] is taken as the nearest that is inside.
 */
preview_percent: number, desktop: DesktopSettings, };

export type MeaningsCovered = { 
/**
 * Pages and data sources that are found by what they mean.
 */
pages: number, of: number, };

export type MissingPages = { pages: number, since: number, };

export type NotAToken = "empty" | "address" | "hidden" | "other";

export type Notice = { "code": "authorization_removed", "fields": { workspace: string, revoked: Revocation, } } | { "code": "removal_refused", "fields": { workspace: string, } } | { "code": "registry_changed_outside" };

export type OnClose = "quit" | "hide";

export type OpenIn = "browser" | "notion_app";

export type OpenedPage = "as_wanted" | "in_browser_instead";

export type OtherForm = { typed: string, 
/**
 * As it stands there.
 */
found: string, };

export type Pace = { "pace": "auto" } | { "pace": "per_minute", requests: number, } | { "pace": "max" };

export type PageImage = { "outcome": "shown", source: string, width: number, height: number, } | { "outcome": "refused", why: ImageRefusal, };

export type PageKind = "page" | "data_source";

export type PageList = { 
/**
 * How many match in all.
 */
total: number, 
/**
 * How many the profile knows, of whatever kind.
 */
known: number, rows: Array<PageRow>, };

export type PageQuery = { kind: PageKind | null, 
/**
 * Only the rows of this data source.
 */
under: string | null, sort: PageSort, offset: number, 
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
sample: boolean, pinned: boolean, };

export type PageSort = "edited_newest" | "edited_oldest" | "title_ascending" | "title_descending";

export type PartlyRead = { id: string, title: string, 
/**
 * Parts that are searched.
 */
read: number, 
/**
 * Parts that are still to be asked for; behind each there may be more.
 */
left: number, 
/**
 * Parts that Notion did not give, or that were not understood. They are asked for again.
 */
lost: number, };

export type Passage = { segments: Array<Segment>, cut_before: boolean, cut_after: boolean, };

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

export type Preview = { hit: SearchHit, body: BodyState, properties: Array<PreviewProperty>, blocks: Array<PreviewBlock>, 
/**
 * Blocks, rows of tables and pieces of long texts left out before and after those above.
 */
left_out_before: number, left_out_after: number, 
/**
 * Where the parts before and after this one begin, to be asked for as `at`.
 */
earlier: number | null, later: number | null, 
/**
 * The index in `blocks` of the first one, or of the one that holds it, that has a mark.
 */
first_match: number | null, };

export type PreviewBlock = { kind: PreviewKind, runs: Array<PreviewRun>, children: Array<PreviewBlock>, };

export type PreviewKind = { "type": "paragraph" } | { "type": "heading", level: number, } | { "type": "bulleted" } | { "type": "numbered", number: number, } | { "type": "to_do", checked: boolean, } | { "type": "quote" } | { "type": "callout", icon: Icon | null, } | { "type": "toggle" } | { "type": "code", language: string | null, } | { "type": "equation" } | { "type": "table", header_row: boolean, header_column: boolean, rows: Array<Array<Array<PreviewRun>>>, } | { "type": "columns" } | { "type": "column" } | { "type": "media", media: PreviewMedia, 
/**
 * Of an image: what the core knows it by, to fetch it when the person asks.
 */
image: number | null, } | { "type": "page", id: string | null, } | { "type": "divider" } | { "type": "group" } | { "type": "missing" };

export type PreviewMedia = "image" | "file" | "video" | "audio" | "bookmark";

export type PreviewProperty = { name: string, value: Array<Segment>, };

export type PreviewRun = { text: string, marked: boolean, bold: boolean, italic: boolean, strikethrough: boolean, underline: boolean, code: boolean, 
/**
 * It leads somewhere; where to, for showing. Nothing in a page opens by itself.
 */
link: string | null, 
/**
 * The page that it leads to, where that is known here and can be shown.
 */
page: string | null, 
/**
 * A person, a page or a date that is mentioned.
 */
mention: boolean, };

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
lock_after_minutes: number, 
/**
 * Whether the profile locks with this computer's screen, and before it sleeps.
 */
lock_with_system: boolean, index_memory: IndexMemory, 
/**
 * Whether pages are found by what they mean, too, where a model is there.
 */
meanings: boolean, };

export type ProxyFault = "silent" | "wants_password" | "refused";

export type ReadFailure = "not_shared" | "restricted" | "not_understood" | "trouble";

export type Reading = { 
/**
 * Bodies stored as the pages are now.
 */
read: number, 
/**
 * Bodies to read, or to read again.
 */
waiting: number, 
/**
 * Bodies that Notion would not give; they are tried again later.
 */
failed: number, 
/**
 * Whether bodies are being read at this moment.
 */
running: boolean, 
/**
 * Requests in the last minute.
 */
per_minute: number, 
/**
 * From the rate of the last minutes; `None` while that is unknown.
 */
seconds_left: number | null, };

export type RedirectChoice = { form: RedirectForm, 
/**
 * The exact text to register; `None` for a bounce page until its address is entered.
 */
uri: string | null, };

export type RedirectForm = "loopback" | "scheme" | "bounce";

export type Removal = { "when": "now", revoked: Revocation, } | { "when": "at_next_sign_in" };

export type Revocation = "revoked" | "not_possible" | "failed";

export type Role = "administrator" | "member";

export type SavedSearch = { text: string, 
/**
 * Hits that were not there, or not so, when the person last looked at it.
 */
new: number, 
/**
 * There may be more of them: only the newest hundred hits are looked at.
 */
more: boolean, };

export type SearchAnswer = { 
/**
 * Best first.
 */
hits: Array<SearchHit>, 
/**
 * Pages that are near what was typed in meaning, the nearest first, where pages are found so;
 * none that is among `hits`. Their passage is what is near.
 */
similar: Array<SearchHit>, 
/**
 * How many of the words.
 */
total: Total, 
/**
 * From the request to the answer, in microseconds.
 */
took_us: number, 
/**
 * Words that were replaced, which brought something, and by what.
 */
corrections: Array<Correction>, 
/**
 * What of the text was taken as filters, as typed.
 */
filters: Array<string>, 
/**
 * What looks like a filter and names nothing known, as typed: it is searched as text.
 */
unknown_names: Array<string>, 
/**
 * What no hit has, since a hyphen stands before it.
 */
left_out: Array<string>, covers: Covers, };

export type SearchHit = { id: string, kind: PageKind, icon: Icon | null, 
/**
 * Empty where Notion shows "Untitled".
 */
title: Array<Segment>, 
/**
 * Up to two, the best first.
 */
passages: Array<Passage>, 
/**
 * From the outermost known parent to the nearest.
 */
path: Array<string>, 
/**
 * Every connection that sees it: workspace names, distinct.
 */
workspaces: Array<string>, 
/**
 * Ids of those connections.
 */
connections: Array<string>, edited: number | null, url: string, 
/**
 * Seen through the sample workspace only.
 */
sample: boolean, pinned: boolean, tier: HitTier, 
/**
 * What was typed and stands in the title, in the text, in its properties, in the names of
 * what it lies in.
 */
in_title: Array<string>, in_text: Array<string>, in_properties: Array<string>, in_path: Array<string>, 
/**
 * What was typed and stands nowhere in it. Such hits come after the others.
 */
lacks: Array<string>, 
/**
 * What was typed and stands in another form, inside of a longer word or mistyped; and how
 * it stands there.
 */
other_forms: Array<OtherForm>, };

export type SearchRequest = { text: string, 
/**
 * At most 100.
 */
limit: number, 
/**
 * Whether words that no page has may be replaced by their neighbours; false when the
 * person insists on what they typed.
 */
correct: boolean, sort: SearchSort, };

export type SearchSort = "relevance" | "edited";

export type Searches = { 
/**
 * What they typed and found something by, the last first.
 */
recent: Array<string>, 
/**
 * In the order in which they were saved.
 */
saved: Array<SavedSearch>, };

export type Segment = { text: string, marked: boolean, };

export type Session = { profile: ProfileCard, 
/**
 * Told once after sign-in, oldest first.
 */
notices: Array<Notice>, };

export type Shortcut = { 
/**
 * Modifiers and one key by its place: `Control+Alt+KeyT`. Modifiers are `Control`, `Alt`,
 * `Shift` and `Super`; places are the codes of UI Events §5.
 */
keys: string, 
/**
 * What that key says on the keyboard it was chosen with.
 */
name: string, };

export type ShortcutState = { "state": "off" } | { "state": "on" } | { "state": "taken" } | { "state": "by_hand", command: string, };

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

export type Total = { "count": "exactly", pages: number, } | { "count": "many", at_least: number, };

export type TrayState = "off" | "shown" | "not_here";

export type UiError = { "code": "locked" } | { "code": "wrong_password" } | { "code": "try_later", "fields": { seconds: number, } } | { "code": "password_refused", "fields": { why: PasswordRefused, } } | { "code": "name_taken" } | { "code": "name_refused" } | { "code": "profile_not_found" } | { "code": "profile_claimed" } | { "code": "profile_unclaimed" } | { "code": "profile_busy" } | { "code": "damaged", "fields": { file: DamagedFile, } } | { "code": "not_a_vault" } | { "code": "not_a_file", "fields": { file: DamagedFile, } } | { "code": "newer_version", "fields": { file: DamagedFile, } } | { "code": "no_keychain" } | { "code": "not_remembered" } | { "code": "forbidden" } | { "code": "last_administrator" } | { "code": "shortcut_taken" } | { "code": "shortcut_refused" } | { "code": "no_start_at_login" } | { "code": "scheme_not_ours" } | { "code": "port_taken", "fields": { port: number, } } | { "code": "port_reserved", "fields": { port: number, } } | { "code": "browser_not_opened" } | { "code": "bounce_not_https" } | { "code": "client_refused" } | { "code": "cancelled_at_notion" } | { "code": "state_mismatch" } | { "code": "attempt_expired" } | { "code": "attempt_used" } | { "code": "redirect_refused" } | { "code": "nothing_pending" } | { "code": "refused_by_notion", "fields": { error: string, } } | { "code": "token_refused" } | { "code": "not_a_token", "fields": { why: NotAToken, } } | { "code": "other_account" } | { "code": "connection_not_found" } | { "code": "connection_paused" } | { "code": "offline" } | { "code": "certificate", "fields": { fault: CertificateFault, } } | { "code": "proxy", "fields": { fault: ProxyFault, } } | { "code": "not_notion", "fields": { status: number, } } | { "code": "notion", "fields": { status: number, notion_code: string, message: string, } } | { "code": "rate_limited", "fields": { seconds: number, } } | { "code": "answer_too_large" } | { "code": "disk_full" } | { "code": "disk" } | { "code": "link_refused" } | { "code": "only_here" } | { "code": "no_randomness" } | { "code": "bad_request" } | { "code": "internal" };

export type WorkspaceForAssistants = { name: string, 
/**
 * What [`AllowedWorkspaces::These`] names it by.
 */
key: string, allowed: boolean, };

export const DEFAULT_MACHINE_SETTINGS: MachineSettings = {"appearance":"system","language":"system","zoom_percent":100,"preview_percent":45,"desktop":{"shortcut":null,"escape":"when_summoned","close":"quit","tray":false,"notify":false,"answer_search":false,"draw_safely":false}};

export const DEFAULT_PROFILE_SETTINGS: ProfileSettings = {"open_in":"browser","lock_after_minutes":30,"lock_with_system":true,"index_memory":"auto","meanings":false};
