//! Types and signatures as text: knows where prettier breaks each of them.

use super::docs;
use super::layout::Doc;
use super::literals;
use super::ts::{Index, Object, Property, Ts};

mod checks;
mod signature;

pub(super) use checks::{CheckNames, array_entry, check_constant, check_entry};
pub(super) use signature::signature;

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

fn type_doc(ty: &Ts, place: Place) -> Doc {
    match ty {
        Ts::Word(word) | Ts::Param(word) => Doc::text(word),
        Ts::Applied(name, args) => applied(name, args),
        Ts::Array(item) => Doc::Concat(vec![type_doc(item, Place::Array), Doc::text("[]")]),
        Ts::Tuple(items) => {
            let place = if items.len() > 1 {
                Place::Tuple
            } else {
                Place::Bare
            };
            let item = |(item, optional): &(Ts, bool)| match (item, optional) {
                (item, false) => type_doc(item, place),
                (item @ Ts::Union(_), true) => {
                    Doc::Concat(vec![type_doc(item, Place::Array), Doc::text("?")])
                }
                (item, true) => Doc::Concat(vec![type_doc(item, place), Doc::text("?")]),
            };
            Doc::list("[", items.iter().map(item).collect(), "]")
        }
        Ts::Repeat(item, len) => repeat(item, *len),
        Ts::Union(items) => union_doc(items, place),
        Ts::Intersection(items) => {
            let intersection = intersection_doc(items);
            match place {
                Place::Array | Place::Member => {
                    Doc::Concat(vec![Doc::text("("), intersection, Doc::text(")")])
                }
                _ => intersection,
            }
        }
        Ts::Mapped(key, value) => braces(&format!("key in {key}"), "?", value),
        Ts::Object(object @ Object { properties, index }) => match index {
            // One without members would take anything.
            None if properties.is_empty() => braces("key: string", "", &Ts::word("never")),
            Some(Index { docs, key, value }) if properties.is_empty() && docs.is_empty() => {
                braces(&format!("key: {key}"), "", value)
            }
            _ => object_doc(object),
        },
    }
}

/// An object with one member a line.
fn object_doc(object: &Object) -> Doc {
    let mut lines: Vec<Doc> = object.properties.iter().map(property_doc).collect();
    if let Some(Index { docs, key, value }) = &object.index {
        lines.push(member_doc(docs, index_doc(&format!("key: {key}")), value));
    }
    Doc::block(lines)
}

/// `Page<Task>`: prettier's `printTypeParameters`.
fn applied(name: &str, args: &[Ts]) -> Doc {
    let hugs = |ty: &Ts| match ty {
        Ts::Word(word) => !word.starts_with(['"', '\'']),
        Ts::Param(_) => true,
        Ts::Union(items) => stays_together(items),
        ty => is_object(ty),
    };
    let open = Doc::text(format!("{name}<"));
    let docs: Vec<Doc> = args.iter().map(|arg| type_doc(arg, Place::Bare)).collect();
    if matches!(args, [one] if hugs(one)) {
        return Doc::Concat([vec![open], docs, vec![Doc::text(">")]].concat());
    }
    let comma = Doc::Concat(vec![Doc::text(","), Doc::Line]);
    Doc::Concat(vec![
        open,
        Doc::Concat(vec![Doc::Softline, Doc::join(docs, &comma)]).indent(),
        Doc::Softline,
        Doc::text(">"),
    ])
    .group()
}

/// `$Array<T, 32>`
fn repeat(item: &Ts, len: u64) -> Doc {
    let comma = Doc::Concat(vec![Doc::text(","), Doc::Line]);
    let arguments = vec![type_doc(item, Place::Bare), Doc::text(len.to_string())];
    Doc::Concat(vec![
        Doc::text("$Array<"),
        Doc::Concat(vec![Doc::Softline, Doc::join(arguments, &comma)]).indent(),
        Doc::Softline,
        Doc::text(">"),
    ])
    .group()
}

/// prettier's `printIntersectionType`: an object follows what is none on the same line, what is no
/// object follows its like on the next one if need be.
fn intersection_doc(items: &[Ts]) -> Doc {
    let mut docs: Vec<Doc> = vec![];
    let mut was_indented = false;
    let mut previous = None;
    for (index, item) in items.iter().enumerate() {
        let doc = type_doc(item, Place::Intersected);
        let Some(before) = previous.replace(item) else {
            docs.push(doc);
            continue;
        };
        let one_line = |doc| Doc::Concat(vec![Doc::text(" & "), doc]);
        docs.push(match (is_object(before), is_object(item)) {
            (false, false) => Doc::Concat(vec![Doc::text(" &"), Doc::Line, doc]).indent(),
            (true, true) if was_indented => one_line(doc.indent()),
            (true, true) => one_line(doc),
            _ => {
                was_indented |= index > 1;
                one_line(if index > 1 { doc.indent() } else { doc })
            }
        });
    }
    Doc::Concat(docs).group()
}

fn is_object(ty: &Ts) -> bool {
    matches!(ty, Ts::Object(_) | Ts::Mapped(..))
}

/// An object type with one member that is no property: `{ [KEY]MARK: T }`
fn braces(key: &str, mark: &str, value: &Ts) -> Doc {
    Doc::Concat(vec![
        Doc::text("{"),
        Doc::Concat(vec![
            Doc::Line,
            index_doc(key),
            Doc::text(format!("{mark}: ")),
            type_doc(value, Place::Alone),
            Doc::text(";").if_broken(),
        ])
        .indent(),
        Doc::Line,
        Doc::text("}"),
    ])
    .group()
}

