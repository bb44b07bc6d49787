//! Types and signatures as text: knows where prettier breaks each of them.

use std::borrow::Cow;

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

/// An object with one member a line.
fn add_object<'a>(doc: &mut Doc<'a>, object: &'a Object<'_>) {
    let lines = object.properties.iter().map(Line::Property);
    let mut lines: Vec<Line<'_>> = lines.collect();
    lines.extend(object.index.as_ref().map(Line::Index));
    doc.block(lines.into_iter(), |doc, line| match line {
        Line::Property(property) => {
            add_comment(doc, &property.docs);
            doc.text(&*property.key);
            add_member(doc, property.optional, &property.r#type);
        }
        Line::Index(index) => {
            add_comment(doc, &index.docs);
            add_index(doc, ["key: ", index.key]);
            add_member(doc, false, &index.value);
        }
    });
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

/// prettier's `printIntersectionType`: an object follows what is none on the same line, what is no
/// object follows its like on the next one if need be.
fn add_intersection<'a>(doc: &mut Doc<'a>, items: &'a [Ts<'_>]) {
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

fn is_object(ty: &Ts<'_>) -> bool {
    matches!(ty, Ts::Object(_) | Ts::Mapped(..))
}

/// An object type with one member that is no property: `{ [KEY]MARK: T }`
fn add_braces<'a>(doc: &mut Doc<'a>, key: [&'a str; 2], mark: &'static str, value: &'a Ts<'_>) {
    doc.group(|doc| {
        doc.text("{");
        doc.indent(|doc| {
            doc.line();
            add_index(doc, key);
            doc.texts([mark, ": "]);
            add_type(doc, value, Place::Alone);
            doc.if_broken(";");
        });
        doc.line();
        doc.text("}");
    });
}

/// `[KEY]`
fn add_index<'a>(doc: &mut Doc<'a>, key: [&'a str; 2]) {
    doc.group(|doc| {
        doc.text("[");
        doc.indent(|doc| {
            doc.softline();
            doc.texts(key);
        });
        doc.softline();
        doc.text("]");
    });
}

/// Does the union stay together, as `T | null` does?
fn stays_together(items: &[Ts<'_>]) -> bool {
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

fn add_union<'a>(doc: &mut Doc<'a>, items: &'a [Ts<'_>], place: Place) {
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

/// What a line of an object says.
enum Line<'a> {
    Property(&'a Property<'a>),
    Index(&'a Index<'a>),
}

/// The comment on lines of its own, as [`super::docs::comment`] has it.
fn add_comment<'a>(doc: &mut Doc<'a>, lines: &'a [Cow<'_, str>]) {
    match lines {
        [] => {}
        [line] => {
            doc.texts(["/** ", line, " */"]);
            doc.hardline();
        }
        lines => {
            doc.text("/**");
            doc.hardline();
            for line in lines {
                doc.texts([" * ", line]);
                doc.hardline();
            }
            doc.text(" */");
            doc.hardline();
        }
    }
}

/// What follows a key.
fn add_member<'a>(doc: &mut Doc<'a>, optional: bool, ty: &'a Ts<'_>) {
    doc.text(if optional { "?: " } else { ": " });
    add_type(doc, ty, Place::Alone);
    doc.text(";");
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
