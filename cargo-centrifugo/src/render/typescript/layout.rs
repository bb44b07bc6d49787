//! Lays text out as prettier does: what fits into 80 columns stays on its line, the rest is broken
//! at the places given. In: a [`Doc`]. Out: text. Knows no TypeScript.
//!
//! The algorithm and its terms are those of prettier's doc printer.

const WIDTH: usize = 80;

/// Text with places where it may be broken.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Doc {
    Text(String),
    /// A space, or a line end if the group is broken.
    Line,
    /// Nothing, or a line end if the group is broken.
    Softline,
    /// A line end; breaks all groups around it.
    Hardline,
    Indent(Box<Doc>),
    Group(Box<Doc>),
    Concat(Vec<Doc>),
    /// Only if the group around it is broken.
    IfBroken(Box<Doc>),
    /// What is assigned: after a space, or indented on its own line if even its beginning does not
    /// fit. prettier calls it `fluid`.
    Assigned(Box<Doc>),
}

impl Doc {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn indent(self) -> Self {
        Self::Indent(Box::new(self))
    }

    pub(super) fn group(self) -> Self {
        Self::Group(Box::new(self))
    }

    pub(super) fn if_broken(self) -> Self {
        Self::IfBroken(Box::new(self))
    }

    pub(super) fn assigned(self) -> Self {
        Self::Assigned(Box::new(self.group()))
    }

    pub(super) fn join(docs: impl IntoIterator<Item = Doc>, separator: &Doc) -> Self {
        let mut joined = vec![];
        for doc in docs {
            if !joined.is_empty() {
                joined.push(separator.clone());
            }
            joined.push(doc);
        }
        Self::Concat(joined)
    }

    /// `open`, the items with commas, `close`: on one line, or one item a line.
    pub(super) fn list(open: &str, items: Vec<Doc>, close: &str) -> Self {
        if items.is_empty() {
            return Self::text(format!("{open}{close}"));
        }
        let comma = Self::Concat(vec![Self::text(","), Self::Line]);
        Self::Concat(vec![
            Self::text(open),
            Self::Concat(vec![Self::Softline, Self::join(items, &comma)]).indent(),
            Self::text(",").if_broken(),
            Self::Softline,
            Self::text(close),
        ])
        .group()
    }

    /// `{`, the lines, `}`: always broken, which prettier keeps.
    pub(super) fn block(lines: Vec<Doc>) -> Self {
        if lines.is_empty() {
            return Self::text("{}");
        }
        Self::Concat(vec![
            Self::text("{"),
            Self::Concat(vec![Self::Hardline, Self::join(lines, &Self::Hardline)]).indent(),
            Self::Hardline,
            Self::text("}"),
        ])
    }

    fn forces_break(&self) -> bool {
        match self {
            Self::Hardline => true,
            Self::Indent(doc) | Self::Group(doc) | Self::IfBroken(doc) | Self::Assigned(doc) => {
                doc.forces_break()
            }
            Self::Concat(docs) => docs.iter().any(Self::forces_break),
            Self::Text(_) | Self::Line | Self::Softline => false,
        }
    }

    /// The text, as it stands on a line indented by `indent`.
    pub(super) fn print(&self, indent: usize) -> String {
        let mut out = String::new();
        let mut column = indent;
        let mut stack = vec![(indent, Mode::Broken, self)];
        while let Some((indent, mode, doc)) = stack.pop() {
            match doc {
                Self::Text(text) => {
                    out.push_str(text);
                    column += width(text);
                }
                Self::Line if mode == Mode::Flat => {
                    out.push(' ');
                    column += 1;
                }
                Self::Softline if mode == Mode::Flat => {}
                Self::Line | Self::Softline | Self::Hardline => {
                    out.truncate(out.trim_end_matches(' ').len());
                    out.push('\n');
                    out.push_str(&" ".repeat(indent));
                    column = indent;
                }
                Self::Indent(doc) => stack.push((indent + 2, mode, doc)),
                Self::Concat(docs) => {
                    stack.extend(docs.iter().rev().map(|doc| (indent, mode, doc)));
                }
                Self::IfBroken(doc) => {
                    if mode == Mode::Broken {
                        stack.push((indent, mode, doc));
                    }
                }
                Self::Assigned(doc) => {
                    let beginning = (indent, Mode::Broken, &**doc);
                    let room = WIDTH.saturating_sub(column);
                    let rest: Vec<_> = stack.iter().copied().chain([beginning]).collect();
                    if mode == Mode::Flat || fits(&Self::Line, &rest, room) {
                        stack.push((indent, mode, doc));
                        stack.push((indent, Mode::Flat, &Self::Line));
                    } else {
                        stack.push((indent + 2, mode, doc));
                        stack.push((indent + 2, Mode::Broken, &Self::Line));
                    }
                }
                Self::Group(doc) => {
                    let flat = mode == Mode::Flat
                        || (!doc.forces_break() && fits(doc, &stack, WIDTH.saturating_sub(column)));
                    let mode = if flat { Mode::Flat } else { Mode::Broken };
                    stack.push((indent, mode, doc));
                }
            }
        }
        out
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Flat,
    Broken,
}

/// Does `doc`, and what follows it up to the next possible line end, fit into `room` columns?
fn fits(doc: &Doc, rest: &[(usize, Mode, &Doc)], room: usize) -> bool {
    let mut room = room;
    let mut rest = rest.iter().rev();
    let mut stack = vec![(Mode::Flat, doc)];
    loop {
        let Some((mode, doc)) = stack.pop() else {
            match rest.next() {
                Some((_, mode, doc)) => stack.push((*mode, doc)),
                None => return true,
            }
            continue;
        };
        match doc {
            Doc::Text(text) => match room.checked_sub(width(text)) {
                Some(left) => room = left,
                None => return false,
            },
            Doc::Line if mode == Mode::Flat => match room.checked_sub(1) {
                Some(left) => room = left,
                None => return false,
            },
            Doc::Softline if mode == Mode::Flat => {}
            Doc::Line | Doc::Softline | Doc::Hardline => return true,
            Doc::Indent(doc) => stack.push((mode, doc)),
            Doc::Assigned(doc) => {
                stack.push((mode, doc));
                stack.push((Mode::Flat, &Doc::Line));
            }
            Doc::Group(doc) => {
                let broken = doc.forces_break();
                stack.push((if broken { Mode::Broken } else { mode }, doc));
            }
            Doc::Concat(docs) => stack.extend(docs.iter().rev().map(|doc| (mode, doc))),
            Doc::IfBroken(doc) => {
                if mode == Mode::Broken {
                    stack.push((mode, doc));
                }
            }
        }
    }
}

/// In columns: East Asian wide characters and emoji take two, as prettier counts them.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| match u32::from(c) {
            0x300..=0x36f => 0,
            0x1100..=0x115f
            | 0x2e80..=0xa4cf
            | 0xac00..=0xd7a3
            | 0xf900..=0xfaff
            | 0xfe30..=0xfe6f
            | 0xff00..=0xff60
            | 0xffe0..=0xffe6
            | 0x1f300..=0x1faff
            | 0x20000..=0x3fffd => 2,
            _ => 1,
        })
        .sum()
}
