//! Unions without members that say nothing new: strict linters refuse those.

use std::borrow::Cow;

use super::ts::Ts;

/// A member of a union.
#[derive(Debug, Clone)]
pub(super) struct Member<'a> {
    pub(super) ts: Ts<'a>,
    pub(super) atoms: Atoms,
}

impl<'a> Member<'a> {
    pub(super) fn keyword(word: &'static str) -> Self {
        Self {
            ts: Ts::word(word),
            atoms: Atoms::keyword(word),
        }
    }

    pub(super) fn other(ts: Ts<'a>) -> Self {
        Self {
            ts,
            atoms: Atoms::OTHER,
        }
    }

    /// A string literal.
    pub(super) fn literal(text: Cow<'a, str>) -> Self {
        Self {
            ts: Ts::Word(text),
            atoms: Atoms::LITERAL,
        }
    }
}

const KEYWORDS: [&str; 6] = ["bigint", "boolean", "null", "number", "string", "unknown"];

/// The kinds of values that a type has, whatever names stand between: a bit for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Atoms(u8);

impl Atoms {
    /// String literals.
    pub(super) const LITERAL: Self = Self(1 << 6);
    /// Arrays and objects, which have nothing in common with other types.
    pub(super) const OTHER: Self = Self(1 << 7);

    /// A keyword in a type.
    pub(super) fn keyword(word: &str) -> Self {
        let index = KEYWORDS.iter().position(|known| *known == word);
        index.map_or(Self::OTHER, |index| Self(1 << index))
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn holds(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn is_one_keyword(self) -> bool {
        self.0.is_power_of_two() && self != Self::LITERAL && self != Self::OTHER
    }
}

/// The union of the members, or what is left of it.
pub(super) fn union(members: Vec<Member<'_>>) -> Ts<'_> {
    let members = match <[Member<'_>; 1]>::try_from(members) {
        Ok([only]) => return only.ts,
        Err(members) => members,
    };
    let holds = |word: &str| {
        let atoms = Atoms::keyword(word);
        members.iter().any(|member| member.atoms.holds(atoms))
    };
    if holds("unknown") {
        return Ts::word("unknown");
    }
    let any_string = holds("string");
    let mut kept: Vec<Member<'_>> = vec![];
    for member in members {
        let is_keyword = member.atoms.is_one_keyword();
        let said = (any_string && member.atoms == Atoms::LITERAL)
            || kept
                .iter()
                .any(|other| other.ts == member.ts || (is_keyword && other.atoms == member.atoms));
        if !said {
            kept.push(member);
        }
    }
    if kept.is_empty() {
        return Ts::word("never");
    }
    Ts::union_of(kept.into_iter().map(|member| member.ts).collect())
}
