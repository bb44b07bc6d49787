//! The correlation id that a client appends to a method name as `#<id>`.

use uuid::Uuid;

/// Parts a method name as Centrifugo hands it over from the id behind its last `#`. What is not
/// `[A-Za-z0-9-]{1,64}` is no id, because an id goes to logs as it is.
pub(crate) fn split(method: &str) -> (&str, Option<Box<str>>) {
    match method.rsplit_once('#') {
        Some((name, id)) => (name, is_valid(id).then(|| Box::from(id))),
        None => (method, None),
    }
}

pub(crate) fn new_id() -> Box<str> {
    let mut buffer = Uuid::encode_buffer();
    Box::from(&*Uuid::now_v7().hyphenated().encode_lower(&mut buffer))
}

fn is_valid(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clients_id_is_taken() {
        assert_eq!(
            split("tasks.get#0190-aB"),
            ("tasks.get", Some(Box::from("0190-aB")))
        );
        assert_eq!(split("a#b#c"), ("a#b", Some(Box::from("c"))));
    }

    #[test]
    fn what_is_no_id_is_not_taken() {
        let long = format!("m#{}", "a".repeat(65));
        for method in ["m", "m#", "m#a b", "m#\u{1b}[31m", long.as_str()] {
            assert_eq!(split(method), ("m", None));
        }
    }
}
