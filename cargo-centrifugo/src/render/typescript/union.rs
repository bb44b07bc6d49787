//! Unions without members that say nothing new: strict linters refuse those.

use std::collections::BTreeSet;

use super::ts::Ts;

/// A member of a union.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) ts: Ts,
    pub(super) atoms: Atoms,
}

impl Member {
    pub(super) fn keyword(word: &'static str) -> Self {
        Self {
            ts: Ts::word(word),
            atoms: Atoms::of(word),
        }
    }

    pub(super) fn other(ts: Ts) -> Self {
        Self {
            ts,
            atoms: Atoms::other(),
        }
    }

    /// A string literal.
    pub(super) fn literal(text: String) -> Self {
        Self {
            ts: Ts::Word(text),
            atoms: Atoms::literal(),
        }
    }
}

const KEYWORDS: &[&str] = &["bigint", "boolean", "null", "number", "string", "unknown"];

/// The kinds of values that a type has, whatever names stand between.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Atoms(BTreeSet<&'static str>);

impl Atoms {
    pub(super) fn of(word: &'static str) -> Self {
        Self([word].into())
    }

    /// A keyword in a type.
    pub(super) fn keyword(word: &str) -> Self {
        let known = KEYWORDS.iter().find(|known| **known == word);
        known.map_or_else(Self::other, |known| Self::of(known))
    }

    /// String literals.
    pub(super) fn literal() -> Self {
        Self::of("literal")
    }

    /// Arrays and objects, which have nothing in common with other types.
    pub(super) fn other() -> Self {
        Self::of("other")
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    fn is_one_keyword(&self) -> bool {
        self.0.len() == 1 && *self != Self::literal() && *self != Self::other()
    }
}

/// The union of the members, or what is left of it.
pub(super) fn union(members: Vec<Member>) -> Ts {
    let holds = |word: &str| members.iter().any(|member| member.atoms.0.contains(word));
    if holds("unknown") {
        return match <[Member; 1]>::try_from(members) {
            Ok([only]) => only.ts,
            Err(_) => Ts::word("unknown"),
        };
    }
    let any_string = holds("string");
    let mut kept: Vec<Member> = vec![];
    let mut plain: Vec<Ts> = vec![];
    for member in members {
        let ts = member.ts.clone().without_docs();
        let is_keyword = member.atoms.is_one_keyword();
        let said = (any_string && member.atoms == Atoms::literal())
            || plain.contains(&ts)
            || (is_keyword && kept.iter().any(|other| other.atoms == member.atoms));
        if !said {
            plain.push(ts);
            kept.push(member);
        }
    }
    if kept.is_empty() {
        return Ts::word("never");
    }
    Ts::union_of(kept.into_iter().map(|member| member.ts).collect())
}
