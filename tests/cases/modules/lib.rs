//! Names as rustc resolves them.

centrifugo_runtime::include_dispatch!();

pub mod a {
    /// Not std's.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Option {
        pub task: super::b::Task,
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Task {
        pub id: u64,
    }
}

pub mod b {
    pub use inner::Task;

    mod inner {
        #[derive(serde::Serialize, serde::Deserialize)]
        pub struct Task {
            pub name: std::string::String,
        }
    }
}

#[cfg(not(all()))]
pub mod a {}

mod prelude {
    pub(crate) use crate::a::*;
    pub(crate) use centrifugo_runtime::websocket_rpc as method;
    pub(crate) type Many<T = Task> = Vec<T>;
}

mod handlers {
    use super::prelude::*;
    use crate::b::{self as other, Task as Named};

    #[method("modules.one")]
    pub(crate) async fn one(params: Option) -> Many {
        vec![Task { id: params.task.name.len() as u64 }]
    }

    #[method("modules.two")]
    pub(super) async fn two(params: Many<other::Task>) -> Many<Named> {
        params
    }
}
