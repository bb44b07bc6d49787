//! Expressions and statements, laid out as ruff lays them out.
//!
//! A bracket that does not fit on its line is broken after each item, with a comma behind the last:
//! that comma makes ruff keep it so.

use std::borrow::Cow;

use super::text::{self, WIDTH, width};

/// What a lambda without parameters begins with.
pub(super) const LAMBDA: &str = "lambda: ";

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expr<'a> {
    /// Cannot be broken.
    Atom(Cow<'a, str>),
    /// `base open item, item close`; a subscript's single item takes no comma.
    Bracket {
        base: Cow<'a, str>,
        brackets: [&'static str; 2],
        items: Vec<Expr<'a>>,
    },
    /// `a | b`
    Union(Vec<Expr<'a>>),
    /// `key=value`, `"key": value`, `lambda: value`
    After(Cow<'a, str>, Box<Expr<'a>>),
    /// `annotation = ...`
    Before(Box<Expr<'a>>, &'static str),
    /// `"annotation"`, of what is not there yet.
    Quoted(Box<Expr<'a>>),
}

impl<'a> Expr<'a> {
    pub(super) const NONE: Self = Self::Atom(Cow::Borrowed("None"));

    pub(super) fn atom(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Atom(text.into())
    }

    /// `base[items]`
    pub(super) fn subscript(base: impl Into<Cow<'a, str>>, items: Vec<Self>) -> Self {
        Self::Bracket {
            base: base.into(),
            brackets: ["[", "]"],
            items,
        }
    }

    /// `function(items)`
    pub(super) fn call(function: impl Into<Cow<'a, str>>, items: Vec<Self>) -> Self {
        Self::Bracket {
            base: function.into(),
            brackets: ["(", ")"],
            items,
        }
    }

    /// Items in brackets.
    pub(super) fn bracket(brackets: [&'static str; 2], items: Vec<Self>) -> Self {
        Self::Bracket {
            base: "".into(),
            brackets,
            items,
        }
    }

    pub(super) fn after(prefix: impl Into<Cow<'a, str>>, item: Self) -> Self {
        Self::After(prefix.into(), Box::new(item))
    }

    /// On one line.
    pub(super) fn flat(&self) -> String {
        let mut out = String::with_capacity(WIDTH);
        self.add_flat(&mut out);
        out
    }

    fn add_flat(&self, out: &mut String) {
        match self {
            Self::Atom(text) => out.push_str(text),
            Self::Bracket {
                base,
                brackets: [open, close],
                items,
            } => {
                out.push_str(base);
                out.push_str(open);
                add_joined(items, ", ", out);
                if self.needs_comma() {
                    out.push(',');
                }
                out.push_str(close);
            }
            Self::Union(items) => add_joined(items, " | ", out),
            Self::After(prefix, item) => {
                out.push_str(prefix);
                item.add_flat(out);
            }
            Self::Before(item, suffix) => {
                item.add_flat(out);
                out.push_str(suffix);
            }
            Self::Quoted(item) => out.push_str(&text::string(&item.flat())),
        }
    }

    /// What stands in the quotes, if it does.
    pub(super) fn unquoted(&self) -> &Self {
        match self {
            Self::Quoted(item) => item,
            item => item,
        }
    }

    /// The expression in quotes that it is or has in it.
    pub(super) fn quoted(&self) -> Option<&Self> {
        match self {
            Self::Atom(_) => None,
            Self::Bracket { items, .. } | Self::Union(items) => items.iter().find_map(Self::quoted),
            Self::After(_, item) | Self::Before(item, _) => item.quoted(),
            Self::Quoted(item) => Some(item),
        }
    }

    /// Can it not be broken?
    fn is_whole(&self) -> bool {
        matches!(self, Self::Atom(_) | Self::Quoted(_))
    }

    /// A tuple of one.
    fn needs_comma(&self) -> bool {
        matches!(self, Self::Bracket { base, brackets: ["(", _], items }
            if base.is_empty() && items.len() == 1)
    }

    /// Calls `f` with the names and literals in it.
    pub(super) fn each_text<'e>(&'e self, f: &mut impl FnMut(&'e str)) {
        match self {
            Self::Atom(text) => f(text),
            Self::Bracket { base, items, .. } => {
                f(base);
                items.iter().for_each(|item| item.each_text(f));
            }
            Self::Union(items) => items.iter().for_each(|item| item.each_text(f)),
            Self::After(_, item) | Self::Before(item, _) | Self::Quoted(item) => item.each_text(f),
        }
    }

    /// Behind `before` (whose last line is as wide as `column`) and with `after` columns to follow
    /// on its last line; further lines begin at `indent`.
    pub(super) fn print(&self, indent: usize, column: usize, after: usize) -> String {
        let flat = self.flat();
        if column + width(&flat) + after <= WIDTH {
            return flat;
        }
        let margin = |out: &mut String, indent| out.extend(std::iter::repeat_n(' ', indent));
        match self {
            Self::Atom(_) | Self::Quoted(_) => flat,
            Self::Bracket { items, .. } if items.is_empty() => flat,
            Self::Bracket {
                base,
                brackets: [open, close],
                items,
            } => {
                let single = *close == "]" && !base.is_empty() && items.len() == 1;
                let comma = if single { "" } else { "," };
                let mut out = [base, *open, "\n"].concat();
                for item in items {
                    margin(&mut out, indent + 4);
                    out.push_str(&item.print_inside(indent + 4, comma.len()));
                    out.push_str(comma);
                    out.push('\n');
                }
                margin(&mut out, indent);
                out.push_str(close);
                out
            }
            Self::Union(_) => parenthesized(indent, &self.print_inside(indent + 4, 0)),
            // A lambda's body takes brackets even if it does not fit then.
            Self::After(prefix, item) if matches!(**item, Self::Atom(_)) && prefix == LAMBDA => {
                format!("{prefix}{}", parenthesized(indent, &item.flat()))
            }
            Self::After(prefix, item) => {
                let text = item.print(indent, column + width(prefix), after);
                format!("{prefix}{text}")
            }
            Self::Before(item, suffix) => {
                let text = item.print(indent, column, after + width(suffix));
                format!("{text}{suffix}")
            }
        }
    }

    /// Alone on its line inside a bracket, where a union breaks without brackets of its own.
    fn print_inside(&self, indent: usize, after: usize) -> String {
        if let Self::Union(items) = self
            && indent + width(&self.flat()) + after > WIDTH
        {
            let last = items.len() - 1;
            return items
                .iter()
                .enumerate()
                .map(|(i, item)| {
                    let column = indent + if i == 0 { 0 } else { 2 };
                    item.print(indent, column, if i == last { after } else { 0 })
                })
                .collect::<Vec<_>>()
                .join(&format!("\n{}| ", " ".repeat(indent)));
        }
        self.print(indent, indent, after)
    }
}

fn add_joined(items: &[Expr<'_>], separator: &str, out: &mut String) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        item.add_flat(out);
    }
}

/// `target: annotation = value`
pub(super) fn assign(
    indent: usize,
    target: &str,
    annotation: &Expr<'_>,
    value: Option<&Expr<'_>>,
) -> String {
    let column = indent + width(target) + 2;
    let flat = annotation.flat();
    let Some(value) = value else {
        let too_wide = column + width(&flat) > WIDTH;
        if !too_wide {
            return [target, ": ", &flat].concat();
        }
        if annotation.is_whole() && indent + 4 + width(&flat) <= WIDTH {
            return format!("{target}: {}", parenthesized(indent, &flat));
        }
        return format!("{target}: {}", annotation.print(indent, column, 0));
    };
    let opened = column + width(&flat) + 3;
    let broken = value.print(indent, opened, 0);
    let first = broken.lines().next().unwrap_or_default();
    if opened + width(first) <= WIDTH {
        return [target, ": ", &flat, " = ", &broken].concat();
    }
    if opened < WIDTH {
        let inner = value.print(indent + 4, indent + 4, 0);
        let first = inner.lines().next().unwrap_or_default();
        if indent + 4 + width(first) <= WIDTH {
            return format!("{target}: {flat} = {}", parenthesized(indent, &inner));
        }
    }
    let text = annotation.print(indent, column, width(first) + 3);
    let last = match text.rsplit_once('\n') {
        Some((_, line)) => width(line),
        None => column + width(&text),
    };
    let value = value.print(indent, last + 3, 0);
    format!("{target}: {text} = {value}")
}

fn parenthesized(indent: usize, text: &str) -> String {
    let margin = " ".repeat(indent);
    format!("(\n{margin}    {text}\n{margin})")
}

/// `target = name`
pub(super) fn set(indent: usize, target: &str, name: &str) -> String {
    let flat = format!("{target} = {name}");
    if indent + width(&flat) <= WIDTH || indent + 4 + width(name) > WIDTH {
        return flat;
    }
    format!("{target} = {}", parenthesized(indent, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(name: &str) -> Expr<'_> {
        Expr::atom(name.repeat(30))
    }

    #[test]
    fn what_fits_stays_on_its_line() {
        let expr = Expr::subscript("dict", vec![Expr::atom("str"), Expr::atom("int")]);
        assert_eq!(assign(4, "x", &expr, None), "x: dict[str, int]");
    }

    #[test]
    fn a_long_bracket_breaks_after_each_item() {
        let expr = Expr::subscript("dict", vec![long("ab"), long("cd")]);
        let (a, b) = ("ab".repeat(30), "cd".repeat(30));
        assert_eq!(
            assign(4, "x", &expr, None),
            format!("x: dict[\n        {a},\n        {b},\n    ]")
        );
    }

    #[test]
    fn a_long_subscript_of_one_takes_no_comma_that_would_make_it_a_tuple() {
        let expr = Expr::subscript("list", vec![Expr::atom("a".repeat(80))]);
        assert!(!expr.print(4, 10, 0).contains(','));
    }

    #[test]
    fn a_tuple_of_one_keeps_its_comma() {
        let one = Expr::bracket(["(", ")"], vec![Expr::atom("1")]);
        assert_eq!(one.flat(), "(1,)");
    }
}
