//! How each file names its SQL. Not the SQL itself: that stands in the file of its
//! concept.

/// Names each statement and lists them all in `ALL`, so that one test can prepare every
/// statement on a migrated database and none is forgotten.
macro_rules! statements {
    ($($name:ident = $sql:expr;)*) => {
        pub(crate) mod sql {
            $(pub(crate) const $name: &str = $sql;)*
            #[cfg(test)]
            pub(crate) const ALL: &[&str] = &[$($name),*];
        }
    };
}

pub(crate) use statements;
