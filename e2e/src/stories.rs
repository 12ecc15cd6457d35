//! The stories, in the order in which a person meets them.

mod administration;
mod assistants;
mod connect;
mod coverage;
mod desktop;
mod hostile;
mod keystrokes;
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
    coverage::CUT_SHORT,
    lists::TWO_WORKSPACES,
    lists::DISCONNECT,
    desktop::SUMMONED,
    desktop::TOLD_OUTSIDE,
    desktop::DESKTOP_SEARCH,
    assistants::LET_IN,
    desktop::WHERE_IT_WAS,
    desktop::DRAWS_NOTHING,
    administration::SECOND_PROFILE,
    administration::REMOVAL,
    hostile::HOSTILE_PAGES,
    hostile::SCRIPT_IN_THE_WINDOW,
    secrets::NO_LEAK,
];

/// Told by name only: one needs the Debian package installed, the others tell how long keys take
/// here and what a hidden window costs, which says nothing about whether they work.
pub const BY_NAME: &[Story] = &[link::INSTALLED_PACKAGE, keystrokes::KEYSTROKES, desktop::HIDDEN_COST];
