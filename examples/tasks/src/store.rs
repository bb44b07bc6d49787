//! The tasks, in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use crate::model::{Task, TaskError};

/// How many tasks a store holds at most.
const CAPACITY: usize = 10_000;

/// All tasks. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct TaskStore {
    tasks: Arc<Mutex<BTreeMap<Uuid, Task>>>,
}

impl TaskStore {
    /// Adds a task.
    ///
    /// # Errors
    ///
    /// [`TaskError::Full`] if there are 10,000 already.
    pub fn insert(&self, task: Task) -> Result<(), TaskError> {
        let mut tasks = self.lock();
        if tasks.len() >= CAPACITY {
            return Err(TaskError::Full);
        }
        tasks.insert(task.id, task);
        Ok(())
    }

    /// Changes a task and returns it.
    ///
    /// # Errors
    ///
    /// [`TaskError::NotFound`] if there is no such task.
    pub fn update(&self, id: Uuid, change: impl FnOnce(&mut Task)) -> Result<Task, TaskError> {
        let mut tasks = self.lock();
        let task = tasks.get_mut(&id).ok_or(TaskError::NotFound { id })?;
        change(task);
        Ok(task.clone())
    }

    /// Removes a task.
    ///
    /// # Errors
    ///
    /// [`TaskError::NotFound`] if there is no such task.
    pub fn remove(&self, id: Uuid) -> Result<(), TaskError> {
        self.lock()
            .remove(&id)
            .map(drop)
            .ok_or(TaskError::NotFound { id })
    }

    /// All tasks, the oldest first.
    pub fn all(&self) -> Vec<Task> {
        let mut tasks: Vec<Task> = self.lock().values().cloned().collect();
        tasks.sort_by_key(|task| task.created_at);
        tasks
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Uuid, Task>> {
        // A panic in `change` leaves the map as whole as the task that it was changing.
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
