//! Lays text out as prettier does: what fits into 80 columns stays on its line, the rest is broken
//! at the places given. In: a [`Doc`]. Out: text. Knows no TypeScript.
//!
//! The algorithm and its terms are those of prettier's doc printer.

mod lines;

use std::borrow::Cow;

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
}
