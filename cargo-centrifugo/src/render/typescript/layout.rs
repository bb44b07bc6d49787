//! Lays text out as prettier does: what fits into 80 columns stays on its line, the rest is broken
//! at the places given. In: a [`Doc`]. Out: text. Knows no TypeScript.
//!
//! The algorithm and its terms are those of prettier's doc printer.

use std::borrow::Cow;

const WIDTH: usize = 80;

/// Text with places where it may be broken.
#[derive(Debug, Default)]
pub(super) struct Doc<'a> {
    parts: Vec<Part<'a>>,
    hardlines: usize,
}

#[derive(Debug)]
enum Part<'a> {
    Text(Cow<'a, str>),
    /// Only if the group around it is broken.
    IfBroken(&'static str),
    /// A space, or a line end if the group is broken.
    Line,
    /// Nothing, or a line end if the group is broken.
    Softline,
    /// A line end; breaks all groups around it.
    Hardline,
    /// What follows up to its end is one group, or indented.
    Begin(Scope),
    End,
}

#[derive(Debug, Clone, Copy)]
enum Scope {
    Indent,
    Group {
        has_hardline: bool,
    },
    /// What is assigned: after a space, or indented on its own line if even its beginning does not
    /// fit. prettier calls it `fluid`.
    Assigned,
}

impl<'a> Doc<'a> {
    /// The doc that `add` makes.
    pub(super) fn new(add: impl FnOnce(&mut Self)) -> Self {
        let mut doc = Self::default();
        add(&mut doc);
        doc
    }

    pub(super) fn text(&mut self, text: impl Into<Cow<'a, str>>) {
        self.parts.push(Part::Text(text.into()));
    }

    pub(super) fn texts<const N: usize>(&mut self, texts: [&'a str; N]) {
        let texts = texts.into_iter();
        self.parts
            .extend(texts.map(|text| Part::Text(Cow::Borrowed(text))));
    }

    pub(super) fn if_broken(&mut self, text: &'static str) {
        self.parts.push(Part::IfBroken(text));
    }

    pub(super) fn line(&mut self) {
        self.parts.push(Part::Line);
    }

    pub(super) fn softline(&mut self) {
        self.parts.push(Part::Softline);
    }

    pub(super) fn hardline(&mut self) {
        self.hardlines += 1;
        self.parts.push(Part::Hardline);
    }

    pub(super) fn indent(&mut self, add: impl FnOnce(&mut Self)) {
        self.scope(Scope::Indent, add);
    }

    pub(super) fn group(&mut self, add: impl FnOnce(&mut Self)) {
        let begin = self.parts.len();
        let before = self.hardlines;
        self.scope(
            Scope::Group {
                has_hardline: false,
            },
            add,
        );
        let has_hardline = self.hardlines > before;
        self.parts[begin] = Part::Begin(Scope::Group { has_hardline });
    }

    pub(super) fn assigned(&mut self, add: impl FnOnce(&mut Self)) {
        self.scope(Scope::Assigned, |doc| doc.group(add));
    }

    fn scope(&mut self, scope: Scope, add: impl FnOnce(&mut Self)) {
        self.parts.push(Part::Begin(scope));
        add(self);
        self.parts.push(Part::End);
    }

    /// The items, with commas and places to break at between them.
    pub(super) fn commas<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut add: impl FnMut(&mut Self, T),
    ) {
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.text(",");
                self.line();
            }
            add(self, item);
        }
    }

    /// `open`, the items with commas, `close`: on one line, or one item a line.
    pub(super) fn list<T>(
        &mut self,
        [open, close]: [&'static str; 2],
        items: impl ExactSizeIterator<Item = T>,
        add: impl FnMut(&mut Self, T),
    ) {
        if items.len() == 0 {
            return self.texts([open, close]);
        }
        self.group(|doc| {
            doc.text(open);
            doc.indent(|doc| {
                doc.softline();
                doc.commas(items, add);
            });
            doc.if_broken(",");
            doc.softline();
            doc.text(close);
        });
    }

    /// `{`, the lines, `}`: always broken, which prettier keeps.
    pub(super) fn block<T>(
        &mut self,
        lines: impl ExactSizeIterator<Item = T>,
        mut add: impl FnMut(&mut Self, T),
    ) {
        if lines.len() == 0 {
            return self.text("{}");
        }
        self.text("{");
        self.indent(|doc| {
            for line in lines {
                doc.hardline();
                add(doc, line);
            }
        });
        self.hardline();
        self.text("}");
    }

    /// The text, as it stands on a line indented by `indent`.
    pub(super) fn print(&self, indent: usize) -> String {
        // Most parts are words of some length, or none.
        let mut out = String::with_capacity(self.parts.len() * 8);
        let mut column = indent;
        let mut here = Place {
            indent,
            mode: Mode::Broken,
        };
        // What is around the scopes that are open.
        let mut around = vec![];
        for (index, part) in self.parts.iter().enumerate() {
            let fits = |mode, room, around: &[Place]| {
                fits(&self.parts[index + 1..], mode, room, around.iter().rev())
            };
            match part {
                Part::Text(text) => {
                    out.push_str(text);
                    column += width(text);
                }
                Part::IfBroken(text) if here.mode == Mode::Broken => {
                    out.push_str(text);
                    column += width(text);
                }
                Part::Line if here.mode == Mode::Flat => {
                    out.push(' ');
                    column += 1;
                }
                Part::Softline if here.mode == Mode::Flat => {}
                Part::IfBroken(_) => {}
                Part::Line | Part::Softline | Part::Hardline => {
                    column = here.break_line(&mut out);
                }
                Part::Begin(scope) => {
                    around.push(here);
                    let room = WIDTH.saturating_sub(column);
                    match scope {
                        Scope::Indent => here.indent += 2,
                        Scope::Assigned
                            if here.mode == Mode::Flat
                                || room > 0 && fits(Mode::Broken, room - 1, &around) =>
                        {
                            out.push(' ');
                            column += 1;
                        }
                        Scope::Assigned => {
                            here.indent += 2;
                            column = here.break_line(&mut out);
                        }
                        Scope::Group { has_hardline } => {
                            let flat = here.mode == Mode::Flat
                                || !has_hardline && fits(Mode::Flat, room, &around);
                            here.mode = if flat { Mode::Flat } else { Mode::Broken };
                        }
                    }
                }
                Part::End => here = around.pop().expect("scopes end as they began"),
            }
        }
        out
    }
}

