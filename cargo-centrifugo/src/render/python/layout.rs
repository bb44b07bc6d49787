//! Expressions and statements, laid out as ruff lays them out.
//!
//! A bracket that does not fit on its line is broken after each item, with a comma behind the last:
//! that comma makes ruff keep it so.

use super::text::{WIDTH, width};

/// What a lambda without parameters begins with.
pub(super) const LAMBDA: &str = "lambda: ";

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expr {
    /// Cannot be broken.
    Atom(String),
    /// `open item, item close`; a subscript's single item takes no comma.
    Bracket {
        open: String,
        items: Vec<Expr>,
        close: &'static str,
    },
    /// `a | b`
    Union(Vec<Expr>),
    /// `key=value`, `"key": value`, `lambda: value`
    After(String, Box<Expr>),
    /// `annotation = ...`
    Before(Box<Expr>, String),
}

impl Expr {
    pub(super) fn atom(text: impl Into<String>) -> Self {
        Self::Atom(text.into())
    }

    /// `base[items]`
    pub(super) fn subscript(base: &str, items: Vec<Expr>) -> Self {
        Self::Bracket {
            open: format!("{base}["),
            items,
            close: "]",
        }
    }

    /// `function(items)`
    pub(super) fn call(function: &str, items: Vec<Expr>) -> Self {
        Self::Bracket {
            open: format!("{function}("),
            items,
            close: ")",
        }
    }

    /// On one line.
    pub(super) fn flat(&self) -> String {
        match self {
            Self::Atom(text) => text.clone(),
            Self::Bracket { open, items, close } => {
                let joined = join(items, ", ");
                let comma = if self.needs_comma() { "," } else { "" };
                format!("{open}{joined}{comma}{close}")
            }
            Self::Union(items) => join(items, " | "),
            Self::After(prefix, item) => format!("{prefix}{}", item.flat()),
            Self::Before(item, suffix) => format!("{}{suffix}", item.flat()),
        }
    }

    /// A tuple of one.
    fn needs_comma(&self) -> bool {
        matches!(self, Self::Bracket { open, items, .. } if open == "(" && items.len() == 1)
    }

    /// Behind `before` (whose last line is as wide as `column`) and with `after` columns to follow
    /// on its last line; further lines begin at `indent`.
    pub(super) fn print(&self, indent: usize, column: usize, after: usize) -> String {
        let flat = self.flat();
        if column + width(&flat) + after <= WIDTH {
            return flat;
        }
        let inner = " ".repeat(indent + 4);
        match self {
            Self::Atom(_) => flat,
            Self::Bracket { items, .. } if items.is_empty() => flat,
            Self::Bracket { open, items, close } => {
                let single = *close == "]" && open != "[" && items.len() == 1;
                let comma = if single { "" } else { "," };
                let mut out = format!("{open}\n");
                for item in items {
                    let text = item.print_inside(indent + 4, comma.len());
                    out.push_str(&format!("{inner}{text}{comma}\n"));
                }
                out.push_str(&" ".repeat(indent));
                out.push_str(close);
                out
            }
            Self::Union(_) => {
                let text = self.print_inside(indent + 4, 0);
                format!("(\n{inner}{text}\n{})", " ".repeat(indent))
            }
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
        let flat = self.flat();
        if let Self::Union(items) = self
            && indent + width(&flat) + after > WIDTH
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

fn join(items: &[Expr], separator: &str) -> String {
    items
        .iter()
        .map(Expr::flat)
        .collect::<Vec<_>>()
        .join(separator)
}

/// `target: annotation = value`
pub(super) fn assign(
    indent: usize,
    target: &str,
    annotation: &Expr,
    value: Option<&Expr>,
) -> String {
    let column = indent + width(target) + 2;
    let flat = annotation.flat();
    let Some(value) = value else {
        let too_wide = column + width(&flat) > WIDTH;
        if too_wide && matches!(annotation, Expr::Atom(_)) && indent + 4 + width(&flat) <= WIDTH {
            return format!("{target}: {}", parenthesized(indent, &flat));
        }
        return format!("{target}: {}", annotation.print(indent, column, 0));
    };
    let opened = column + width(&flat) + 3;
    let broken = value.print(indent, opened, 0);
    let first = broken.lines().next().unwrap_or_default();
    if opened + width(first) <= WIDTH {
        return format!("{target}: {flat} = {broken}");
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

    fn long(name: &str) -> Expr {
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
        let one = Expr::Bracket {
            open: "(".into(),
            items: vec![Expr::atom("1")],
            close: ")",
        };
        assert_eq!(one.flat(), "(1,)");
    }
}
