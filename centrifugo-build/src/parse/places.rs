//! Bytes of a file from the lines and columns of syn. `Span::byte_range` says the same, and notes each
//! answer in a tree, which for all names of a crate takes longer than to parse it.

use proc_macro2::LineColumn;

/// Where the lines of a text begin.
pub(super) struct Places<'t> {
    text: &'t str,
    /// Bytes before what syn sees.
    offset: u32,
    lines: Vec<u32>,
    /// Then columns are bytes.
    is_ascii: bool,
}

impl<'t> Places<'t> {
    /// Of a whole file: syn strips a byte order mark and a `#!` line.
    pub(super) fn new(text: &'t str) -> Self {
        let stripped = stripped_by_syn(text);
        Self::at(number(stripped), &text[stripped..])
    }

    /// Of what stands in a file from this byte.
    pub(super) fn at(offset: u32, text: &'t str) -> Self {
        let bytes = text.bytes().enumerate();
        let ends = bytes.filter(|(_, byte)| *byte == b'\n');
        let begins = ends.map(|(at, _)| number(at + 1));
        Self {
            text,
            offset,
            lines: [0].into_iter().chain(begins).collect(),
            is_ascii: text.is_ascii(),
        }
    }

    pub(super) fn byte(&self, place: LineColumn) -> u32 {
        let line = self.lines.get(place.line - 1).copied().unwrap_or_default();
        let column = if self.is_ascii {
            place.column
        } else {
            let line = self.text.get(line as usize..).unwrap_or_default();
            let mut chars = line.char_indices().map(|(at, _)| at);
            chars.nth(place.column).unwrap_or(line.len())
        };
        self.offset + line + number(column)
    }
}

fn number(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn stripped_by_syn(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let rest = &text[mark..];
    let is_shebang = rest
        .strip_prefix("#!")
        .is_some_and(|rest| !rest.trim_start().starts_with('['));
    let line = if is_shebang {
        rest.find('\n').unwrap_or(rest.len())
    } else {
        0
    };
    mark + line
}
