//! What the window is told of a password while it is typed: never the password.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How good a password is, while it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct PasswordStrength {
    /// 0 (guessed at once) to 4 (very hard to guess).
    pub score: u8,
    /// Why it would be refused; `None` when it is good enough.
    pub refused: Option<PasswordRefused>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PasswordRefused {
    TooShort,
    TooLong,
    LikeTheName,
    TooCommon,
}
