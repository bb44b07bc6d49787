//! `batch`: several commands in one request.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::de::Error as _;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use super::CentrifugoApi;
use super::command::{Command, Request, is_off};
use super::error::{ApiError, CommandError};

const NAME: &str = "batch";

/// Several commands in one request, in which each succeeds or fails by itself.
///
/// ```no_run
/// # use centrifugo_runtime::api::{ApiError, Batch, CentrifugoApi, PresenceStats, Publish};
/// # async fn run(api: CentrifugoApi) -> Result<(), ApiError> {
/// let mut batch = Batch::new();
/// let published = batch.add(Publish::new("board:1", &"moved"));
/// let stats = batch.add(PresenceStats::new("board:1"));
/// let replies = api.batch(batch).await?;
/// println!("{:?}", replies.get(&published)?.position);
/// println!("{}", replies.get(&stats)?.num_clients);
/// # Ok(())
/// # }
/// ```
///
/// It is repeated only where each of its commands may be.
pub struct Batch {
    id: u64,
    commands: Vec<Box<dyn Erased>>,
    parallel: bool,
}

/// A command of a batch, by which its reply is found.
pub struct Handle<C> {
    batch: u64,
    index: usize,
    command: PhantomData<fn() -> C>,
}

impl<C> fmt::Debug for Handle<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handle({})", self.index)
    }
}

impl Batch {
    /// A batch without commands.
    pub fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            commands: Vec::new(),
            parallel: false,
        }
    }

    /// Lets Centrifugo run the commands at the same time, in no order. Without it, each begins when the
    /// one before it has ended.
    pub fn parallel(mut self) -> Self {
        self.parallel = true;
        self
    }

    /// Adds a command; what this returns finds its reply.
    pub fn add<C: Command + 'static>(&mut self, command: C) -> Handle<C> {
        self.commands.push(Box::new(command));
        Handle {
            batch: self.id,
            index: self.commands.len() - 1,
            command: PhantomData,
        }
    }

    /// How many commands it has.
    pub fn len(&self) -> usize {
        self.commands.len()
    }

    /// Whether it has no command.
    pub fn is_empty(&self) -> bool {
        self.commands.is_empty()
    }
}

impl Default for Batch {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.commands.iter().map(|command| command.name());
        f.debug_list().entries(names).finish()
    }
}

/// A command whose type does not matter to what is sent.
trait Erased: Send + Sync {
    fn name(&self) -> &'static str;
    fn check(&self) -> Result<(), ApiError>;
    fn make_repeatable(&mut self);
    fn is_repeatable(&self) -> bool;
    fn to_json(&self) -> serde_json::Result<Box<RawValue>>;
}

impl<C: Command> Erased for C {
    fn name(&self) -> &'static str {
        C::NAME
    }

    fn check(&self) -> Result<(), ApiError> {
        Request::check(self)
    }

    fn make_repeatable(&mut self) {
        Request::make_repeatable(self);
    }

    fn is_repeatable(&self) -> bool {
        Request::is_repeatable(self)
    }

    fn to_json(&self) -> serde_json::Result<Box<RawValue>> {
        to_raw_value(self)
    }
}

/// `{"publish": {…}}`
impl Serialize for dyn Erased {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let command = self.to_json().map_err(serde::ser::Error::custom)?;
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.name(), &command)?;
        map.end()
    }
}

#[derive(Serialize)]
struct Wire<'a> {
    commands: &'a [Box<dyn Erased>],
    #[serde(skip_serializing_if = "is_off")]
    parallel: bool,
}

/// What became of the commands of a batch.
#[derive(Debug)]
pub struct BatchReplies {
    batch: u64,
    replies: Vec<HashMap<String, Box<RawValue>>>,
}

impl BatchReplies {
    /// What became of one command.
    ///
    /// # Errors
    /// Where Centrifugo refused this command; where the handle is another batch's.
    pub fn get<C: Command>(&self, handle: &Handle<C>) -> Result<C::Reply, ApiError> {
        let unreadable = |source| ApiError::Unreadable {
            command: C::NAME,
            source,
        };
        let none = |what| unreadable(serde_json::Error::custom(what));
        if self.batch != handle.batch {
            return Err(none("the handle is another batch's"));
        }
        let reply = self
            .replies
            .get(handle.index)
            .ok_or_else(|| none("there are fewer replies than commands"))?;
        if let Some(error) = reply.get("error") {
            let error: CommandError = serde_json::from_str(error.get()).map_err(unreadable)?;
            return Err(ApiError::Refused {
                command: C::NAME,
                error,
            });
        }
        let result = reply
            .get(C::NAME)
            .ok_or_else(|| none("the reply is another command's"))?;
        C::read(result).map_err(unreadable)
    }
}

impl CentrifugoApi {
    /// Sends several commands in one request.
    ///
    /// # Errors
    /// See [`ApiError`], for the request as a whole: that a command was refused is told by
    /// [`BatchReplies::get`]. Nothing is sent where one of the commands cannot be.
    pub async fn batch(&self, mut batch: Batch) -> Result<BatchReplies, ApiError> {
        for command in &mut batch.commands {
            command.check()?;
            if self.0.may_repeat() {
                command.make_repeatable();
            }
        }
        let wire = Wire {
            commands: &batch.commands,
            parallel: batch.parallel,
        };
        let body = serde_json::to_vec(&wire)
            .map_err(|error| ApiError::unsendable(NAME, error.to_string()))?;
        let repeatable = batch.commands.iter().all(|command| command.is_repeatable());
        let read = |body: &[u8]| {
            #[derive(Deserialize)]
            struct Replies {
                /// Centrifugo leaves an empty list out.
                #[serde(default)]
                replies: Vec<HashMap<String, Box<RawValue>>>,
            }
            let Replies { replies } =
                serde_json::from_slice(body).map_err(|source| ApiError::Unreadable {
                    command: NAME,
                    source,
                })?;
            Ok(replies)
        };
        let replies = self.0.exchange(NAME, body, repeatable, read).await?;
        Ok(BatchReplies {
            batch: batch.id,
            replies,
        })
    }
}
