//! What the doctor found, and what to do about it.
//!
//! Not here: the codes of its JSON (`answers`).

use std::path::Path;
use trove_app::doctor::{Cause, Finding, Mend, Part, State};

/// One line: how it is, what, where, why, and what to do.
pub fn finding(finding: &Finding) -> String {
    let place =
        finding.place.as_ref().map(|place| format!(" {}", crate::plain::plain(place))).unwrap_or_default();
    let (mark, cause) = match &finding.state {
        State::Fine => ("ok    ", None),
        State::Note(cause) => ("note  ", Some(cause)),
        State::Broken(_) if finding.mended => ("mended", None),
        State::Broken(cause) => ("BROKEN", Some(cause)),
    };
    let said = cause.map(|cause| format!(": {}", said(finding.part, cause))).unwrap_or_default();
    let would = match finding.mend {
        Some(mend) if !finding.mended => format!(" {}", would(mend)),
        _ => String::new(),
    };
    format!("{mark} {}{place}{said}{would}", part(finding.part))
}

pub fn examined(found: &[Finding], repaired: bool) -> String {
    let broken = found.iter().filter(|finding| finding.is_open()).count();
    let mendable = found.iter().filter(|finding| finding.mend.is_some() && !finding.mended).count();
    let summary = match broken {
        0 => "Nothing is broken.".to_owned(),
        1 => "One thing is broken.".to_owned(),
        broken => format!("{broken} things are broken."),
    };
    match mendable {
        0 => summary,
        _ if repaired => format!("{summary} Some could not be mended: see above."),
        _ => format!("{summary} To do what is said above: trove doctor --repair"),
    }
}

pub fn bundled(file: &Path) -> String {
    format!(
        "Written to {}: the log and this report, not compressed, so that you can read it before you hand it on.",
        file.display()
    )
}

pub fn bundle_exists(file: &Path) -> String {
    format!("There is a file {} already. Name another one.", file.display())
}

fn part(part: Part) -> &'static str {
    match part {
        Part::DataFolder => "data folder",
        Part::Files => "files",
        Part::Registry => "profiles",
        Part::Keys => "keys",
        Part::Vault => "tokens",
        Part::Database => "pages",
        Part::Index => "index",
        Part::Settings => "settings",
        Part::Keychain => "keychain",
        Part::Scheme => "sign-in links",
        Part::Clock => "clock",
        Part::Proxy => "proxy",
        Part::Certificates => "certificates",
        Part::Disk => "disk",
    }
}

fn said(part: Part, cause: &Cause) -> String {
    match cause {
        Cause::Missing => "not there yet.".into(),
        Cause::NotAFile => {
            "something else lies in its place (a link, a pipe, a folder). Move it away.".into()
        }
        Cause::OpenToOthers(Some(mode)) => {
            format!("others on this computer may read it (mode {mode:o}).")
        }
        Cause::OpenToOthers(None) => "others on this computer may read it.".into(),
        Cause::Damaged => damaged(part).into(),
        Cause::NewerVersion => "written by a newer version of Trove. Use that one.".into(),
        Cause::NotEncrypted => "not encrypted, so not Trove's. Move it away.".into(),
        Cause::CannotBeRead => "it cannot be read. Look at its permissions and its disk.".into(),
        Cause::CannotBeWritten => "it cannot be written. Look at its permissions and its disk.".into(),
        Cause::LeftOver => "left by a program that was killed.".into(),
        Cause::ClockBehind => "this computer's clock is behind. Set it, or no certificate is valid.".into(),
        Cause::ProxySet(host) => format!("Notion is asked through {}.", crate::plain::plain(host)),
        Cause::NoKeychain => "there is none to remember profiles in. Passwords are asked for.".into(),
        Cause::NoCertificates => "the system's cannot be used, so Notion cannot be asked.".into(),
        Cause::NobodyHandles => "nothing opens them yet. The window sees to it when it starts.".into(),
        Cause::AnotherHandles(entry) => format!(
            "{} opens them instead of Trove. Start the window once, or use the way through this computer's port.",
            crate::plain::plain(entry)
        ),
        Cause::LittleSpace(bytes) => {
            format!("{} MB are free. Make room: what is read is kept, and goes on from there.", bytes >> 20)
        }
        Cause::NotLookedAt => "not looked at.".into(),
    }
}

fn damaged(part: Part) -> &'static str {
    match part {
        Part::Settings => "damaged. The defaults count until a setting is changed.",
        Part::Database => "damaged. Put a copy of it back, or forget the profile and connect again.",
        Part::Vault => "damaged. Put a copy of it back, or connect the workspaces again.",
        Part::Keys | Part::Registry => "damaged. Put a copy of it back; nothing was changed.",
        Part::Proxy => "what the environment names is no address. Correct HTTPS_PROXY.",
        _ => "damaged.",
    }
}

fn would(mend: Mend) -> &'static str {
    match mend {
        Mend::MakePrivate => "--repair makes it private.",
        Mend::RemoveLeftOver => "--repair removes it.",
        Mend::RemoveIndex => "--repair removes it; it is made anew when the profile opens.",
    }
}
