//! Pages of the docs that are made of the golden cases: what is modelled, and what Rust types look like
//! in each language.

use std::collections::BTreeSet;
use std::fs;

use crate::cases::Case;

/// How a language's page is made.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Below `cargo-centrifugo/docs`.
    pub file: &'static str,
    name: &'static str,
    types: &'static str,
    fence: &'static str,
    /// What is to be said of generic types.
    generics: &'static str,
    /// What the first line after headers and imports begins with.
    begins: &'static [&'static str],
}

/// The page of each language.
pub const LANGUAGES: [Page; 3] = [
    Page {
        file: "python.md",
        name: "Python",
        types: "models.py",
        fence: "python",
        generics: "A generic Rust type is a generic class or alias: `Page[Task]`. One whose arguments \
                   decide more than what stands in their places has a name of its own, such as \
                   `MaybeOptionString`: a `T` that is an `Option` may be left out, a flattened `T` has \
                   the keys of `T`. The same holds for types that are pinned by `names` in the \
                   settings. Arrays have no generic lengths: `Grid<T, 3>` is `Grid3[T]`.\n\n\
                   `Page[Task](items=[…])` checks at once, `Page(items=[…])` when it is sent.",
        begins: &[
            "class ",
            "if _t.TYPE_CHECKING",
            "_",
            "A",
            "B",
            "C",
            "D",
            "E",
            "F",
            "G",
            "H",
            "I",
            "J",
            "K",
            "L",
            "M",
            "N",
            "O",
            "P",
            "Q",
            "R",
            "S",
            "T",
            "U",
            "V",
            "W",
            "X",
            "Y",
            "Z",
        ],
    },
    Page {
        file: "typescript.md",
        name: "TypeScript",
        types: "types.ts",
        fence: "ts",
        generics: "A generic Rust type is a generic type: `Page<Task>`. One whose arguments decide more \
                   than what stands in their places has a name of its own, such as \
                   `MaybeOptionString`: a `T` that is an `Option` may be left out, a flattened `T` has \
                   the keys of `T`. The same holds for types that are pinned by `names` in the \
                   settings, and for an alias that leads back to itself by what it is an instance of. \
                   Arrays have no generic lengths: `Grid<T, 3>` is `Grid3<T>`.",
        begins: &["/**", "export ", "type "],
    },
    Page {
        file: "go.md",
        name: "Go",
        types: "types.go",
        fence: "go",
        generics: "A generic Rust type is one type for each set of arguments: `Page<Task>` is \
                   `PageTask`. Go's generic types would have to write `Page<u32>` and \
                   `Page<NonZeroU32>`, which are both `Page[uint32]`, in one way, and so would \
                   `Page<String>` and `Page<Url>`: a method of a generic type knows the Go type that \
                   its parameter stands for, and not what the server takes for it.",
        begins: &["// ", "type ", "const "],
    },
];

/// What Rust types look like in a language.
///
/// # Errors
/// If a file of a case cannot be read.
pub fn language(page: &Page, cases: &[Case]) -> anyhow::Result<String> {
    let Page {
        name,
        fence,
        generics,
        ..
    } = page;
    let mut text = format!(
        "# How Rust types look in {name}\n\n\
         Written by `tests/tests/cases.rs` from the cases in `tests/cases`, where the rest of each crate \
         and of what is made from it stands.\n\n\
         {generics}\n"
    );
    for case in cases {
        let source = fs::read_to_string(case.source.join("lib.rs"))?;
        let rust = types(&source);
        let made = fs::read_to_string(case.source.join(page.types))?;
        let made = body(&made, page.begins);
        if rust.is_empty() || made.is_empty() {
            continue;
        }
        let (case, docs) = (&case.name, docs(&source));
        text +=
            &format!("\n## {case}\n\n{docs}\n\n```rust\n{rust}\n```\n\n```{fence}\n{made}\n```\n");
    }
    Ok(text)
}

/// The structs, enums and aliases of a source, with what stands before them.
fn types(source: &str) -> String {
    let mut kept: Vec<String> = vec![];
    let mut item = String::new();
    let mut open = 0;
    for line in source.lines().chain([""]) {
        open += line.matches(['{', '(']).count();
        open -= line.matches(['}', ')']).count().min(open);
        if !line.trim().is_empty() || open > 0 {
            item += line;
            item.push('\n');
            continue;
        }
        let whole = std::mem::take(&mut item);
        let declares = |word: &str| {
            let mut lines = whole.lines();
            lines.any(|line| line.starts_with(word))
        };
        let is_type = ["pub struct ", "pub enum ", "pub type "]
            .into_iter()
            .any(declares);
        if is_type && !whole.contains("websocket_rpc") {
            kept.push(whole.trim_end().to_owned());
        }
    }
    kept.join("\n\n")
}

/// A module without its header and imports.
fn body(text: &str, begins: &[&str]) -> String {
    // The header is a comment itself.
    let lines = text.lines().skip(2);
    let lines = lines.skip_while(|line| !begins.iter().any(|begin| line.starts_with(begin)));
    lines.collect::<Vec<_>>().join("\n")
}

/// What the source says of itself.
fn docs(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

/// The table of what the manifest can say, by the cases that show it.
///
/// # Errors
/// If a file of a case cannot be read.
pub fn modelled(cases: &[Case]) -> anyhow::Result<String> {
    let mut table = "# What is modelled\n\n\
        Each folder is a crate and what is made from it. All that is in them is exact: \
        `tests/tests/judge.rs`\nasks serde about every sample. This table is written by \
        `tests/tests/cases.rs`.\n\n\
        | case | what it shows | attributes of serde and serde_with |\n|---|---|---|\n"
        .to_owned();
    for case in cases {
        let source = fs::read_to_string(case.source.join("lib.rs"))?;
        let attributes: Vec<String> = attributes(&source)
            .into_iter()
            .map(|name| format!("`{name}`"))
            .collect();
        let (name, docs, attributes) = (&case.name, docs(&source), attributes.join(", "));
        table += &format!("| [`{name}`]({name}/lib.rs) | {docs} | {attributes} |\n");
    }
    Ok(table)
}

/// The keys of `#[serde(…)]`, and the macros of serde_with.
fn attributes(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in source.match_indices("serde(") {
        let mut depth = 0;
        let mut key = String::new();
        let mut quoted = false;
        for c in source[at + "serde".len()..].chars() {
            match c {
                '"' => quoted = !quoted,
                '(' if !quoted => depth += 1,
                ')' if !quoted => depth -= 1,
                _ => {}
            }
            let is_key = depth == 1 && !quoted && (c.is_ascii_alphanumeric() || c == '_');
            if is_key {
                key.push(c);
            } else if !key.is_empty() {
                found.insert(std::mem::take(&mut key));
            }
            if depth == 0 {
                break;
            }
        }
    }
    for name in ["serde_as", "skip_serializing_none", "serialize_always"] {
        if source.contains(&format!("#[{name}")) {
            found.insert(name.to_owned());
        }
    }
    found
}
