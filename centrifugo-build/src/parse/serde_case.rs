//! serde's `rename_all` rules. They are not heck's: variants split at every capital, and fields are
//! taken to be in snake_case.
//!
//! Source: `serde_derive/src/internals/case.rs`, whose two functions these are in form.

/// A rule of `rename_all`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum RenameRule {
    #[default]
    None,
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl RenameRule {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "lowercase" => Self::Lower,
            "UPPERCASE" => Self::Upper,
            "PascalCase" => Self::Pascal,
            "camelCase" => Self::Camel,
            "snake_case" => Self::Snake,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            "kebab-case" => Self::Kebab,
            "SCREAMING-KEBAB-CASE" => Self::ScreamingKebab,
            _ => return None,
        })
    }

    /// This rule, or `other` where there is none.
    pub(crate) fn or(self, other: Self) -> Self {
        if self == Self::None { other } else { self }
    }

    pub(crate) fn apply_to_variant(self, variant: &str) -> String {
        match self {
            Self::None | Self::Pascal => variant.to_owned(),
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Camel => with_first(variant, |first| first.to_ascii_lowercase()),
            Self::Snake => {
                let mut snake = String::new();
                for (index, c) in variant.char_indices() {
                    if index > 0 && c.is_uppercase() {
                        snake.push('_');
                    }
                    snake.push(c.to_ascii_lowercase());
                }
                snake
            }
            Self::ScreamingSnake => Self::Snake.apply_to_variant(variant).to_ascii_uppercase(),
            Self::Kebab => Self::Snake.apply_to_variant(variant).replace('_', "-"),
            Self::ScreamingKebab => Self::ScreamingSnake
                .apply_to_variant(variant)
                .replace('_', "-"),
        }
    }

    pub(crate) fn apply_to_field(self, field: &str) -> String {
        match self {
            Self::None | Self::Lower | Self::Snake => field.to_owned(),
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Pascal => {
                let mut pascal = String::new();
                let mut capitalize = true;
                for c in field.chars() {
                    if c == '_' {
                        capitalize = true;
                    } else if capitalize {
                        pascal.push(c.to_ascii_uppercase());
                        capitalize = false;
                    } else {
                        pascal.push(c);
                    }
                }
                pascal
            }
            Self::Camel => with_first(&Self::Pascal.apply_to_field(field), |first| {
                first.to_ascii_lowercase()
            }),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => Self::Upper.apply_to_field(field).replace('_', "-"),
        }
    }
}

fn with_first(text: &str, change: impl Fn(char) -> char) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        change(first).to_string() + chars.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::RenameRule as R;

    // The tables of serde_derive's own tests, and the rows of its documentation.
    #[test]
    fn variants_split_at_every_capital() {
        for (original, lower, upper, camel, snake, screaming, kebab) in [
            (
                "Outcome", "outcome", "OUTCOME", "outcome", "outcome", "OUTCOME", "outcome",
            ),
            (
                "VeryTasty",
                "verytasty",
                "VERYTASTY",
                "veryTasty",
                "very_tasty",
                "VERY_TASTY",
                "very-tasty",
            ),
            ("A", "a", "A", "a", "a", "A", "a"),
            ("Z42", "z42", "Z42", "z42", "z42", "Z42", "z42"),
            ("URL", "url", "URL", "uRL", "u_r_l", "U_R_L", "u-r-l"),
        ] {
            assert_eq!(R::None.apply_to_variant(original), original);
            assert_eq!(R::Lower.apply_to_variant(original), lower);
            assert_eq!(R::Upper.apply_to_variant(original), upper);
            assert_eq!(R::Pascal.apply_to_variant(original), original);
            assert_eq!(R::Camel.apply_to_variant(original), camel);
            assert_eq!(R::Snake.apply_to_variant(original), snake);
            assert_eq!(R::ScreamingSnake.apply_to_variant(original), screaming);
            assert_eq!(R::Kebab.apply_to_variant(original), kebab);
            assert_eq!(
                R::ScreamingKebab.apply_to_variant(original),
                screaming.replace('_', "-")
            );
        }
    }

    #[test]
    fn fields_are_taken_to_be_in_snake_case() {
        for (original, upper, pascal, camel, kebab) in [
            ("outcome", "OUTCOME", "Outcome", "outcome", "outcome"),
            (
                "very_tasty",
                "VERY_TASTY",
                "VeryTasty",
                "veryTasty",
                "very-tasty",
            ),
            ("a", "A", "A", "a", "a"),
            ("z42", "Z42", "Z42", "z42", "z42"),
            ("userID", "USERID", "UserID", "userID", "userID"),
            ("_x__y", "_X__Y", "XY", "xY", "-x--y"),
        ] {
            assert_eq!(R::Lower.apply_to_field(original), original);
            assert_eq!(R::Snake.apply_to_field(original), original);
            assert_eq!(R::Upper.apply_to_field(original), upper);
            assert_eq!(R::ScreamingSnake.apply_to_field(original), upper);
            assert_eq!(R::Pascal.apply_to_field(original), pascal);
            assert_eq!(R::Camel.apply_to_field(original), camel);
            assert_eq!(R::Kebab.apply_to_field(original), kebab);
        }
    }
}
