//! Whole profiles in real folders.
