//! The methods. Each is an async function; its arguments say what it needs.

use std::collections::BTreeMap;

use centrifugo_runtime::{ConnectionContext, RpcError, State, websocket_rpc};
use chrono::Utc;
use uuid::Uuid;

use crate::model::{
    NewTask, SetStatus, Status, Task, TaskError, TaskId, TaskStatsParams, TaskStatsResult,
};
use crate::store::TaskStore;

/// Makes a task.
#[websocket_rpc("tasks.create")]
pub async fn create(
    _conn: ConnectionContext,
    State(store): State<TaskStore>,
    params: NewTask,
) -> Result<Task, TaskError> {
    if params.title.trim().is_empty() {
        return Err(TaskError::EmptyTitle);
    }
    let task = Task {
        id: Uuid::now_v7(),
        title: params.title,
        priority: params.priority,
        status: Status::Open,
        tags: params.tags,
        due: params.due,
        assignee: params.assignee,
        created_at: Utc::now(),
    };
    store.insert(task.clone())?;
    Ok(task)
}

/// One task.
#[websocket_rpc("tasks.get", idempotent)]
pub async fn get(
    _conn: ConnectionContext,
    State(store): State<TaskStore>,
    params: TaskId,
) -> Result<Task, TaskError> {
    store.update(params.id, |_| ())
}

/// All tasks, the oldest first.
#[websocket_rpc("tasks.list", idempotent, timeout = "5s")]
pub async fn list(_conn: ConnectionContext, State(store): State<TaskStore>) -> Vec<Task> {
    store.all()
}

/// Gives a task a new status.
///
/// Nobody but the user who calls can be the one who finished it.
#[websocket_rpc("tasks.set_status", errors(TaskError))]
pub async fn set_status(
    conn: ConnectionContext,
    State(store): State<TaskStore>,
    params: SetStatus,
) -> Result<Task, RpcError> {
    if let Status::Done { by, .. } = &params.status
        && conn.user_id() != Some(by.as_str())
    {
        return Err(RpcError::new(403, "`by` is not you"));
    }
    // `?` keeps the code of an error that the attribute declares.
    Ok(store.update(params.id, |task| task.status = params.status)?)
}

/// Removes a task.
#[websocket_rpc("tasks.remove")]
pub async fn remove(
    _conn: ConnectionContext,
    State(store): State<TaskStore>,
    params: TaskId,
) -> Result<(), TaskError> {
    store.remove(params.id)
}

/// Counts of one user's tasks.
#[websocket_rpc("tasks.get_stats", idempotent)]
pub async fn get_task_stats(
    _conn: ConnectionContext,
    State(store): State<TaskStore>,
    params: TaskStatsParams,
) -> Result<TaskStatsResult, RpcError> {
    let mut stats = TaskStatsResult {
        total: 0,
        completed: 0,
        pending: 0,
        by_tag: BTreeMap::new(),
    };
    let is_theirs = |task: &Task| {
        task.assignee
            .as_ref()
            .is_some_and(|a| a.name == params.user_id)
    };
    for task in store.all().into_iter().filter(is_theirs) {
        match task.status {
            Status::Done { .. } if !params.include_completed => continue,
            Status::Done { .. } => stats.completed += 1,
            Status::Open | Status::InProgress { .. } => stats.pending += 1,
        }
        stats.total += 1;
        for tag in task.tags {
            *stats.by_tag.entry(tag).or_default() += 1;
        }
    }
    Ok(stats)
}
