//! What a start is asked for by its arguments, its own or a second start's. Links among them
//! are `deep_link`'s.

/// Brings the window forward at its search box.
const SUMMON: &str = "--summon";
/// Starts without showing the window, as at login.
pub const HIDDEN: &str = "--hidden";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The window, as it was.
    Window,
    /// The window at its box, until Esc.
    Search,
    /// No window; one that is there stays as it is.
    Nothing,
}

/// What is not known is no reason to fail: a link has to arrive.
pub fn wanted(arguments: impl IntoIterator<Item = impl AsRef<str>>) -> Wanted {
    let mut wanted = Wanted::Window;
    for argument in arguments {
        match argument.as_ref() {
            SUMMON => return Wanted::Search,
            HIDDEN => wanted = Wanted::Nothing,
            _ => {}
        }
    }
    wanted
}

/// The command that summons this program's window, for a desktop's own settings.
#[cfg(target_os = "linux")]
pub fn summons() -> String {
    let program = std::env::current_exe().ok();
    let program = program.and_then(|path| path.to_str().map(str::to_owned));
    let program = program.unwrap_or_else(|| "trove-desktop".into());
    match program.contains(char::is_whitespace) {
        true => format!("\"{program}\" {SUMMON}"),
        false => format!("{program} {SUMMON}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_say_what_is_wanted() {
        for (arguments, expected) in [
            (&["trove-desktop"][..], Wanted::Window),
            (&["trove-desktop", "--summon"], Wanted::Search),
            (&["trove-desktop", "--hidden"], Wanted::Nothing),
            (&["trove-desktop", "--hidden", "--summon"], Wanted::Search),
            (&["trove-desktop", "net.trovesearch.desktop:/oauth/callback?code=--summon"], Wanted::Window),
            (&["trove-desktop", "--hiddenly"], Wanted::Window),
            (&[], Wanted::Window),
        ] {
            assert_eq!(wanted(arguments), expected, "{arguments:?}");
        }
    }
}
