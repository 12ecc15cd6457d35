//! Real vaults in real folders.
