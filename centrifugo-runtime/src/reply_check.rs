//! In debug builds, each reply is held against the manifest. A difference is logged, and the reply
//! goes out all the same.
//!
//! In: the manifest's text, which generated code hands over in debug builds only, and replies as
//! bytes. Knows no handler.

use std::sync::{Arc, OnceLock};

use centrifugo_manifest::{Direction, Manifest, Verdict};
use futures_util::future::BoxFuture;

use crate::reply::Outcome;

/// The manifest of one crate, read when the first of its methods replies.
pub(crate) struct ReplyCheck {
    text: &'static str,
    manifest: OnceLock<Option<Manifest>>,
}

impl ReplyCheck {
    pub(crate) fn new(text: &'static str) -> Self {
        Self {
            text,
            manifest: OnceLock::new(),
        }
    }

    /// The same call, with a look at what it ends with.
    pub(crate) fn watch(
        self: Arc<Self>,
        method: &'static str,
        call: BoxFuture<'static, Outcome>,
    ) -> BoxFuture<'static, Outcome> {
        Box::pin(async move {
            let outcome = call.await;
            if let Ok(reply) = &outcome {
                self.check(method, reply.data());
            }
            outcome
        })
    }

    fn check(&self, method: &'static str, json: &[u8]) {
        let Some(manifest) = self.manifest() else {
            return;
        };
        let found = manifest
            .methods
            .iter()
            .find(|candidate| candidate.name == method);
        let (Some(found), Ok(json)) = (found, std::str::from_utf8(json)) else {
            return;
        };
        let verdict = manifest
            .validator()
            .check(&found.result, Direction::Output, json);
        if let Verdict::Refuses(fault) = verdict {
            tracing::error!(
                method,
                path = self.shown(&fault.path),
                "the reply is not what the manifest says, and generated clients may not read it; \
                 `centrifugo_runtime::contract_tests!()` shows the difference"
            );
        }
    }

    /// A path with `*` for the keys that the manifest does not know: those of maps are values, and
    /// values are not logged.
    fn shown(&self, path: &str) -> String {
        let mut shown = String::new();
        let mut rest = path;
        while let Some(first) = rest.chars().next() {
            let (key, quoted, after) = if let Some(plain) = rest.strip_prefix('.') {
                let (key, after) = plain.split_at(plain.find(['.', '[']).unwrap_or(plain.len()));
                (format!(".{key}"), format!("\"{key}\""), after)
            } else if rest.starts_with("[\"") {
                let (key, after) = rest.split_at(end_of_quoted(rest));
                let quoted = key.trim_start_matches('[').trim_end_matches(']');
                (key.to_owned(), quoted.to_owned(), after)
            } else {
                shown.push(first);
                rest = &rest[first.len_utf8()..];
                continue;
            };
            let known = self.text.contains(&quoted);
            shown.push_str(if known { &key } else { ".*" });
            rest = after;
        }
        shown
    }

    fn manifest(&self) -> Option<&Manifest> {
        let read = || match centrifugo_manifest::from_json(self.text) {
            Ok(manifest) => Some(manifest),
            Err(error) => {
                tracing::error!(%error, "replies are not held against the manifest");
                None
            }
        };
        self.manifest.get_or_init(read).as_ref()
    }
}

/// Where `["…"]` ends.
fn end_of_quoted(text: &str) -> usize {
    let mut escaped = false;
    for (index, character) in text.char_indices().skip(2) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (index + 2).min(text.len()),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_are_values_are_not_shown() {
        let check = ReplyCheck::new(r#"{"wire_name": "users", "other": "a \"b\""}"#);
        for (path, shown) in [
            ("$", "$"),
            ("$.users[3].users", "$.users[3].users"),
            ("$.users.alice", "$.users.*"),
            ("$.alice.users", "$.*.users"),
            (r#"$.users["a \"b\""][0]"#, r#"$.users["a \"b\""][0]"#),
            (r#"$.users["x\"].users[\"é"].users"#, "$.users.*.users"),
            (r#"$["it is [3]"]"#, "$.*"),
        ] {
            assert_eq!(check.shown(path), shown);
        }
    }
}
