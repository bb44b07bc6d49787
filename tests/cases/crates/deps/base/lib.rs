//! Known to no crate but the library that exports it again.

/// Where to go on.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Paging {
    pub next: Option<u64>,
}
