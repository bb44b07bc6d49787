//! Generic types and parameters that are called as something else is.

use centrifugo_runtime::websocket_rpc;
use serde::{Deserialize, Serialize};

centrifugo_runtime::include_dispatch!();

#[derive(Serialize, Deserialize)]
pub struct T {
    pub id: u8,
}

#[derive(Serialize, Deserialize)]
pub struct List<T> {
    pub list: Vec<T>,
    pub dict: std::collections::BTreeMap<String, T>,
    pub tuple: (T, T),
}

#[derive(Serialize, Deserialize)]
pub enum Option<T> {
    Some(T),
    None,
}

#[derive(Serialize, Deserialize)]
pub struct Generic<String, Any = u8> {
    #[serde(rename = "T")]
    pub string: String,
    #[serde(rename = "Generic")]
    pub any: Any,
    pub text: std::string::String,
    pub t: T,
}

#[derive(Serialize, Deserialize)]
pub struct Model<Page> {
    pub model: Box<Page>,
    pub model_config: u8,
}

pub mod other {
    use serde::{Deserialize, Serialize};

    /// The other `List`.
    #[derive(Serialize, Deserialize)]
    pub struct List<_T, __> {
        pub list: _T,
        pub other: __,
    }
}

/// Its name is that of an instance of `List`.
#[derive(Serialize, Deserialize)]
pub struct ListT {
    pub list: std::vec::Vec<List<List<u8>>>,
}

/// Where `Generic` has a parameter of this name.
#[derive(Serialize, Deserialize)]
pub struct Any {
    pub any: std::vec::Vec<Any>,
}

#[websocket_rpc("lists")]
pub async fn lists(params: List<Any>) -> (List<Any>, other::List<T, Option<u8>>) {
    (params, other::List { list: T { id: 1 }, other: Option::None })
}

#[websocket_rpc("generic")]
pub async fn generic(params: Generic<T, Any>) -> (Generic<T, Any>, Generic<bool>) {
    let other = Generic { string: true, any: 1, text: String::new(), t: T { id: 1 } };
    (params, other)
}

#[websocket_rpc("model")]
pub async fn model(params: Model<Option<Any>>) -> (Model<Option<Any>>, ListT) {
    (params, ListT { list: vec![] })
}

#[websocket_rpc("pinned")]
pub async fn pinned(params: List<bool>) -> List<List<bool>> {
    List { list: vec![params], dict: Default::default(), tuple: (empty(), empty()) }
}

fn empty() -> List<bool> {
    List { list: vec![], dict: Default::default(), tuple: (false, false) }
}
