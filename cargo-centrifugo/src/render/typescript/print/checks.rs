//! Checks as text.

use super::super::checks::Check;
use super::super::layout::Doc;

/// `key: [a, b],` on a line indented by `indent`.
pub(in super::super) fn array_entry(key: &str, items: Vec<String>, indent: usize) -> String {
    let doc = Doc::new(|doc| {
        doc.texts([key, ": "]);
        doc.list(["[", "]"], items.into_iter(), Doc::text);
        doc.text(",");
    });
    doc.print(indent)
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
pub(in super::super) fn check_constant(name: &str, check: &Check<'_>, names: CheckNames) -> String {
    let doc = Doc::new(|doc| {
        doc.texts(["export const ", name, ": $Check ="]);
        match check {
            Check::Named(_) => doc.assigned(|doc| add_check(doc, check, names)),
            _ => add_value(doc, check, names),
        }
        doc.text(";");
    });
    doc.print(0)
}

/// `key: …,` on a line indented by `indent`.
pub(in super::super) fn check_entry(
    key: &str,
    check: &Check<'_>,
    names: CheckNames,
    indent: usize,
) -> String {
    Doc::new(|doc| add_property(doc, key, check, names)).print(indent)
}

fn add_property<'a>(doc: &mut Doc<'a>, key: &'a str, check: &'a Check<'_>, names: CheckNames) {
    doc.texts([key, ":"]);
    // prettier breaks after a key only if that gains enough: `isObjectPropertyWithShortKey`.
    if key.chars().count() < 5 {
        doc.text(" ");
        add_check(doc, check, names);
    } else {
        add_value(doc, check, names);
    }
    doc.text(",");
}

/// A check after the `:` or `=` that it is assigned with.
fn add_value<'a>(doc: &mut Doc<'a>, check: &'a Check<'_>, names: CheckNames) {
    // An arrow stays with its key, and so does a bracket.
    let stays = match check {
        Check::Named(_) => !names.all_there,
        check => matches!(check, Check::List(_)),
    };
    if stays {
        doc.text(" ");
        add_check(doc, check, names);
    } else {
        doc.assigned(|doc| add_check(doc, check, names));
    }
}

fn add_check<'a>(doc: &mut Doc<'a>, check: &'a Check<'_>, names: CheckNames) {
    match check {
        Check::Nothing => doc.text("null"),
        Check::Const(check) => {
            add_check(doc, check, names);
            doc.text(" as const");
        }
        Check::Text(text) => doc.text(&**text),
        Check::Named(name) if names.all_there => doc.texts([names.prefix, "check", name]),
        Check::Named(name) => {
            doc.text("() =>");
            doc.group(|doc| {
                doc.indent(|doc| {
                    doc.line();
                    doc.texts([names.prefix, "check", name]);
                });
            });
        }
        Check::Node(entries) => doc.block(entries.iter(), |doc, (key, check)| {
            add_property(doc, key, check, names);
        }),
        Check::List(items) => doc.list(["[", "]"], items.iter(), |doc, item| {
            add_check(doc, item, names);
        }),
    }
}
