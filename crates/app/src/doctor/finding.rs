//! What the doctor found of one part, and what would be done about it.
//!
//! Not here: sentences for it (the command line's `words`).

/// What was looked at, and how it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub part: Part,
    /// Below the data folder or the cache, never with a person's name.
    pub place: Option<String>,
    pub state: State,
    pub mend: Option<Mend>,
    /// The mend was carried out.
    pub mended: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    DataFolder,
    Files,
    Registry,
    Keys,
    Vault,
    Database,
    Index,
    Settings,
    Keychain,
    Scheme,
    Clock,
    Proxy,
    Certificates,
    Disk,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Fine,
    /// Worth knowing; nothing is broken.
    Note(Cause),
    Broken(Cause),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    Missing,
    /// A link, pipe, device or folder where a file belongs, or a file where a folder does.
    NotAFile,
    /// Others of this computer may read it; its mode, where files have one.
    OpenToOthers(Option<u32>),
    Damaged,
    NewerVersion,
    NotEncrypted,
    CannotBeRead,
    CannotBeWritten,
    /// A killed process left it.
    LeftOver,
    /// This computer's time is before this program was made.
    ClockBehind,
    /// Its host, without a name and a password.
    ProxySet(String),
    NoKeychain,
    NoCertificates,
    NobodyHandles,
    /// The name of the entry that does.
    AnotherHandles(String),
    /// Free bytes.
    LittleSpace(u64),
    NotLookedAt,
}

/// What would be done about it: to what is derived, or was ours to have done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    MakePrivate,
    RemoveLeftOver,
    /// It is made anew from the database when the profile opens.
    RemoveIndex,
}

impl Finding {
    pub(crate) fn fine(part: Part) -> Self {
        Self { part, place: None, state: State::Fine, mend: None, mended: false }
    }

    pub(crate) fn note(part: Part, cause: Cause) -> Self {
        Self { state: State::Note(cause), ..Self::fine(part) }
    }

    pub(crate) fn broken(part: Part, cause: Cause) -> Self {
        Self { state: State::Broken(cause), ..Self::fine(part) }
    }

    pub(crate) fn at(self, place: impl Into<String>) -> Self {
        Self { place: Some(place.into()), ..self }
    }

    pub(crate) fn mend(self, mend: Mend) -> Self {
        Self { mend: Some(mend), ..self }
    }

    /// Whether somebody has to do something still.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Broken(_)) && !self.mended
    }
}
