//! Params from the request's bytes.

use serde::de::DeserializeOwned;

use crate::error::{RpcError, code};

/// How much of a reason a client gets; a refused string would otherwise come back whole.
const MAX_REASON: usize = 400;

/// Reads params; what cannot be read is a 422 that names the place and the reason.
///
/// The path is looked up only after a failure, since tracking it costs on every field.
pub(crate) fn parse<P: DeserializeOwned>(data: &[u8]) -> Result<P, RpcError> {
    let fault = match serde_json::from_slice(data) {
        Ok(params) => return Ok(params),
        Err(fault) => fault,
    };
    let mut json = serde_json::Deserializer::from_slice(data);
    Err(match serde_path_to_error::deserialize::<_, P>(&mut json) {
        Err(fault) => invalid(&path(fault.path()), &fault.inner().to_string()),
        Ok(_) => invalid("$", &fault.to_string()),
    })
}

/// A place as clients see it: `$.items[0].name`.
pub(crate) fn path(path: &serde_path_to_error::Path) -> String {
    let path = path.to_string();
    match path.as_str() {
        "." | "?" => String::from("$"),
        _ if path.starts_with('[') => format!("${path}"),
        _ => format!("$.{path}"),
    }
}

fn invalid(path: &str, reason: &str) -> RpcError {
    RpcError::new(
        code::INVALID_PARAMS,
        format!("{}: {}", cut(path), cut(self::reason(reason))),
    )
}

/// What serde_json says, without lines and columns: they are of a text that its reader never sees.
pub(crate) fn reason(said: &str) -> &str {
    said.rfind(" at line ").map_or(said, |end| &said[..end])
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_REASON) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
