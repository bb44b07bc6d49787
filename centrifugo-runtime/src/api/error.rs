//! Why a command did not do what it should: from what never left the process to what Centrifugo said.

use std::error::Error;
use std::fmt;

use serde::Deserialize;

/// A command of the server API that failed.
///
/// It holds no API key and no payload, so that it may be logged as it is.
#[derive(Debug)]
#[non_exhaustive]
pub enum ApiError {
    /// Nothing was sent: the command itself is wrong.
    Unsendable {
        /// The command's name, such as `publish`.
        command: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// There is no answer.
    Transport {
        /// The command's name.
        command: &'static str,
        /// Where it failed.
        stage: Stage,
        /// How often it was tried.
        attempts: u32,
        /// What the HTTP client says.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The answer has another status than 200 and no error of Centrifugo's in it.
    Status {
        /// The command's name.
        command: &'static str,
        /// The HTTP status.
        status: u16,
    },
    /// Centrifugo refuses the command.
    Refused {
        /// The command's name.
        command: &'static str,
        /// What Centrifugo says.
        error: CommandError,
    },
    /// The answer is not one that Centrifugo gives to this command.
    Unreadable {
        /// The command's name.
        command: &'static str,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

/// Where a command got lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// No connection was made, so that nothing was sent.
    Connect,
    /// The time was up.
    Timeout,
    /// The connection broke.
    Exchange,
}

impl ApiError {
    pub(super) fn unsendable(command: &'static str, reason: impl Into<String>) -> Self {
        Self::Unsendable {
            command,
            reason: reason.into(),
        }
    }

    /// The same error after so many attempts.
    pub(super) fn after(mut self, tried: u32) -> Self {
        if let Self::Transport { attempts, .. } = &mut self {
            *attempts = tried;
        }
        self
    }

    /// The name of the command that failed, such as `publish`.
    pub fn command(&self) -> &'static str {
        match self {
            Self::Unsendable { command, .. }
            | Self::Transport { command, .. }
            | Self::Status { command, .. }
            | Self::Refused { command, .. }
            | Self::Unreadable { command, .. } => command,
        }
    }

    /// Centrifugo's error code, where it has given one.
    pub fn code(&self) -> Option<u32> {
        match self {
            Self::Refused { error, .. } => Some(error.code),
            _ => None,
        }
    }

    /// Whether Centrifugo may have done what it was told all the same.
    pub fn may_have_happened(&self) -> bool {
        match self {
            Self::Unsendable { .. } => false,
            Self::Transport { stage, .. } => *stage != Stage::Connect,
            // A gateway's answer says nothing about what is behind it.
            Self::Status { status, .. } => *status >= 500,
            Self::Refused { error, .. } => error.is_temporary(),
            Self::Unreadable { .. } => true,
        }
    }

    /// Whether another try may have another outcome.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Unsendable { .. } | Self::Unreadable { .. } => false,
            Self::Transport { .. } => true,
            Self::Status { status, .. } => matches!(status, 429 | 500 | 502 | 503 | 504),
            Self::Refused { error, .. } => error.is_temporary(),
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsendable { command, reason } => write!(f, "{command}: {reason}"),
            Self::Transport {
                command,
                stage,
                attempts,
                source,
            } => {
                write!(f, "{command}: ")?;
                f.write_str(match stage {
                    Stage::Connect => {
                        "cannot connect; is Centrifugo running at CENTRIFUGO__CENTRIFUGO_API_URL \
                         (or CENTRIFUGO__WRAPPER_URL)?"
                    }
                    Stage::Timeout => "no answer in time",
                    Stage::Exchange => "the connection broke",
                })?;
                if *attempts > 1 {
                    write!(f, " ({attempts} attempts)")?;
                }
                causes(f, source.as_ref())
            }
            Self::Status { command, status } => {
                write!(f, "{command}: HTTP status {status}")?;
                f.write_str(match status {
                    401 | 403 => {
                        "; CENTRIFUGO__CENTRIFUGO_API_KEY must be the `http_api.key` of Centrifugo"
                    }
                    404 => {
                        "; the path of CENTRIFUGO__CENTRIFUGO_API_URL must be Centrifugo's \
                         `http_api.handler_prefix`, by default `/api`"
                    }
                    300..=399 => "; redirects are not followed, since the API key goes along",
                    500 => "; Centrifugo's log has the reason",
                    _ => "",
                })
            }
            Self::Refused { command, error } => write!(f, "{command}: {error}"),
            Self::Unreadable { command, source } => {
                write!(f, "{command}: this is no answer of Centrifugo's: {source}")
            }
        }
    }
}

/// The causes are told at once: what an HTTP client says first is seldom what helps.
fn causes(f: &mut fmt::Formatter<'_>, error: &(dyn Error + 'static)) -> fmt::Result {
    let mut next = Some(error);
    let mut last = String::new();
    while let Some(error) = next {
        let text = error.to_string();
        if !last.contains(&text) {
            write!(f, ": {text}")?;
        }
        last = text;
        next = error.source();
    }
    Ok(())
}

/// The messages hold their causes already, so that a chain of causes shows nothing twice.
impl Error for ApiError {}

/// What Centrifugo says against a command.
///
/// The codes are Centrifugo's:
/// 100 internal, 102 unknown channel, 104 not found, 107 bad request, 108 not available,
/// 112 unrecoverable position, 113 conflict.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct CommandError {
    /// The code.
    pub code: u32,
    /// Centrifugo's own words.
    #[serde(default)]
    pub message: String,
}

impl CommandError {
    /// Whether another try may have another outcome: only for 100, an error inside of Centrifugo.
    pub fn is_temporary(&self) -> bool {
        self.code == 100
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Centrifugo error {}: {}", self.code, self.message)?;
        f.write_str(match self.code {
            100 => "; its log has the reason",
            102 => "; its namespace is not in Centrifugo's `channel.namespaces`",
            107 => "; Centrifugo's log has the reason",
            108 => "; it is not switched on for this namespace in Centrifugo's configuration",
            112 => "; the history from there on is gone, read it from its start",
            _ => "",
        })
    }
}

impl Error for CommandError {}
