//! A result that cannot be proven, where it has to be.

use centrifugo_runtime::websocket_rpc;
use serde::Serialize;

centrifugo_runtime::include_dispatch!();
centrifugo_runtime::contract_tests!(deny_unproven);

mod hidden {
    #[derive(serde::Serialize)]
    pub struct Written {
        text: String,
    }

    impl Written {
        pub fn new() -> Self {
            Self {
                text: String::new(),
            }
        }
    }
}

use hidden::Written;

/// It has values, but none with an owner.
#[derive(Serialize)]
pub struct Partly {
    pub owner: Option<Written>,
}

/// The crate's root sees what is private in it.
#[derive(Serialize)]
pub struct Seen {
    text: String,
}

#[websocket_rpc("unproven.result")]
pub async fn result() -> Written {
    Written::new()
}

#[websocket_rpc("unproven.not")]
pub async fn not(text: String) -> String {
    text
}

#[websocket_rpc("unproven.partly")]
pub async fn partly() -> Partly {
    Partly { owner: None }
}

#[websocket_rpc("proven.literal")]
pub async fn literal() -> Seen {
    Seen {
        text: String::new(),
    }
}
