//! Connecting a workspace: the attempt, its redirect, and the person's word before
//! anything is stored.
//!
//! Not here: the checks of a redirect (`trove-oauth`), and where an attempt stands
//! (`state::connecting`).

mod attempt;
mod candidate;
mod confirmation;
mod connect_state;
mod redirect;
