//! A library that is not called as its package.

/// Not a triple.
#[derive(serde::Serialize)]
pub struct Triple {
    pub of: u8,
}

macro_rules! id {
    ($name:ident) => {
        /// Born in a macro.
        #[derive(serde::Serialize)]
        pub struct $name(pub u64);
    };
}

id!(Id);
