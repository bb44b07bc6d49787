//! The correlation id that a client appends to a method name as `#<id>`.

use uuid::Uuid;

/// Parts a method name as Centrifugo hands it over from the id behind its last `#`. An id that is
/// not `[A-Za-z0-9-]{1,64}` is replaced, because it would go to logs as it is.
pub(crate) fn split(method: &str) -> (&str, Box<str>) {
    match method.rsplit_once('#') {
        Some((name, id)) if is_valid(id) => (name, Box::from(id)),
        Some((name, _)) => (name, new_id()),
        None => (method, new_id()),
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
            ("tasks.get", Box::from("0190-aB"))
        );
    }

    #[test]
    fn an_id_that_is_no_id_is_replaced() {
        let long = format!("m#{}", "a".repeat(65));
        for method in ["m", "m#", "m#a b", "m#\u{1b}[31m", long.as_str()] {
            let (name, id) = split(method);
            assert_eq!(name, "m");
            assert_eq!(id.len(), 36, "{method:?} got {id:?}");
        }
    }
}
