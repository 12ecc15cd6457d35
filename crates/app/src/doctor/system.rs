//! What the app needs of the computer: room, time, a keychain, certificates, the scheme.

use super::finding::{Cause, Finding, Part};
use crate::profile::keychain;
use crate::system::paths::IDENTIFIER;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A day before this program can have been made: 2026-11-01.
const MADE: Duration = Duration::from_secs(1_793_491_200);
/// Below this a sync stops soon.
const LITTLE: u64 = 200 * 1024 * 1024;
/// As `reqwest` reads them.
const PROXIES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"];

pub fn examine(data: &Path) -> Vec<Finding> {
    let mut found = vec![disk(data), clock(SystemTime::now()), certificates(), keychain(), scheme()];
    found.extend(proxy(|name| std::env::var(name).ok()));
    found
}

fn disk(data: &Path) -> Finding {
    // Of a folder that is not made yet: the disk that it will be on.
    let there = data.ancestors().find(|folder| folder.exists()).unwrap_or(data);
    match fs4::available_space(there) {
        Ok(bytes) => room(bytes),
        Err(_) => Finding::note(Part::Disk, Cause::NotLookedAt),
    }
}

pub(super) fn room(bytes: u64) -> Finding {
    match bytes {
        0 => Finding::broken(Part::Disk, Cause::LittleSpace(0)),
        1..LITTLE => Finding::note(Part::Disk, Cause::LittleSpace(bytes)),
        _ => Finding::fine(Part::Disk),
    }
}

/// Certificates are not valid yet for a clock that is behind.
pub(super) fn clock(now: SystemTime) -> Finding {
    if now.duration_since(UNIX_EPOCH).is_ok_and(|now| now >= MADE) {
        Finding::fine(Part::Clock)
    } else {
        Finding::broken(Part::Clock, Cause::ClockBehind)
    }
}

fn certificates() -> Finding {
    match trove_http::Clients::new() {
        Ok(_) => Finding::fine(Part::Certificates),
        Err(_) => Finding::broken(Part::Certificates, Cause::NoCertificates),
    }
}

/// The first that is set; where it is, without who signs in to it.
pub(super) fn proxy(variable: impl Fn(&str) -> Option<String>) -> Option<Finding> {
    let set = PROXIES.iter().find_map(|name| variable(name).filter(|value| !value.is_empty()))?;
    let host = url::Url::parse(&set).ok().and_then(|url| {
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        Some(format!("{}{port}", url.host_str()?))
    });
    Some(match host {
        Some(host) => Finding::note(Part::Proxy, Cause::ProxySet(host)),
        None => Finding::broken(Part::Proxy, Cause::Damaged),
    })
}

fn keychain() -> Finding {
    if keychain::is_there() {
        Finding::fine(Part::Keychain)
    } else {
        Finding::note(Part::Keychain, Cause::NoKeychain)
    }
}

/// The entry that the desktop starts for the redirect scheme; the window looks whether it is
/// its own before each sign-in.
fn scheme() -> Finding {
    if !cfg!(target_os = "linux") {
        return Finding::note(Part::Scheme, Cause::NotLookedAt);
    }
    let asked = Command::new("xdg-mime")
        .args(["query", "default", &format!("x-scheme-handler/{IDENTIFIER}")])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let Ok(answer) = asked else { return Finding::note(Part::Scheme, Cause::NotLookedAt) };
    handler(String::from_utf8_lossy(&answer.stdout).trim())
}

pub(super) fn handler(entry: &str) -> Finding {
    let ours = [format!("{IDENTIFIER}.desktop"), "Trove.desktop".into(), "trove.desktop".into()];
    match entry {
        "" => Finding::note(Part::Scheme, Cause::NobodyHandles),
        entry if ours.iter().any(|ours| ours == entry) => Finding::fine(Part::Scheme),
        entry => Finding::broken(Part::Scheme, Cause::AnotherHandles(entry.chars().take(80).collect())),
    }
}
