//! Unions and intersections as text.

use super::super::layout::Doc;
use super::super::ts::Ts;
use super::{Place, add_type};

/// prettier's `printIntersectionType`: an object follows what is none on the same line, what is no
/// object follows its like on the next one if need be.
pub(super) fn add_intersection<'a>(doc: &mut Doc<'a>, items: &'a [Ts<'_>]) {
    let mut was_indented = false;
    let mut previous = None;
    doc.group(|doc| {
        for (index, item) in items.iter().enumerate() {
            let Some(before) = previous.replace(item) else {
                add_type(doc, item, Place::Intersected);
                continue;
            };
            let is_indented = match (is_object(before), is_object(item)) {
                (false, false) => {
                    doc.indent(|doc| {
                        doc.text(" &");
                        doc.line();
                        add_type(doc, item, Place::Intersected);
                    });
                    continue;
                }
                (true, true) => was_indented,
                _ => {
                    was_indented |= index > 1;
                    index > 1
                }
            };
            doc.text(" & ");
            if is_indented {
                doc.indent(|doc| add_type(doc, item, Place::Intersected));
            } else {
                add_type(doc, item, Place::Intersected);
            }
        }
    });
}

pub(super) fn is_object(ty: &Ts<'_>) -> bool {
    matches!(ty, Ts::Object(_) | Ts::Mapped(..))
}

/// Does the union stay together, as `T | null` does?
pub(super) fn stays_together(items: &[Ts<'_>]) -> bool {
    let is_null = |ty: &Ts<'_>| matches!(ty, Ts::Word(word) if word == "null");
    let holds_together = |ty: &Ts<'_>| match ty {
        Ts::Word(word) => !KEYWORDS.contains(&&**word) && !word.starts_with(['"', '\'']),
        Ts::Object(_) | Ts::Repeat(..) | Ts::Param(_) | Ts::Applied(..) => true,
        _ => false,
    };
    let mut others = items.iter().filter(|ty| !is_null(ty));
    others.next().is_some_and(holds_together) && others.next().is_none()
}

/// The words among types that are no names.
const KEYWORDS: &[&str] = &[
    "bigint",
    "boolean",
    "never",
    "null",
    "number",
    "string",
    "undefined",
    "unknown",
    "void",
];

pub(super) fn add_union<'a>(doc: &mut Doc<'a>, items: &'a [Ts<'_>], place: Place) {
    if stays_together(items) {
        let in_brackets = matches!(place, Place::Array | Place::Intersected);
        if in_brackets {
            doc.text("(");
        }
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                doc.text(" | ");
            }
            add_type(doc, item, Place::Member);
        }
        if in_brackets {
            doc.text(")");
        }
        return;
    }
    let add_members = |doc: &mut Doc<'a>| {
        doc.group(|doc| {
            doc.if_broken("| ");
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    doc.line();
                    doc.text("| ");
                }
                doc.indent(|doc| add_type(doc, item, Place::Member));
            }
        });
    };
    match place {
        Place::Bare => add_members(doc),
        Place::Alone | Place::Member => doc.group(|doc| {
            doc.indent(|doc| {
                doc.softline();
                add_members(doc);
            });
        }),
        Place::Array | Place::Intersected => {
            doc.text("(");
            doc.group(|doc| {
                doc.indent(|doc| {
                    doc.softline();
                    add_members(doc);
                });
                doc.softline();
            });
            doc.text(")");
        }
        Place::Tuple => doc.group(|doc| {
            doc.indent(|doc| {
                doc.if_broken("(");
                doc.softline();
                add_members(doc);
            });
            doc.softline();
            doc.if_broken(")");
        }),
    }
}
