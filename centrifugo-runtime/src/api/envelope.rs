//! The form of each answer: `{"result": …}` or `{"error": …}`.

use serde::Deserialize;
use serde::de::Error as _;
use serde_json::value::RawValue;

use super::error::CommandError;

#[derive(Deserialize)]
pub(super) struct Envelope<'a> {
    pub(super) error: Option<CommandError>,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
}

impl<'a> Envelope<'a> {
    pub(super) fn result(&self) -> serde_json::Result<&'a RawValue> {
        self.result
            .ok_or_else(|| serde_json::Error::custom("neither `result` nor `error`"))
    }
}
