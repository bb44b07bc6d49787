//! User ids: which ones Centrifugo takes for what they are, and the channel that one has.

use std::fmt;

/// The namespace of user channels.
const NAMESPACE: &str = "user";

/// The channel of one user, `user:#42`: only a connection of that user may join it.
///
/// ```
/// use centrifugo_runtime::user_channel;
///
/// assert_eq!(user_channel("42").unwrap(), "user:#42");
/// assert!(user_channel("42,43").is_err());
/// ```
///
/// # Errors
/// Where the id is empty or contains `,` or `#`.
pub fn user_channel(user_id: &str) -> Result<String, UserIdError> {
    check(user_id)?;
    Ok(format!("{NAMESPACE}:#{user_id}"))
}

pub(crate) fn check(user_id: &str) -> Result<(), UserIdError> {
    if user_id.is_empty() {
        // `user:#` is a channel that every anonymous connection may join.
        Err(UserIdError::Empty)
    } else if user_id.contains([',', '#']) {
        // In `user:#1,2` Centrifugo reads a list of users.
        Err(UserIdError::Syntax)
    } else {
        Ok(())
    }
}

/// Why an id cannot be that of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UserIdError {
    /// It is empty, which to Centrifugo is every anonymous connection.
    Empty,
    /// It contains `,` or `#`, which have a meaning in Centrifugo's channel names.
    Syntax,
}

impl fmt::Display for UserIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => {
                "the user id is empty, which to Centrifugo is every anonymous connection"
            }
            Self::Syntax => "the user id contains `,` or `#`, which Centrifugo reads as syntax",
        })
    }
}

impl std::error::Error for UserIdError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ids_of_one_user_have_a_channel() {
        for (id, expected) in [
            ("", Err(UserIdError::Empty)),
            ("1,2", Err(UserIdError::Syntax)),
            ("#1", Err(UserIdError::Syntax)),
            ("a:b", Ok("user:#a:b")),
            ("ü", Ok("user:#ü")),
        ] {
            assert_eq!(user_channel(id).as_deref(), expected.as_deref(), "{id:?}");
        }
    }
}
