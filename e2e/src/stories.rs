//! The stories, in the order in which a person meets them.

mod administration;
mod connect;
mod coverage;
mod hostile;
mod link;
mod lists;
mod search;
mod secrets;
mod sign_in;

use crate::story::Story;

pub const ALL: &[Story] = &[
    sign_in::FIRST_RUN,
    sign_in::LOOK_AROUND,
    sign_in::RESTART,
    sign_in::WRONG_PASSWORD,
    connect::PASTE_TOKEN,
    connect::LOOPBACK,
    connect::PASTE_ADDRESS,
    connect::CANCEL,
    connect::WRONG_STATE,
    link::COLD_START,
    link::WHILE_LOCKED,
    link::CHROMIUM,
    search::FINDS_WORDS,
    coverage::WHY_NOT_FOUND,
    lists::TWO_WORKSPACES,
    lists::DISCONNECT,
    administration::SECOND_PROFILE,
    administration::REMOVAL,
    hostile::HOSTILE_PAGES,
    hostile::SCRIPT_IN_THE_WINDOW,
    secrets::NO_LEAK,
];

/// Told by name only, after the Debian package was installed.
pub const INSTALLED: &[Story] = &[link::INSTALLED_PACKAGE];
