//! A [`Doc`] as text: which of its groups are broken.

use super::{Doc, Part, Scope};

const WIDTH: usize = 80;

impl Doc<'_> {
    /// The text, as it stands on a line indented by `indent`.
    pub(in super::super) fn print(&self, indent: usize) -> String {
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
