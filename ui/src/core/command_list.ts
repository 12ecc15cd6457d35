// Generated from src-tauri/commands.rs; a test there holds the two together.
import type {
  About,
  AccessRequest,
  Administration,
  AskedByAssistant,
  AssistantSettings,
  Assistants,
  BeginSignIn,
  ConnectState,
  ConnectionCard,
  Coverage,
  DesktopState,
  DesktopWords,
  Event,
  ExportOutcome,
  ExportRequest,
  HelpPage,
  Home,
  Limits,
  LinkVerdict,
  LiveAnswer,
  MachineSettings,
  OpenedPage,
  Pace,
  PageImage,
  PageList,
  PageQuery,
  PasswordStrength,
  Preview,
  ProfileCard,
  ProfileSettings,
  Removal,
  Revocation,
  Role,
  SearchAnswer,
  SearchRequest,
  Searches,
  Session,
  Start,
} from "./bindings";

/** Command name → its arguments, as `invoke` takes them, and its reply. */
export interface Commands {
  start: [args: None, reply: Start];
  password_strength: [args: { name: string; password: string }, reply: PasswordStrength];
  create_administrator: [args: { name: string; password: string }, reply: Session];
  sign_in: [args: { profile: string; password: string }, reply: Session];
  /** Whether the system's keychain may open the profile; no keychain is asked. */
  is_remembered: [args: { profile: string }, reply: boolean];
  sign_in_remembered: [args: { profile: string }, reply: Session];
  claim_profile: [args: { profile: string; password: string }, reply: Session];
  forget_profile: [args: { profile: string }, reply: null];
  set_machine_settings: [args: { settings: MachineSettings }, reply: null];
  about: [args: None, reply: About];
  /** The words for what stands outside of the window, in the window's language. */
  desktop_words: [args: { words: DesktopWords }, reply: null];
  desktop_state: [args: None, reply: DesktopState];
  start_at_login: [args: { on: boolean }, reply: null];
  /** The window has drawn its first picture. */
  has_drawn: [args: None, reply: null];
  /** Esc, with nothing left to clear. */
  escape: [args: None, reply: null];
  quit: [args: None, reply: null];
  lock: [args: None, reply: null];
  touch: [args: None, reply: null];
  connect_state: [args: None, reply: ConnectState];
  begin_sign_in: [args: { request: BeginSignIn }, reply: null];
  open_sign_in_again: [args: None, reply: null];
  cancel_sign_in: [args: None, reply: null];
  finish_sign_in: [args: { address: string }, reply: null];
  connect_token: [args: { token: string }, reply: null];
  look_around: [args: None, reply: null];
  confirm_connection: [args: None, reply: ConnectionCard];
  decline_connection: [args: None, reply: Revocation];
  connections: [args: None, reply: ConnectionCard[]];
  disconnect: [args: { connection: string }, reply: Revocation];
  refresh: [args: { connection: string | null }, reply: null];
  search: [args: { request: SearchRequest }, reply: SearchAnswer];
  /** What is shown before a letter is typed. */
  home: [args: None, reply: Home];
  /** What others changed so far counts as seen. */
  look_at_changes: [args: None, reply: null];
  /** Searches made lately and those that are saved, with what is new in each. */
  searches: [args: None, reply: Searches];
  /** The person found something by it. */
  remember_search: [args: { text: string }, reply: null];
  forget_recent_searches: [args: None, reply: null];
  save_search: [args: { text: string; saved: boolean }, reply: null];
  /** What a saved search finds now counts as seen. */
  look_at_search: [args: { text: string }, reply: null];
  /** Names that the value of a filter could become. */
  filter_values: [args: { filter: string; typed: string }, reply: string[]];
  /** Notion's own search; `shown` are the ids that need no second mention. */
  live_search: [args: { text: string; shown: string[] }, reply: LiveAnswer];
  /** What is stored of a page, with what `text` asks for marked. */
  preview: [args: { page: string; text: string; correct: boolean; at: number | null }, reply: Preview];
  /** Fetches an image of a page, which the person asked for. */
  image: [args: { page: string; image: number }, reply: PageImage];
  coverage: [args: None, reply: Coverage];
  check_link: [args: { text: string }, reply: LinkVerdict];
  pin_page: [args: { page: string; pinned: boolean }, reply: null];
  pause_connection: [args: { connection: string; paused: boolean }, reply: null];
  set_pace: [args: { connection: string; pace: Pace }, reply: null];
  /** What is stored stays; where more may be kept, listing and reading go on. */
  set_limits: [args: { connection: string; limits: Limits }, reply: null];
  /** Lets go of the pages that vanished all at once; replies how many they were. */
  let_go_of_missing: [args: { connection: string }, reply: number];
  /** The window has the person's attention: a good moment to ask what changed. */
  focused: [args: None, reply: null];
  pages: [args: { query: PageQuery }, reply: PageList];
  /** Copies pages into plain files, in a folder that the person is asked for; nothing where */
  /** they choose none. */
  export: [args: { request: ExportRequest }, reply: ExportOutcome | null];
  stop_export: [args: None, reply: null];
  open_page: [args: { page: string; other: boolean }, reply: OpenedPage];
  open_help: [args: { page: HelpPage }, reply: null];
  profile_settings: [args: None, reply: ProfileSettings];
  set_profile_settings: [args: { settings: ProfileSettings }, reply: null];
  change_password: [args: { old: string; new: string }, reply: null];
  remember_me: [args: { on: boolean }, reply: null];
  assistants: [args: None, reply: Assistants];
  set_assistant_settings: [args: { settings: AssistantSettings }, reply: null];
  /** What assistants asked, the newest last. */
  asked_by_assistants: [args: None, reply: AskedByAssistant[]];
  /** The program that asks to be let in now. */
  access_request: [args: None, reply: AccessRequest | null];
  /** Whether it still waited for the answer. */
  answer_access_request: [args: { number: number; granted: boolean }, reply: boolean];
  administration: [args: None, reply: Administration];
  accept_registry: [args: None, reply: null];
  create_profile: [args: { name: string; role: Role }, reply: ProfileCard];
  remove_profile: [args: { profile: string; password: string }, reply: null];
  remove_authorization: [args: { profile: string; connection: string; password: string }, reply: Removal];
}

/** Commands that are handed a channel → what comes through it. */
export interface Streams {
  /** One stream of events for the life of the window. */
  watch: Event;
}

type None = Record<string, never>;
