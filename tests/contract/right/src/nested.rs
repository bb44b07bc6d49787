use rpc_runtime::{ConnectionContext, RpcError, websocket_rpc};
use serde::{Deserialize, Serialize};

#[derive(Clone)]
pub(crate) struct State;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Task {
    task_id: u64,
    #[serde(default)]
    tags: Vec<String>,
    owner: Option<String>,
    level: Level,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Level {
    Low,
    VeryHigh,
}

#[derive(Deserialize)]
pub(crate) struct Wanted {
    #[serde(alias = "ids")]
    task_ids: Vec<u64>,
}

/// It is not read as it is written, and need not be.
#[derive(Serialize, Deserialize)]
pub(crate) struct OneWay {
    #[serde(rename(serialize = "out", deserialize = "in"))]
    text: String,
    #[serde(skip_deserializing)]
    count: u32,
}

#[derive(Serialize)]
pub(crate) struct Label(&'static str);

pub(crate) mod deep {
    use super::*;

    #[websocket_rpc("tasks.find")]
    pub(crate) async fn find(
        params: Wanted,
        _conn: ConnectionContext,
        _state: rpc_runtime::State<State>,
    ) -> Result<Vec<Task>, RpcError> {
        Err(RpcError::new(404, format!("none of {}", params.task_ids.len())))
    }

    /// A keyword.
    #[websocket_rpc("type")]
    pub(crate) async fn r#type(task: Task) -> Task {
        task
    }
}

#[deprecated]
#[websocket_rpc("self")]
pub(crate) async fn one_way() -> OneWay {
    OneWay {
        text: String::new(),
        count: 0,
    }
}

#[websocket_rpc("texts.borrowed")]
pub(crate) async fn borrowed(_level: u8) -> Result<&'static str, RpcError> {
    Ok("")
}

#[websocket_rpc("texts.label")]
pub(crate) async fn label() -> Label {
    Label("")
}
