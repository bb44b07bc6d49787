//! The correlation id that a client appends to a method name as `#<id>`.

use uuid::Uuid;

/// The longest id that is one.
const LONGEST: usize = 64;

/// The length of a UUID.
const UUID: usize = 36;

/// An id, where it is held: it is short, so that a call needs no memory for it.
#[derive(Clone, Copy)]
pub(crate) struct CorrelationId {
    bytes: [u8; LONGEST],
    length: u8,
}

impl CorrelationId {
    pub(crate) fn random() -> Self {
        let mut bytes = [0; LONGEST];
        let length = Uuid::now_v7().hyphenated().encode_lower(&mut bytes).len();
        Self::within(bytes, length)
    }

    /// `None`: it is no id.
    fn of(text: &str) -> Option<Self> {
        if !is_valid(text) {
            return None;
        }
        let mut bytes = [0; LONGEST];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Some(Self::within(bytes, text.len()))
    }

    fn within(bytes: [u8; LONGEST], length: usize) -> Self {
        let length = u8::try_from(length).expect("ids are short");
        Self { bytes, length }
    }

    pub(crate) fn as_str(&self) -> &str {
        let bytes = &self.bytes[..usize::from(self.length)];
        str::from_utf8(bytes).expect("ids are ASCII")
    }
}

/// Parts a method name as Centrifugo hands it over from the id behind its last `#`. What is not
/// `[A-Za-z0-9-]{1,64}` is no id, because an id goes to logs as it is.
pub(crate) fn split(method: &str) -> (&str, Option<CorrelationId>) {
    // Where that of a generated client is; no `#` is behind it if it is one.
    if let Some(mark) = method.len().checked_sub(UUID + 1)
        && method.as_bytes()[mark] == b'#'
        && let Some(id) = CorrelationId::of(&method[mark + 1..])
    {
        return (&method[..mark], Some(id));
    }
    match method.bytes().rposition(|byte| byte == b'#') {
        Some(mark) => (&method[..mark], CorrelationId::of(&method[mark + 1..])),
        None => (method, None),
    }
}

fn is_valid(id: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() | (byte == b'-');
    // Not `all`, which looks at one byte after the other.
    (1..=LONGEST).contains(&id.len())
        && id
            .bytes()
            .fold(true, |is_valid, byte| is_valid & is_known(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(method: &str) -> (&str, Option<String>) {
        let (name, id) = split(method);
        (name, id.map(|id| String::from(id.as_str())))
    }

    #[test]
    fn a_clients_id_is_taken() {
        assert_eq!(
            parts("tasks.get#0190-aB"),
            ("tasks.get", Some("0190-aB".into()))
        );
        assert_eq!(parts("a#b#c"), ("a#b", Some("c".into())));
        let long = "a".repeat(64);
        assert_eq!(parts(&format!("m#{long}")), ("m", Some(long)));
    }

    #[test]
    fn what_is_no_id_is_not_taken() {
        let long = format!("m#{}", "a".repeat(65));
        for method in ["m", "m#", "m#a b", "m#\u{1b}[31m", long.as_str()] {
            assert_eq!(parts(method), ("m", None));
        }
    }

    #[test]
    fn ids_of_the_servers_own_are_ids() {
        let id = CorrelationId::random();
        assert_eq!(parts(&format!("m#{}", id.as_str())).1.unwrap(), id.as_str());
    }
}
