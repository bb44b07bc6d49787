//! Checks as text.

use super::super::checks::Check;
use super::super::layout::Doc;

/// `key: [a, b],` on a line indented by `indent`.
pub(in super::super) fn array_entry(key: &str, items: Vec<String>, indent: usize) -> String {
    let items = items.into_iter().map(Doc::text).collect();
    let parts = vec![
        Doc::text(format!("{key}: ")),
        Doc::list("[", items, "]"),
        Doc::text(","),
    ];
    Doc::Concat(parts).print(indent)
}

/// How names are written where a check is.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct CheckNames {
    /// What stands before the name of a type's check.
    pub(in super::super) prefix: &'static str,
    /// Are all checks there when this one is made? If not, they are named in functions.
    pub(in super::super) all_there: bool,
}

/// `export const checkX: $Check = …;`
pub(in super::super) fn check_constant(name: &str, check: &Check, names: CheckNames) -> String {
    let head = Doc::text(format!("export const {name}: $Check ="));
    let value = match check {
        Check::Named(_) => check_doc(check, names).assigned(),
        _ => value_doc(check, names),
    };
    Doc::Concat(vec![head, value, Doc::text(";")]).print(0)
}

/// `key: …,` on a line indented by `indent`.
pub(in super::super) fn check_entry(
    key: &str,
    check: &Check,
    names: CheckNames,
    indent: usize,
) -> String {
    property_of(key, check, names).print(indent)
}

fn property_of(key: &str, check: &Check, names: CheckNames) -> Doc {
    // prettier breaks after a key only if that gains enough: `isObjectPropertyWithShortKey`.
    let value = if key.chars().count() < 5 {
        Doc::Concat(vec![Doc::text(" "), check_doc(check, names)])
    } else {
        value_doc(check, names)
    };
    Doc::Concat(vec![Doc::text(format!("{key}:")), value, Doc::text(",")])
}

/// A check after the `:` or `=` that it is assigned with.
fn value_doc(check: &Check, names: CheckNames) -> Doc {
    let doc = check_doc(check, names);
    match check {
        // An arrow stays with its key, and so does a bracket.
        Check::Named(_) if !names.all_there => Doc::Concat(vec![Doc::text(" "), doc]),
        Check::List(_) => Doc::Concat(vec![Doc::text(" "), doc]),
        _ => doc.assigned(),
    }
}

fn check_doc(check: &Check, names: CheckNames) -> Doc {
    match check {
        Check::Nothing => Doc::text("null"),
        Check::Const(check) => Doc::Concat(vec![check_doc(check, names), Doc::text(" as const")]),
        Check::Text(text) => Doc::text(text),
        Check::Named(name) if names.all_there => Doc::text(format!("{}{name}", names.prefix)),
        Check::Named(name) => {
            let name = Doc::text(format!("{}{name}", names.prefix));
            let body = Doc::Concat(vec![Doc::Line, name]).indent().group();
            Doc::Concat(vec![Doc::text("() =>"), body])
        }
        Check::Node(entries) => {
            let entries = entries.iter();
            Doc::block(
                entries
                    .map(|(key, check)| property_of(key, check, names))
                    .collect(),
            )
        }
        Check::List(items) => Doc::list(
            "[",
            items.iter().map(|item| check_doc(item, names)).collect(),
            "]",
        ),
    }
}
