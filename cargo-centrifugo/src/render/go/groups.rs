//! The methods as README lists them: by what is before the first `.` of their names.

use std::collections::BTreeMap;

use super::examples::Example;
use super::model::{MethodDecl, Sdk};

/// A section.
pub(super) struct Group<'a> {
    pub(super) title: &'a str,
    /// A call of one of its methods.
    pub(super) example: Vec<String>,
    pub(super) methods: Vec<Line>,
}

/// A method's line.
pub(super) struct Line {
    /// `TasksGet(ctx, TaskId) (*Task, error)`
    pub(super) signature: String,
    /// What is said of it, after a colon.
    pub(super) about: String,
}

/// The sections of a package's README.
pub(super) fn groups<'a>(sdk: &'a Sdk, package: &str, fake_caller: &str) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<&str, Vec<&MethodDecl>> = BTreeMap::new();
    for method in &sdk.methods {
        let title = method.wire.split('.').next().unwrap_or_default();
        groups.entry(title).or_default().push(method);
    }
    let group = |(title, methods): (&'a str, Vec<&MethodDecl>)| {
        let best = methods.iter().min_by_key(|method| method.rank())?;
        Some(Group {
            title,
            example: Example::of(package, fake_caller, best).returning(),
            methods: methods.into_iter().map(line).collect(),
        })
    };
    groups.into_iter().filter_map(group).collect()
}

fn line(method: &MethodDecl) -> Line {
    let params = method.params_type.as_ref();
    let params = params.map_or(String::new(), |params| format!(", {params}"));
    let result = match &method.result {
        Some(result) => format!("({result}, error)"),
        None => "error".to_owned(),
    };
    let mut about = vec![];
    about.extend(method.summary.clone());
    let mut traits = vec![];
    if method.deprecated {
        traits.push("deprecated".to_owned());
    }
    if method.idempotent {
        traits.push("idempotent".to_owned());
    }
    if method.no_wait {
        traits.push("no wait".to_owned());
    }
    if method.timeout_ms > 0 {
        traits.push(format!("within {}", time(method.timeout_ms)));
    }
    if !method.errors.is_empty() {
        traits.push(format!("fails with `{}`", method.errors.join("`, `")));
    }
    if !traits.is_empty() {
        about.push(format!("({})", traits.join(", ")));
    }
    let about = about.join(" ");
    Line {
        signature: format!("{}(ctx{params}) {result}", method.name),
        about: if about.is_empty() {
            about
        } else {
            format!(": {about}")
        },
    }
}

/// Milliseconds for people.
pub(super) fn time(ms: u64) -> String {
    match ms {
        1_000 => "1 second".to_owned(),
        ms if ms.is_multiple_of(1_000) => format!("{} seconds", ms / 1_000),
        ms => format!("{ms} ms"),
    }
}
