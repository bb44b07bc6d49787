use serde::{Deserialize, Serialize};

/// A task, as all services know it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    pub id: u64,
    pub full_title: String,
}

pub(crate) mod list {
    /// Tasks, many of them.
    #[derive(serde::Serialize)]
    pub struct Vec {
        pub of: std::vec::Vec<super::Task>,
    }
}
