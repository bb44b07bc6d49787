//! Source text that nobody would write: the texts of the cases with tokens dropped, doubled, moved
//! and mixed. The same seed gives the same text.

/// A small generator of numbers, the same on every machine: splitmix64.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap_or_default()
    }

    /// One of several.
    pub fn one_of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// What serde code is made of, beside what the texts have.
const POOL: [&str; 46] = [
    "#[serde(flatten)]",
    "#[serde(untagged)]",
    "#[serde(tag = \"t\")]",
    "#[serde(transparent)]",
    "#[serde(content = \"c\")]",
    "#[serde(default)]",
    "#[serde(default = \"x\")]",
    "#[serde(skip)]",
    "#[serde(with = \"m\")]",
    "#[serde(with = \"\")]",
    "#[serde(from = \"Self\")]",
    "#[serde(into = \"Vec<Self>\")]",
    "#[serde(remote = \"X\")]",
    "#[serde(other)]",
    "#[serde(rename = \"\")]",
    "#[serde(rename_all = \"camelCase\")]",
    "#[serde(deny_unknown_fields)]",
    "#[cfg(any())]",
    "#[cfg(x",
    "#[path = \"../..\"]",
    "Option<",
    "Vec<",
    "Box<",
    ">",
    "<T>",
    "<const N: usize>",
    "[u8; 3]",
    "[T; N]",
    "&'a str",
    "self::",
    "super::",
    "crate::",
    "::",
    "*",
    "use",
    "as",
    "pub",
    "mod m {",
    "}",
    "{",
    "enum",
    "struct",
    "type",
    "impl",
    "r#type",
    "\u{1F600}",
];

/// Changes `text` in a few places; `others` are where it takes strange parts from.
pub fn mutate(text: &str, others: &[String], random: &mut Random) -> String {
    let mut tokens = tokens(text);
    for _ in 0..=random.below(6) {
        if tokens.is_empty() {
            break;
        }
        let at = random.below(tokens.len());
        match random.below(8) {
            0 => {
                tokens.remove(at);
            }
            1 => {
                let end = (at + 1 + random.below(30)).min(tokens.len());
                tokens.drain(at..end);
            }
            2 => {
                let end = (at + 1 + random.below(30)).min(tokens.len());
                let copy = tokens[at..end].to_vec();
                let to = random.below(tokens.len());
                tokens.splice(to..to, copy);
            }
            3 => {
                let other = random.below(tokens.len());
                tokens.swap(at, other);
            }
            4 => tokens.insert(at, (*random.one_of(&POOL)).to_owned()),
            5 => {
                // A name for a name: recursion, aliases of themselves, wrong kinds.
                let names: Vec<String> = tokens.iter().filter(|t| is_name(t)).cloned().collect();
                if let (true, false) = (is_name(&tokens[at]), names.is_empty()) {
                    tokens[at] = random.one_of(&names).clone();
                }
            }
            6 => {
                let other: &String = random.one_of(others);
                let other = self::tokens(other);
                if !other.is_empty() {
                    let from = random.below(other.len());
                    let end = (from + 1 + random.below(60)).min(other.len());
                    tokens.splice(at..at, other[from..end].iter().cloned());
                }
            }
            _ => {
                // Cut in the middle of a token.
                let token = &tokens[at];
                let cut = token
                    .char_indices()
                    .nth(random.below(3))
                    .map_or(0, |(at, _)| at);
                tokens[at] = token[..cut].to_owned();
            }
        }
    }
    tokens.concat()
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names and numbers, runs of white space, and every other character.
fn tokens(text: &str) -> Vec<String> {
    let kind = |c: char| match c {
        c if c.is_alphanumeric() || c == '_' => 1,
        c if c.is_whitespace() => 2,
        _ => 0,
    };
    let mut tokens: Vec<String> = vec![];
    let mut last = 0;
    for c in text.chars() {
        match tokens.last_mut() {
            Some(token) if kind(c) != 0 && kind(c) == last => token.push(c),
            _ => tokens.push(c.to_string()),
        }
        last = kind(c);
    }
    tokens
}
