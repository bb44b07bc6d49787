//! What clients send and receive. Their types follow serde's attributes; these comments become
//! their docs.

use std::collections::BTreeMap;

use centrifugo_runtime::RpcError;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A task.
#[derive(Debug, Clone, Serialize)]
pub struct Task {
    /// Given by the server.
    pub id: Uuid,
    /// One line; never empty.
    pub title: String,
    /// How urgent it is.
    pub priority: Priority,
    /// Where it stands.
    pub status: Status,
    /// In the order in which they were given.
    pub tags: Vec<String>,
    /// The day on which it should be done.
    pub due: Option<NaiveDate>,
    /// Nobody, if it is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Assignee>,
    /// When the server made it.
    pub created_at: DateTime<Utc>,
}

/// How urgent a task is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// When there is time.
    Low,
    /// The default.
    #[default]
    Normal,
    /// Before all others.
    High,
}

/// Where a task stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Status {
    /// Nobody has begun.
    Open,
    /// Somebody works on it.
    InProgress {
        /// When the work began.
        since: DateTime<Utc>,
    },
    /// Nothing is left to do.
    Done {
        /// When it was finished.
        at: DateTime<Utc>,
        /// Who finished it.
        by: String,
    },
}

/// Who works on a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignee {
    /// Full name.
    pub name: String,
    /// Where to ask.
    pub email: Option<String>,
}

/// What a task is made from.
#[derive(Debug, Clone, Deserialize)]
pub struct NewTask {
    /// One line; must not be empty.
    pub title: String,
    /// How urgent it is.
    #[serde(default)]
    pub priority: Priority,
    /// None, unless given.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The day on which it should be done.
    pub due: Option<NaiveDate>,
    /// Who is to work on it.
    pub assignee: Option<Assignee>,
}

/// Names a task.
#[derive(Debug, Clone, Deserialize)]
pub struct TaskId {
    /// As in [`Task::id`].
    pub id: Uuid,
}

/// A task's new status.
#[derive(Debug, Clone, Deserialize)]
pub struct SetStatus {
    /// As in [`Task::id`].
    pub id: Uuid,
    /// What it shall be.
    pub status: Status,
}

/// Whose tasks to count.
#[derive(Debug, Clone, Deserialize)]
pub struct TaskStatsParams {
    /// The assignee's name.
    pub user_id: String,
    /// Count finished tasks as well.
    #[serde(default)]
    pub include_completed: bool,
}

/// Counts of one user's tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskStatsResult {
    /// All that were counted.
    pub total: i64,
    /// Those that are finished; 0 unless asked for.
    pub completed: i64,
    /// Those that are not.
    pub pending: i64,
    /// How many have each tag.
    pub by_tag: BTreeMap<String, u64>,
}

/// What can go wrong with a task.
#[derive(Debug, thiserror::Error, RpcError)]
pub enum TaskError {
    /// There is no such task.
    #[error("no task {id}")]
    #[rpc(code = 1001)]
    NotFound {
        /// What was asked for.
        id: Uuid,
    },
    /// A task needs a title.
    #[error("the title is empty")]
    #[rpc(code = 1002)]
    EmptyTitle,
    /// There are too many tasks just now.
    #[error("too many tasks")]
    #[rpc(code = 1003, temporary)]
    Full,
}
