//! What each security check promises, in our words, and why a number has no test where it has
//! none, or which part of it the tests leave out.
//!
//! Not here: the tests (`security_checks` finds them).

/// One check.
pub struct Promise {
    pub number: u8,
    pub chapter: &'static str,
    pub text: &'static str,
    /// What is not tested, and why; empty where nothing is missing.
    pub rest: &'static str,
}

const fn promise(number: u8, chapter: &'static str, text: &'static str, rest: &'static str) -> Promise {
    Promise { number, chapter, text, rest }
}

const SIGN_IN: &str = "Signing in at Notion";
const WINDOW: &str = "The window";
const PROFILES: &str = "Profiles and the vault";
const COPY: &str = "The copy on this computer";
const READING: &str = "Reading from Notion";
const PAGES: &str = "What pages say";
const BUILD: &str = "Logs, what it is built from, and the sample";
const ASSISTANTS: &str = "Assistants";

pub const PROMISES: &[Promise] = &[
    promise(
        1,
        SIGN_IN,
        "Every sign-in has a state of 256 random bits; without randomness no browser opens.",
        "",
    ),
    promise(
        2,
        SIGN_IN,
        "The consent address is Notion's, over https, with exactly its five parameters and no secret; where another program owns the scheme, no browser opens.",
        "",
    ),
    promise(
        3,
        SIGN_IN,
        "A good-looking answer that nobody asked for changes nothing and asks nothing of Notion.",
        "",
    ),
    promise(
        4,
        SIGN_IN,
        "Wrong states, however many and however near, neither use nor cancel the attempt, move no window, and one right answer is one exchange.",
        "",
    ),
    promise(5, SIGN_IN, "An answer delivered twice, also at the same moment, is exchanged once.", ""),
    promise(
        6,
        SIGN_IN,
        "An attempt is good for ten minutes on two clocks; no clock that is set makes it last.",
        "",
    ),
    promise(
        7,
        SIGN_IN,
        "An answer belongs to the profile and the attempt that asked; while locked it asks nothing.",
        "",
    ),
    promise(8, SIGN_IN, "Only the newest attempt counts, and none after success.", ""),
    promise(
        9,
        SIGN_IN,
        "An answer is compared byte for byte, before any address parser; what is malformed in any way is refused, and nothing panics.",
        "",
    ),
    promise(
        10,
        SIGN_IN,
        "Cancel at Notion ends the attempt with a sentence and no request; what Notion writes beside it is never read.",
        "",
    ),
    promise(
        11,
        SIGN_IN,
        "The code is exchanged by one request to the letter, over https or to this computer, and no redirect is followed.",
        "",
    ),
    promise(
        12,
        SIGN_IN,
        "Secrets cannot be printed, serialized or compared by accident; states are compared in constant time.",
        "",
    ),
    promise(
        13,
        SIGN_IN,
        "The listener is on both loopback addresses of one port or there is none; it takes one well-formed answer, lets nobody wait, and is gone with the attempt.",
        "",
    ),
    promise(
        14,
        SIGN_IN,
        "Many refused requests cause one renewal; the new pair is on disk before it is used, is of the same workspace and bot, and outlives the end of the process.",
        "",
    ),
    promise(
        15,
        SIGN_IN,
        "A renewal that Notion refuses is tried once; the connection stops, and what was read stays readable.",
        "",
    ),
    promise(16, WINDOW, "The window's settings and its content security policy are the agreed ones.", ""),
    promise(
        17,
        WINDOW,
        "The window may call the commands of one list, and handler, permission and TypeScript are made from it.",
        "",
    ),
    promise(
        18,
        WINDOW,
        "Pages from elsewhere can call nothing; Tauri is newer than CVE-2026-42184.",
        "that the Windows branch of Tauri's check holds is believed of its version; it cannot run on Linux.",
    ),
    promise(19, WINDOW, "No plugin for shell, files, requests or SQL; Stronghold is known to one room.", ""),
    promise(
        20,
        WINDOW,
        "In a whole session no reply, event or file holds a token, code, state, secret or password.",
        "",
    ),
    promise(
        21,
        WINDOW,
        "A released window has no inspector.",
        "that WebKit opens no inspector port although its variable is set wants a released build with a window; the feature that would compile it in is refused.",
    ),
    promise(22, WINDOW, "Script that got into the window reaches nobody.", ""),
    promise(
        23,
        WINDOW,
        "Nothing leads the window elsewhere, or opens another.",
        "dropping files from a desktop cannot be driven by WebDriver.",
    ),
    promise(
        24,
        WINDOW,
        "Whatever a command is sent, it ends with an answer or a typed error, and nothing is written beside the data folder.",
        "",
    ),
    promise(
        25,
        PROFILES,
        "Names are accepted or refused by one rule, look-alikes are one name, and only random ids reach the disk.",
        "",
    ),
    promise(26, PROFILES, "A key file whose cost was changed derives nothing.", ""),
    promise(27, PROFILES, "Two profiles with one password share nothing on disk.", ""),
    promise(
        28,
        PROFILES,
        "A wrong password, damage and a stranger's file are told apart, and none changes a file.",
        "",
    ),
    promise(29, PROFILES, "A vault whose header asks for another cost never reaches the derivation.", ""),
    promise(
        30,
        PROFILES,
        "Killed at any moment while saving, the vault opens with what was last written.",
        "",
    ),
    promise(31, PROFILES, "A full disk or a limit while saving is an error, and the old vault opens.", ""),
    promise(
        32,
        PROFILES,
        "Files are private whatever the umask, and folders that are not ours keep their mode.",
        "",
    ),
    promise(33, PROFILES, "Files swapped between profiles open nothing.", ""),
    promise(
        34,
        PROFILES,
        "An administrator sees names, dates and status of others, and nothing else; nobody acts on somebody else's connection.",
        "",
    ),
    promise(
        35,
        PROFILES,
        "Removing a profile asks for a password, destroys its files, and nothing brings it back.",
        "",
    ),
    promise(
        36,
        PROFILES,
        "A registry edited by hand is told, gives nobody a role that their key file does not, and removes nobody's connection: a removal is signed, and carried out where its profile knows the administrator.",
        "",
    ),
    promise(
        37,
        PROFILES,
        "Wrong passwords cost a growing delay that restarts, clocks and folders that cannot be written do not clear; other profiles are not delayed.",
        "",
    ),
    promise(
        38,
        PROFILES,
        "Void: the sign-in screen lists the profiles, so a name tells nothing.",
        "it is no secret.",
    ),
    promise(
        39,
        PROFILES,
        "Passwords count byte for byte up to their bound; well-known ones are refused.",
        "",
    ),
    promise(
        40,
        PROFILES,
        "A change of password cut off anywhere leaves the old one or the new one, never both or none.",
        "",
    ),
    promise(
        41,
        PROFILES,
        "Locked, every command says so, no thread and no server is waited for, the keys are gone, and of what was held in memory no more copies are left than are counted.",
        "the webview's process is not scanned, and copies in C libraries are counted, not prevented.",
    ),
    promise(
        42,
        PROFILES,
        "It locks on time, after sleep and with the system, whatever clocks are set to; never while somebody is there or a command works.",
        "on other systems than Linux neither the clocks nor the system tell of sleep and locks.",
    ),
    promise(
        43,
        PROFILES,
        "No core file, and no other process of the user reads its memory.",
        "Linux and, for core files, macOS; Windows has no such switch.",
    ),
    promise(
        44,
        PROFILES,
        "One window per data folder and one process per profile; without a keychain nothing is remembered.",
        "",
    ),
    promise(45, COPY, "Nothing readable of a page, a query or a secret lies on disk.", ""),
    promise(
        46,
        COPY,
        "A plain, foreign, empty, newer or wrongly keyed database is refused and left alone, and every connection has the agreed settings.",
        "",
    ),
    promise(47, COPY, "A flipped bit is an error or does no harm; what can be derived is made anew.", ""),
    promise(48, COPY, "Killed at any moment, reading ends in the same as undisturbed.", ""),
    promise(49, COPY, "A full disk is said, stops nothing that reads, and is got over.", ""),
    promise(
        50,
        READING,
        "Nobody asks before Notion's `Retry-After` is over; without sense in it the wait is bounded and never zero.",
        "",
    ),
    promise(
        51,
        READING,
        "Whatever a server answers (cut, garbage, bombs, circles, endless lists, ever-new pages) it ends, in typed errors, in 300 MB at most, and no half page is stored.",
        "",
    ),
    promise(
        52,
        READING,
        "Revoked, unshared and trashed pages are told apart; wrong clocks lose nothing; a token goes to its origin only.",
        "",
    ),
    promise(53, PAGES, "Nothing from a page becomes markup.", ""),
    promise(54, PAGES, "Only Notion's own addresses are opened, one argument each, written anew.", ""),
    promise(
        55,
        PAGES,
        "A page loads nothing from anywhere. An image that the person asks for is fetched by the core, over https, from public addresses alone, with nothing of ours on the request, bounded, and only as an image.",
        "",
    ),
    promise(
        56,
        PAGES,
        "No query and no page is too odd or too long: answers, steps that grow with the text, and parts that a window can hold.",
        "",
    ),
    promise(
        57,
        BUILD,
        "At its loudest the log holds no secret, and nothing that is logged can forge a line.",
        "",
    ),
    promise(
        58,
        BUILD,
        "Libraries, licences and exceptions are the recorded ones; what parses foreign bytes is fuzzed.",
        "`cargo deny` and `npm audit` want a network and run where there is one; coverage-guided fuzzing wants another toolchain.",
    ),
    promise(
        59,
        BUILD,
        "There is no updater to be fooled, locked versions are built, and a bill of materials names them.",
        "that two builds are the same to the byte is not promised; packages are not signed.",
    ),
    promise(
        60,
        BUILD,
        "Built programs are position independent, their tables read-only after the start, their stack not executable, and they hold no secret.",
        "paths of the machine that built a program stand in its panic messages.",
    ),
    promise(
        61,
        BUILD,
        "The sample inside the app has no control port, answers its own token under a name of this computer only, and is gone with the profile.",
        "",
    ),
    promise(
        62,
        ASSISTANTS,
        "Assistants are told nothing until the person allows it, nothing of a workspace that is not allowed by any way, and nothing once that is taken back or the window locks.",
        "what an assistant does with what it was told.",
    ),
    promise(
        63,
        ASSISTANTS,
        "What an assistant asks is written down, no password is taken from its conversation, and what nobody sees on a page is not handed over.",
        "a program may call itself another.",
    ),
    promise(
        64,
        ASSISTANTS,
        "A window lets a program in only by its person's word, asked once, with No as the answer of Enter, Esc and silence; over a socket that is this user's alone and carries no key, password or token; and whoever is rude there holds up nobody.",
        "the system's word for who is at the other end, seen with another user: the tests have one user. On Windows there is no such way in.",
    ),
];
