//! How a command ends that could not go on.

/// Why a command ended early: one sentence for the person at the terminal.
#[derive(Debug)]
pub struct Stop(pub String);

pub type Outcome<T> = Result<T, Stop>;