/// How text stands within a scope.
#[derive(Debug, Clone, Copy)]
struct Place {
    indent: usize,
    mode: Mode,
}

impl Place {
    /// Begins a line, and gives its column.
    fn break_line(self, out: &mut String) -> usize {
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', self.indent));
        self.indent
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Flat,
    Broken,
}

/// Do the parts up to the next possible line end fit into `room` columns?
fn fits<'p>(
    parts: &[Part<'_>],
    mut mode: Mode,
    mut room: usize,
    mut around: impl Iterator<Item = &'p Place>,
) -> bool {
    let mut modes = vec![];
    for part in parts {
        let taken = match part {
            Part::Text(text) => width(text),
            Part::IfBroken(text) if mode == Mode::Broken => width(text),
            Part::Line if mode == Mode::Flat => 1,
            Part::Softline if mode == Mode::Flat => 0,
            Part::IfBroken(_) => 0,
            Part::Line | Part::Softline | Part::Hardline => return true,
            Part::Begin(scope) => {
                modes.push(mode);
                match scope {
                    Scope::Indent => 0,
                    Scope::Assigned => 1,
                    Scope::Group { has_hardline } => {
                        if *has_hardline {
                            mode = Mode::Broken;
                        }
                        0
                    }
                }
            }
            Part::End => {
                let outer = modes
                    .pop()
                    .or_else(|| around.next().map(|place| place.mode));
                mode = outer.expect("scopes end as they began");
                0
            }
        };
        match room.checked_sub(taken) {
            Some(left) => room = left,
            None => return false,
        }
    }
    true
}

/// In columns: East Asian wide characters and emoji take two, as prettier counts them.
fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
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
