//! The types are what a user may have; serde's derive is the judge.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::num::NonZeroU8;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Choices, fabricate};

fn values<T: Deserialize<'static>>(fragments: Vec<Value>) -> Vec<T> {
    let mut choices = Choices::new(1, fragments);
    (0..64)
        .map_while(|_| choices.first(fabricate::<T>))
        .collect()
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Odd {
    #[serde(alias = "ID", alias = "Id")]
    id: Uuid,
    address: IpAddr,
    small: NonZeroU8,
    time: Duration,
    names: BTreeMap<u16, Option<char>>,
    pair: (bool, [i8; 3]),
    text: &'static str,
    next: Option<Box<Self>>,
}

#[test]
fn a_type_gets_what_it_asks_for() {
    let made = values::<Odd>(vec![]);
    assert_eq!(made.len(), 64);
    assert!(made.iter().any(|odd| odd.next.is_some()));
    assert!(made.iter().any(|odd| odd.names.len() == 2));
    let texts: BTreeSet<&str> = made.iter().map(|odd| odd.text).collect();
    assert!(texts.len() > 5, "{texts:?}");
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "it is enough that they can be made")]
enum Tree {
    Fork(Box<Self>, Box<Self>),
    Many(Box<Self>, Box<Self>, Box<Self>, Vec<Self>),
    Named { tree: Box<Self> },
    Leaf(f32),
    End,
}

#[test]
fn recursive_types_end_and_all_variants_come() {
    let made = values::<Tree>(vec![]);
    assert_eq!(made.len(), 64);
    let variants: BTreeSet<u8> = made
        .iter()
        .map(|tree| match tree {
            Tree::Fork(..) => 0,
            Tree::Many(..) => 4,
            Tree::Named { .. } => 1,
            Tree::Leaf(_) => 2,
            Tree::End => 3,
        })
        .collect();
    assert_eq!(variants.len(), 5);
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type")]
#[expect(dead_code, reason = "it is enough that they can be made")]
enum Tagged {
    One { number: u8 },
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "it is enough that they can be made")]
struct Flat {
    first: String,
    #[serde(flatten)]
    rest: Tagged,
}

#[test]
fn what_a_type_does_not_say_comes_from_fragments() {
    assert!(values::<Tagged>(vec![]).is_empty());
    let tagged = json!({"type": "One", "number": 1});
    assert_eq!(values::<Vec<Tagged>>(vec![json!(1), tagged]).len(), 64);
    let flat = json!({"first": "", "type": "One", "number": 1});
    assert_eq!(values::<Flat>(vec![json!({}), flat]).len(), 64);
}

#[test]
fn a_panic_is_a_refusal() {
    #[derive(Debug, Deserialize)]
    #[serde(from = "u8")]
    struct Panics(u8);
    impl From<u8> for Panics {
        fn from(number: u8) -> Self {
            assert!(number == 1, "only one is right");
            Self(number)
        }
    }
    assert!(values::<Panics>(vec![]).iter().all(|made| made.0 == 1));
}
