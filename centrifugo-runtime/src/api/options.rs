//! What `publish` and `broadcast` have in common besides their data.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use super::command::is_off;

#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct PublishOptions {
    #[serde(skip_serializing_if = "is_off")]
    pub(super) skip_history: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) tags: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) idempotency_key: String,
    #[serde(skip_serializing_if = "is_off")]
    pub(super) delta: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<u64>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) version_epoch: String,
    #[serde(skip)]
    pub(super) at_most_once: bool,
}

impl PublishOptions {
    pub(super) fn make_repeatable(&mut self) {
        if self.idempotency_key.is_empty() && !self.at_most_once {
            self.idempotency_key = Uuid::now_v7().to_string();
        }
    }

    pub(super) fn is_repeatable(&self) -> bool {
        !self.at_most_once && !self.idempotency_key.is_empty()
    }
}

macro_rules! setters {
    ($command:ident) => {
        impl $command {
            /// Keeps it out of the channel's history.
            pub fn skip_history(mut self) -> Self {
                self.options.skip_history = true;
                self
            }

            /// Adds a tag, which subscribers get beside the data and can filter by.
            pub fn tag(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.options.tags.insert(name.into(), value.into());
                self
            }

            /// A key of your own: Centrifugo takes what comes with the same key within five minutes
            /// for the same publication, and answers as it did the first time. Without one the client
            /// makes a key, so that a repeat after a lost answer is not published twice. A broker of
            /// NATS alone knows no such keys.
            pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
                self.options.idempotency_key = key.into();
                self
            }

            /// Makes no key and repeats nothing that may have been sent, for publications of which
            /// losing one is cheaper than keeping its key for five minutes.
            pub fn at_most_once(mut self) -> Self {
                self.options.at_most_once = true;
                self
            }

            /// Sends subscribers who can read it the difference to the publication before; the
            /// channel's namespace must allow deltas.
            pub fn delta(mut self) -> Self {
                self.options.delta = true;
                self
            }

            /// The version of the data: Centrifugo drops it where it has seen the same or a higher
            /// one in this channel. Only for channels with history.
            pub fn version(mut self, version: u64) -> Self {
                self.options.version = Some(version);
                self
            }

            /// Versions count within an epoch, a text of your own, and start anew with another one.
            pub fn version_epoch(mut self, epoch: impl Into<String>) -> Self {
                self.options.version_epoch = epoch.into();
                self
            }
        }
    };
}
pub(super) use setters;
