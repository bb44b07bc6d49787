//! Types and signatures as text: knows where prettier breaks each of them.

use super::layout::Doc;
use super::literals;
use super::ts::{Index, Object, Ts};

mod checks;
mod objects;
mod signature;
mod unions;

pub(super) use checks::{CheckNames, array_entry, check_constant, check_entry};
use objects::{add_braces, add_index, add_member, add_object};
pub(super) use signature::signature;
use unions::{add_intersection, add_union, is_object, stays_together};

/// What a type stands in; prettier breaks unions differently in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Alone,
    /// In brackets of any sort that break around it.
    Bare,
    Array,
    Tuple,
    /// Of a union.
    Member,
    /// Of an intersection.
    Intersected,
}

fn add_type<'a>(doc: &mut Doc<'a>, ty: &'a Ts<'_>, place: Place) {
    match ty {
        Ts::Word(word) | Ts::Param(word) => doc.text(&**word),
        Ts::Applied(name, args) => add_applied(doc, name, args),
        Ts::Array(item) => {
            add_type(doc, item, Place::Array);
            doc.text("[]");
        }
        Ts::Tuple(items) => {
            let place = if items.len() > 1 {
                Place::Tuple
            } else {
                Place::Bare
            };
            doc.list(["[", "]"], items.iter(), |doc, (item, optional)| {
                let is_union = matches!(item, Ts::Union(_));
                let place = if is_union && *optional {
                    Place::Array
                } else {
                    place
                };
                add_type(doc, item, place);
                if *optional {
                    doc.text("?");
                }
            });
        }
        Ts::Repeat(item, len) => doc.group(|doc| {
            doc.text("$Array<");
            doc.indent(|doc| {
                doc.softline();
                add_type(doc, item, Place::Bare);
                doc.text(",");
                doc.line();
                doc.text(len.to_string());
            });
            doc.softline();
            doc.text(">");
        }),
        Ts::Union(items) => add_union(doc, items, place),
        Ts::Intersection(items) => match place {
            Place::Array | Place::Member => {
                doc.text("(");
                add_intersection(doc, items);
                doc.text(")");
            }
            _ => add_intersection(doc, items),
        },
        Ts::Mapped(key, value) => add_braces(doc, ["key in ", key], "?", value),
        Ts::Object(object @ Object { properties, index }) => match index {
            // One without members would take anything.
            None if properties.is_empty() => add_braces(doc, ["key: ", "string"], "", &Ts::NEVER),
            Some(Index { docs, key, value }) if properties.is_empty() && docs.is_empty() => {
                add_braces(doc, ["key: ", key], "", value);
            }
            _ => add_object(doc, object),
        },
    }
}

/// `Page<Task>`: prettier's `printTypeParameters`.
fn add_applied<'a>(doc: &mut Doc<'a>, name: &'a str, args: &'a [Ts<'_>]) {
    let hugs = |ty: &Ts<'_>| match ty {
        Ts::Word(word) => !word.starts_with(['"', '\'']),
        Ts::Param(_) => true,
        Ts::Union(items) => stays_together(items),
        ty => is_object(ty),
    };
    if let [one] = args
        && hugs(one)
    {
        doc.texts([name, "<"]);
        add_type(doc, one, Place::Bare);
        return doc.text(">");
    }
    doc.group(|doc| {
        doc.texts([name, "<"]);
        doc.indent(|doc| {
            doc.softline();
            doc.commas(args, |doc, arg| add_type(doc, arg, Place::Bare));
        });
        doc.softline();
        doc.text(">");
    });
}

/// `interface X { … }` or `type X = …;`
pub(super) fn declaration(name: &str, ty: &Ts<'_>) -> String {
    let doc = Doc::new(|doc| match ty {
        Ts::Object(Object { properties, index }) if properties.is_empty() && index.is_none() => {
            // One without members would take anything.
            doc.texts(["export interface ", name, " {"]);
            doc.indent(|doc| {
                doc.hardline();
                add_index(doc, ["key: ", "string"]);
                add_member(doc, false, &Ts::NEVER);
            });
            doc.hardline();
            doc.text("}");
        }
        Ts::Object(object) => {
            doc.texts(["export interface ", name, " "]);
            add_object(doc, object);
        }
        Ts::Union(items) if !stays_together(items) => {
            doc.texts(["export type ", name, " ="]);
            doc.group(|doc| {
                doc.indent(|doc| {
                    doc.line();
                    add_union(doc, items, Place::Bare);
                });
            });
            doc.text(";");
        }
        _ => {
            doc.texts(["export type ", name, " ="]);
            doc.assigned(|doc| add_type(doc, ty, Place::Alone));
            doc.text(";");
        }
    });
    doc.print(0)
}

/// A variant's `name`.
pub(super) fn class_name(name: &str) -> String {
    assigned_string(&["override readonly name: string ="], name, 2)
}

/// `export const X = "…";`
pub(super) fn string_constant(name: &str, value: &str) -> String {
    assigned_string(&["export const ", name, " ="], value, 0)
}

fn assigned_string(head: &[&str], value: &str, indent: usize) -> String {
    let doc = Doc::new(|doc| {
        head.iter().for_each(|text| doc.text(*text));
        doc.group(|doc| {
            doc.indent(|doc| {
                doc.line();
                doc.text(literals::string(value));
            });
        });
        doc.text(";");
    });
    doc.print(indent)
}

/// The line of a constructor of a variant with fields.
pub(super) fn constructor(fields: &str) -> String {
    let doc = Doc::new(|doc| {
        doc.text("constructor");
        let params = [["answer: ", "$RPCAnswer"], ["fields: ", fields]];
        doc.list(["(", ")"], params.into_iter(), Doc::texts);
        doc.text(" {");
    });
    doc.print(2)
}
