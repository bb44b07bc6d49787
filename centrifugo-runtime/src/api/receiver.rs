//! Whose connections a command is about: those of a user, or only one of them.

use serde::Serialize;

use super::error::ApiError;

#[derive(Debug, Clone, Serialize)]
pub(super) struct Receiver {
    user: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) client: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) session: String,
}

impl Receiver {
    pub(super) fn user(id: impl Into<String>) -> Self {
        Self {
            user: id.into(),
            client: String::new(),
            session: String::new(),
        }
    }

    /// An empty id is every anonymous connection, which nobody means who forgot to set it.
    pub(super) fn check(&self, command: &'static str) -> Result<(), ApiError> {
        if self.user.is_empty() && self.client.is_empty() && self.session.is_empty() {
            let reason = "the user id is empty, which to Centrifugo is every anonymous connection; \
                          say which one by `client` or `session`";
            return Err(ApiError::unsendable(command, reason));
        }
        Ok(())
    }
}

macro_rules! setters {
    ($command:ident) => {
        impl $command {
            /// Only the connection with this client id, which handlers know by
            /// [`client_id`](crate::ConnectionContext::client_id). It must be the user's. For an
            /// anonymous connection, with `""` as user.
            pub fn client(mut self, client_id: impl Into<String>) -> Self {
                self.receiver.client = client_id.into();
                self
            }

            /// Only the connection with this session id.
            pub fn session(mut self, session_id: impl Into<String>) -> Self {
                self.receiver.session = session_id.into();
                self
            }
        }
    };
}
pub(super) use setters;
