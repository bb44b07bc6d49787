//! Diagnostics as text, in the form that rustc's have.

use std::fmt::{self, Write as _};

use super::Diagnostic;
use crate::source::{Sources, Span};

/// Why there is no manifest: every error of the phase that failed, sorted by place.
///
/// Its `Display` is what users read; [`headlines`](Self::headlines) has one line an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errors {
    full: Vec<String>,
    headlines: Vec<String>,
}

impl Errors {
    pub(crate) fn new(mut diagnostics: Vec<Diagnostic>, sources: &Sources) -> Self {
        diagnostics.sort_by(|a, b| {
            let place = |d: &Diagnostic| d.span.map(|s| (sources.shown(s.file), s.start, s.end));
            place(a)
                .cmp(&place(b))
                .then_with(|| a.message.cmp(&b.message))
        });
        diagnostics.dedup();
        Self {
            full: diagnostics.iter().map(|d| full(d, sources)).collect(),
            headlines: diagnostics.iter().map(|d| headline(d, sources)).collect(),
        }
    }

    /// `src/tasks.rs:3:5: message`, one an error.
    pub fn headlines(&self) -> impl Iterator<Item = &str> {
        self.headlines.iter().map(String::as_str)
    }

    /// How many errors there are.
    pub fn count(&self) -> usize {
        self.full.len()
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, text) in self.full.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            f.write_str(text)?;
        }
        Ok(())
    }
}

impl std::error::Error for Errors {}

fn headline(diagnostic: &Diagnostic, sources: &Sources) -> String {
    match diagnostic.span {
        Some(span) => {
            let (line, column) = sources.line_column(span.file, span.start);
            format!(
                "{}:{line}:{column}: {}",
                sources.shown(span.file),
                diagnostic.message
            )
        }
        None => diagnostic.message.clone(),
    }
}

fn full(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut text = format!("error: {}\n", diagnostic.message);
    let spans = diagnostic
        .span
        .iter()
        .chain(diagnostic.notes.iter().map(|(span, _)| span));
    let last_line = spans
        .map(|span| sources.line_column(span.file, span.start).0)
        .max();
    let gutter = last_line.map_or(0, |line| line.to_string().len());
    if let Some(span) = diagnostic.span {
        marked(&mut text, sources, span, '^', "", gutter);
    }
    for (span, note) in &diagnostic.notes {
        marked(&mut text, sources, *span, '-', note, gutter);
    }
    if let Some(hint) = &diagnostic.hint {
        let _ = writeln!(text, "{:gutter$} = hint: {hint}", "");
    }
    text
}

/// The place, its line and, below it, what of it is meant.
fn marked(
    text: &mut String,
    sources: &Sources,
    span: Span,
    sign: char,
    label: &str,
    gutter: usize,
) {
    let (line, column) = sources.line_column(span.file, span.start);
    let source = sources.text(span.file);
    let start = span.start as usize;
    let line_start = source[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = source[start..]
        .find('\n')
        .map_or(source.len(), |newline| start + newline);
    let line_text = source[line_start..line_end].trim_end_matches('\r');
    let marked = &source[start..(span.end as usize).clamp(start, line_end)];
    let expand = |text: &str| text.replace('\t', "    ");
    let indent = expand(&source[line_start..start]).chars().count();
    let width = expand(marked).chars().count().max(1);
    let signs = sign.to_string().repeat(width);
    let label = if label.is_empty() {
        String::new()
    } else {
        format!(" {label}")
    };
    let _ = write!(
        text,
        "{empty:gutter$}--> {file}:{line}:{column}\n\
         {empty:gutter$} |\n\
         {line:>gutter$} | {shown}\n\
         {empty:gutter$} | {empty:indent$}{signs}{label}\n",
        empty = "",
        file = sources.shown(span.file),
        shown = expand(line_text),
    );
}
