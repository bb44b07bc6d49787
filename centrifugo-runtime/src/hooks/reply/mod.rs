//! What a hook answers, in the form that Centrifugo reads: JSON here, and made into protobuf from it.

use crate::payload::Keys;

/// The setters of a payload, as JSON and as bytes.
macro_rules! payload {
    ($json:ident, $bytes:ident, $keys:expr, $doc:literal) => {
        #[doc = concat!($doc, ", as JSON.")]
        pub fn $json(mut self, value: &(impl Serialize + ?Sized)) -> Self {
            self.$json = Payload::json($keys, value);
            self
        }

        #[doc = concat!($doc, ", as bytes, which clients with the JSON protocol can read only if they are JSON.")]
        pub fn $bytes(mut self, bytes: &[u8]) -> Self {
            self.$json = Payload::bytes($keys, bytes);
            self
        }
    };
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Why a reply cannot be sent, if it cannot.
pub(crate) trait Check {
    fn fault(&self) -> Option<String>;
}

const META: Keys = Keys::json_only("meta");

mod channel;
mod connect;
mod refresh;

pub use channel::{PublishReply, SubscribeReply};
pub use connect::{ConnectReply, ServerSubscription};
pub use refresh::{RefreshReply, SubRefreshReply};