/// `[KEY]`
fn index_doc(key: &str) -> Doc {
    let key = Doc::Concat(vec![Doc::Softline, Doc::text(key)]).indent();
    Doc::Concat(vec![Doc::text("["), key, Doc::Softline, Doc::text("]")]).group()
}

/// Does the union stay together, as `T | null` does?
fn stays_together(items: &[Ts]) -> bool {
    let is_null = |ty: &Ts| *ty == Ts::Word("null".to_owned());
    let holds_together = |ty: &Ts| match ty {
        Ts::Word(word) => !KEYWORDS.contains(&word.as_str()) && !word.starts_with(['"', '\'']),
        Ts::Object(_) | Ts::Repeat(..) | Ts::Param(_) | Ts::Applied(..) => true,
        _ => false,
    };
    let others: Vec<&Ts> = items.iter().filter(|ty| !is_null(ty)).collect();
    matches!(others.as_slice(), [one] if holds_together(one))
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

fn union_doc(items: &[Ts], place: Place) -> Doc {
    if stays_together(items) {
        let members = items.iter().map(|ty| type_doc(ty, Place::Member));
        let union = Doc::join(members, &Doc::text(" | "));
        return match place {
            Place::Array | Place::Intersected => {
                Doc::Concat(vec![Doc::text("("), union, Doc::text(")")])
            }
            _ => union,
        };
    }
    let bar = Doc::Concat(vec![Doc::Line, Doc::text("| ")]);
    let members = Doc::join(
        items.iter().map(|ty| type_doc(ty, Place::Member).indent()),
        &bar,
    );
    let union = Doc::Concat(vec![Doc::text("| ").if_broken(), members]).group();
    match place {
        Place::Bare => union,
        Place::Alone | Place::Member => Doc::Concat(vec![Doc::Softline, union]).indent().group(),
        Place::Array | Place::Intersected => {
            let union = Doc::Concat(vec![Doc::Softline, union]).indent();
            let union = Doc::Concat(vec![union, Doc::Softline]).group();
            Doc::Concat(vec![Doc::text("("), union, Doc::text(")")])
        }
        Place::Tuple => {
            let open = Doc::Concat(vec![Doc::text("("), Doc::Softline]).if_broken();
            let union = Doc::Concat(vec![open, union]).indent();
            Doc::Concat(vec![union, Doc::Softline, Doc::text(")").if_broken()]).group()
        }
    }
}

fn property_doc(property: &Property) -> Doc {
    let mark = if property.optional { "?" } else { "" };
    let key = Doc::text(format!("{}{mark}", property.key));
    member_doc(&property.docs, key, &property.r#type)
}

fn member_doc(docs: &[String], key: Doc, ty: &Ts) -> Doc {
    let mut lines: Vec<Doc> = docs::comment(docs, 0).lines().map(Doc::text).collect();
    let ty = type_doc(ty, Place::Alone);
    lines.push(Doc::Concat(vec![key, Doc::text(": "), ty, Doc::text(";")]));
    Doc::join(lines, &Doc::Hardline)
}

/// `interface X { … }` or `type X = …;`
pub(super) fn declaration(name: &str, ty: &Ts) -> String {
    match ty {
        Ts::Object(object) => {
            let mut object = object.clone();
            // One without members would take anything.
            if object.properties.is_empty() && object.index.is_none() {
                object.index = Some(Index {
                    docs: vec![],
                    key: "string",
                    value: Box::new(Ts::word("never")),
                });
            }
            let head = Doc::text(format!("export interface {name} "));
            Doc::Concat(vec![head, object_doc(&object)]).print(0)
        }
        Ts::Union(items) if !stays_together(items) => {
            let union = Doc::Concat(vec![Doc::Line, union_doc(items, Place::Bare)]);
            let head = Doc::text(format!("export type {name} ="));
            let parts = vec![head, union.indent().group(), Doc::text(";")];
            Doc::Concat(parts).print(0)
        }
        _ => {
            let head = Doc::text(format!("export type {name} ="));
            let ty = type_doc(ty, Place::Alone).assigned();
            Doc::Concat(vec![head, ty, Doc::text(";")]).print(0)
        }
    }
}

/// A variant's `name`.
pub(super) fn class_name(name: &str) -> String {
    assigned_string("override readonly name: string =", name).print(2)
}

/// `export const X = "…";`
pub(super) fn string_constant(name: &str, value: &str) -> String {
    assigned_string(&format!("export const {name} ="), value).print(0)
}

fn assigned_string(head: &str, value: &str) -> Doc {
    let literal = Doc::text(literals::string(value));
    let literal = Doc::Concat(vec![Doc::Line, literal]).indent().group();
    Doc::Concat(vec![Doc::text(head), literal, Doc::text(";")])
}

/// The line of a constructor of a variant with fields.
pub(super) fn constructor(fields: &str) -> String {
    let params = vec![
        Doc::text("answer: $RPCAnswer"),
        Doc::text(format!("fields: {fields}")),
    ];
    let params = Doc::list("(", params, ")");
    Doc::Concat(vec![Doc::text("constructor"), params, Doc::text(" {")]).print(2)
}
