//! The stories, in the order in which a person meets them.

mod first_run;

use crate::story::Story;

pub const ALL: &[Story] = &[first_run::FIRST_RUN];
