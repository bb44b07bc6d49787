//! Random JSON made of the words that a type's samples are made of.

use serde_json::Value;

use crate::judge::Case;

/// Texts that are no worse than random, many of them close to what the type wants.
pub(crate) fn texts(case: &Case, count: usize) -> Vec<String> {
    let mut soup = Soup::new(case);
    (0..count).map(|_| soup.text()).collect()
}

struct Soup {
    state: u64,
    keys: Vec<String>,
    values: Vec<String>,
    samples: Vec<Value>,
}

impl Soup {
    fn new(case: &Case) -> Self {
        let mut soup = Self {
            state: 0x9E37_79B9_7F4A_7C15,
            keys: vec!["zz".to_owned()],
            values: [
                "null", "true", "0", "7", "-1", "1.5", "\"zz\"", "[]", "{}", "[1]",
            ]
            .map(str::to_owned)
            .into(),
            samples: Vec::new(),
        };
        for sample in &case.samples {
            if let Ok(value) = serde_json::from_str::<Value>(sample) {
                soup.learn(&value);
                soup.samples.push(value);
            }
        }
        soup
    }

    fn learn(&mut self, value: &Value) {
        self.values.push(value.to_string());
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.learn(item)),
            Value::Object(entries) => {
                for (key, value) in entries {
                    if !self.keys.contains(key) {
                        self.keys.push(key.clone());
                    }
                    self.values.push(Value::from(key.as_str()).to_string());
                    self.learn(value);
                }
            }
            _ => {}
        }
    }

    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state % limit as u64) as usize
    }

    fn text(&mut self) -> String {
        if self.samples.is_empty() || self.below(3) == 0 {
            return self.random(0);
        }
        let index = self.below(self.samples.len());
        let sample = self.samples[index].clone();
        self.changed(&sample)
    }

    fn word(&mut self) -> String {
        let index = self.below(self.values.len());
        self.values[index].clone()
    }

    fn entry(&mut self, depth: usize) -> String {
        let index = self.below(self.keys.len());
        let key = Value::from(self.keys[index].as_str());
        let value = self.random(depth);
        format!("{key}:{value}")
    }

    fn random(&mut self, depth: usize) -> String {
        match self.below(if depth > 2 { 3 } else { 8 }) {
            0..=2 => self.word(),
            3 => {
                let items: Vec<_> = (0..self.below(4)).map(|_| self.random(depth + 1)).collect();
                format!("[{}]", items.join(","))
            }
            _ => {
                let entries: Vec<_> = (0..self.below(4)).map(|_| self.entry(depth + 1)).collect();
                format!("{{{}}}", entries.join(","))
            }
        }
    }

    /// The sample with a few parts left out, doubled, moved or replaced.
    fn changed(&mut self, value: &Value) -> String {
        if self.below(8) == 0 {
            return self.random(2);
        }
        match value {
            Value::Array(items) => {
                let mut texts: Vec<_> = items.iter().map(|item| self.changed(item)).collect();
                self.shuffle(&mut texts, |soup| soup.random(2));
                format!("[{}]", texts.join(","))
            }
            Value::Object(entries) => {
                let mut texts: Vec<_> = entries
                    .iter()
                    .map(|(key, value)| {
                        format!("{}:{}", Value::from(key.as_str()), self.changed(value))
                    })
                    .collect();
                self.shuffle(&mut texts, |soup| soup.entry(2));
                format!("{{{}}}", texts.join(","))
            }
            Value::String(text) => Value::from(self.misspelt(text)).to_string(),
            _ => value.to_string(),
        }
    }

    fn misspelt(&mut self, text: &str) -> String {
        let mut characters: Vec<_> = text.chars().collect();
        let letters: Vec<_> = "0123456789abfFTzZ+-:./% {}\u{e9}".chars().collect();
        let at = self.below(characters.len() + 1);
        let letter = letters[self.below(letters.len())];
        match self.below(9) {
            0 => characters.insert(at, letter),
            1 if at < characters.len() => characters[at] = letter,
            2 if at < characters.len() => {
                characters.remove(at);
            }
            _ => {}
        }
        characters.into_iter().collect()
    }

    fn shuffle(&mut self, texts: &mut Vec<String>, extra: impl Fn(&mut Self) -> String) {
        match self.below(8) {
            0 if !texts.is_empty() => {
                let index = self.below(texts.len());
                texts.remove(index);
            }
            1 if !texts.is_empty() => {
                let index = self.below(texts.len());
                texts.push(texts[index].clone());
            }
            2 => {
                let text = extra(self);
                let index = self.below(texts.len() + 1);
                texts.insert(index, text);
            }
            3 => texts.reverse(),
            _ => {}
        }
    }
}
