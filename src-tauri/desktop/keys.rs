//! Keys that a person chose, as the window names them: modifiers and a key by its place on the
//! keyboard (UI Events KeyboardEvent code Values). Pure.

/// Modifiers and the key's number in Linux' input-event-codes.h, which X11 counts from eight on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys {
    pub control: bool,
    pub alt: bool,
    pub shift: bool,
    pub super_key: bool,
    pub place: u8,
    /// As the window and other systems name it.
    pub code: &'static str,
}

impl Keys {
    /// `None` for what names no key, and for keys that typing needs: a letter alone or with
    /// Shift, or one that is pressed by itself all day.
    pub fn parse(text: &str) -> Option<Self> {
        let (modifiers, code) = text.rsplit_once('+').unwrap_or(("", text));
        let (code, place) = PLACES.iter().find(|(name, _)| *name == code).copied()?;
        let mut keys = Self { control: false, alt: false, shift: false, super_key: false, place, code };
        for modifier in modifiers.split('+').filter(|modifier| !modifier.is_empty()) {
            let set = match modifier {
                "Control" => &mut keys.control,
                "Alt" => &mut keys.alt,
                "Shift" => &mut keys.shift,
                "Super" => &mut keys.super_key,
                _ => return None,
            };
            *set = true;
        }
        let commands = keys.control || keys.alt || keys.super_key;
        (commands || is_function_key(code)).then_some(keys)
    }
}

fn is_function_key(code: &str) -> bool {
    code.strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok())
}

/// Keys by name and number. Escape and the modifiers are not among them.
const PLACES: &[(&str, u8)] = &[
    ("Digit1", 2),
    ("Digit2", 3),
    ("Digit3", 4),
    ("Digit4", 5),
    ("Digit5", 6),
    ("Digit6", 7),
    ("Digit7", 8),
    ("Digit8", 9),
    ("Digit9", 10),
    ("Digit0", 11),
    ("Minus", 12),
    ("Equal", 13),
    ("Backspace", 14),
    ("Tab", 15),
    ("KeyQ", 16),
    ("KeyW", 17),
    ("KeyE", 18),
    ("KeyR", 19),
    ("KeyT", 20),
    ("KeyY", 21),
    ("KeyU", 22),
    ("KeyI", 23),
    ("KeyO", 24),
    ("KeyP", 25),
    ("BracketLeft", 26),
    ("BracketRight", 27),
    ("Enter", 28),
    ("KeyA", 30),
    ("KeyS", 31),
    ("KeyD", 32),
    ("KeyF", 33),
    ("KeyG", 34),
    ("KeyH", 35),
    ("KeyJ", 36),
    ("KeyK", 37),
    ("KeyL", 38),
    ("Semicolon", 39),
    ("Quote", 40),
    ("Backquote", 41),
    ("Backslash", 43),
    ("KeyZ", 44),
    ("KeyX", 45),
    ("KeyC", 46),
    ("KeyV", 47),
    ("KeyB", 48),
    ("KeyN", 49),
    ("KeyM", 50),
    ("Comma", 51),
    ("Period", 52),
    ("Slash", 53),
    ("Space", 57),
    ("F1", 59),
    ("F2", 60),
    ("F3", 61),
    ("F4", 62),
    ("F5", 63),
    ("F6", 64),
    ("F7", 65),
    ("F8", 66),
    ("F9", 67),
    ("F10", 68),
    ("F11", 87),
    ("F12", 88),
    ("Home", 102),
    ("ArrowUp", 103),
    ("PageUp", 104),
    ("ArrowLeft", 105),
    ("ArrowRight", 106),
    ("End", 107),
    ("ArrowDown", 108),
    ("PageDown", 109),
    ("Insert", 110),
    ("Delete", 111),
    ("Pause", 119),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_that_typing_does_not_need() {
        for (text, expected) in [
            ("Control+Alt+Space", Some((true, true, false, false, 57))),
            ("Super+Space", Some((false, false, false, true, 57))),
            ("Control+Shift+KeyT", Some((true, false, true, false, 20))),
            ("Alt+Backquote", Some((false, true, false, false, 41))),
            ("F9", Some((false, false, false, false, 67))),
            ("Shift+F12", Some((false, false, true, false, 88))),
            ("KeyT", None),
            ("Shift+KeyT", None),
            ("Enter", None),
            ("Shift+Insert", None),
            ("Control+Escape", None),
            ("Control+", None),
            ("Control", None),
            ("Control+ControlLeft", None),
            ("Hyper+KeyT", None),
            ("Control+keyt", None),
            ("Control+KeyT+KeyU", None),
            ("", None),
            ("+", None),
            ("Control+é", None),
        ] {
            let keys = Keys::parse(text);
            let keys = keys.map(|keys| (keys.control, keys.alt, keys.shift, keys.super_key, keys.place));
            assert_eq!(keys, expected, "{text:?}");
        }
    }
}
