//! What samples show of a type, and how broken ones are broken.

use centrifugo_manifest::{
    Broken, Direction, Integer, Samples, Shape, Tagging, Type, TypeDef, Validator, Verdict,
};
use serde_json::Value;

use crate::build::*;

fn task() -> Vec<TypeDef> {
    let task = object([
        field("title", string()),
        optional("done", option(Type::Bool)),
        field("state", named("State")),
        field("priority", int(Integer::I16)),
        field("pair", tuple([u8(), string()])),
        field("labels", set(u8())),
        optional("parent", option(named("Task"))),
        optional("children", list(named("Task"))),
    ]);
    let state = variants(
        Tagging::External,
        [
            unit("Open"),
            holds("Held", string()),
            record("Done", object([field("by", string())])),
        ],
    );
    vec![def("Task", Shape::Struct(deny(task))), def("State", state)]
}

fn valid(types: &[TypeDef], id: &str, count: usize) -> Vec<Value> {
    Samples::of_types(types, 3)
        .valid(&named(id), Direction::Input, count)
        .iter()
        .map(|json| serde_json::from_str(json).expect("a sample is JSON"))
        .collect()
}

#[test]
fn a_few_samples_show_every_way() {
    let samples = valid(&task(), "Task", 20);
    assert_eq!(samples.len(), 20);
    let some = |wanted: &dyn Fn(&Value) -> bool| samples.iter().any(wanted);
    for state in ["Held", "Done"] {
        assert!(some(&|s| s["state"].get(state).is_some()), "{state}");
    }
    assert!(some(&|s| s["state"] == "Open"));
    assert!(some(
        &|s| s["state"]["Open"].is_null() && s["state"].is_object()
    ));
    assert!(some(&|s| s.get("done").is_none()));
    assert!(some(&|s| s.get("done").is_some_and(Value::is_null)));
    assert!(some(&|s| s["done"] == true) && some(&|s| s["done"] == false));
    for number in [i16::MIN, -1, 0, i16::MAX] {
        assert!(some(&|s| s["priority"] == number), "{number}");
    }
    assert!(
        some(&|s| s["title"] == "")
            && some(&|s| s["title"].as_str().is_some_and(|t| !t.is_ascii()))
    );
    assert!(some(&|s| s["labels"] == Value::Array(vec![])));
    assert!(some(&|s| s["parent"].is_object()) && some(&|s| s["children"][0].is_object()));
}

#[test]
fn sets_have_no_equal_elements_and_recursion_ends() {
    for sample in valid(&task(), "Task", 200) {
        let labels = sample["labels"].as_array().expect("a list").clone();
        let mut distinct = labels.clone();
        distinct.sort_by_key(Value::as_u64);
        distinct.dedup();
        assert_eq!(distinct.len(), labels.len(), "{sample}");
        assert!(sample.to_string().len() < 20_000, "{sample}");
    }
}

#[test]
fn equal_seeds_give_equal_samples() {
    let types = task();
    let of = |seed| Samples::of_types(&types, seed).valid(&named("Task"), Direction::Input, 10);
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
}

#[test]
fn what_has_no_values_has_no_samples() {
    let endless = Shape::Struct(object([field("next", named("Endless"))]));
    let types = vec![
        def("Never", variants(Tagging::External, [])),
        def("Endless", endless),
        def(
            "Box",
            Shape::Struct(object([field("never", named("Never"))])),
        ),
        def(
            "Maybe",
            Shape::Struct(object([field("never", option(named("Never")))])),
        ),
    ];
    for id in ["Never", "Endless", "Box"] {
        assert_eq!(valid(&types, id, 10), Vec::<Value>::new(), "{id}");
    }
    assert_eq!(valid(&types, "Maybe", 1)[0]["never"], Value::Null);
    let never = list(named("Never"));
    let lists = Samples::of_types(&types, 1).valid(&never, Direction::Input, 10);
    assert_eq!(lists, ["[]"]);
}

#[test]
fn what_the_server_checks_is_left_out_where_it_may_be() {
    let checked = |field| centrifugo_manifest::Field {
        checked: true,
        ..field
    };
    let shape = |field| Shape::Struct(object([checked(field)]));
    let types = vec![
        def("May", shape(optional("email", string()))),
        def("Must", shape(field("email", string()))),
    ];
    let may = valid(&types, "May", 10);
    assert!(!may.is_empty() && may.iter().all(|sample| sample.get("email").is_none()));
    assert_eq!(valid(&types, "Must", 10), Vec::<Value>::new());
    let samples = Samples::of_types(&types, 3);
    let possible = samples.possible(&named("Must"), 30);
    assert!(possible.iter().any(|json| json.contains(r#""00ff""#)));
    let broken = samples.broken(&named("Must"), Direction::Input, 30);
    assert!(broken.iter().any(|broken| broken.path == "$.email"));

    let validator = Validator::new(&types);
    let check = |json| validator.check(&named("Must"), Direction::Input, json);
    assert_eq!(check(r#"{"email":"a"}"#), Verdict::Unknown);
    assert!(matches!(check(r#"{"email":1}"#), Verdict::Refuses(_)));
    let output = validator.check(&named("Must"), Direction::Output, r#"{"email":"a"}"#);
    assert_eq!(output, Verdict::Accepts);
}

#[test]
fn broken_samples_show_every_fault() {
    let types = task();
    let broken = Samples::of_types(&types, 3).broken(&named("Task"), Direction::Input, 2000);
    let some = |path: &str, reason: &str| {
        let found = |b: &Broken| b.path == path && b.reason.contains(reason);
        assert!(broken.iter().any(found), "{path} {reason}");
    };
    some("$", "missing key `title`");
    some("$", "unknown key `broken`");
    some("$", "the key `title` is there twice");
    some("$.title", "expected a string, found null");
    some("$.title", "expected a string, found 7");
    some("$.priority", "found 65536");
    some("$.priority", "found 1.5");
    some("$.pair", "expected an array of 2, found 1");
    some("$.pair", "expected an array of 2, found 3");
    some("$.pair[0]", "found 256");
    some("$.state", "unknown variant `broken`");
    some("$.state.Done", "missing key `by`");
    some("$", "expected an object");
    some("$.parent", "missing key `state`");
    let mut texts: Vec<_> = broken.iter().map(|b| &b.json).collect();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), broken.len());
}

#[test]
fn a_type_that_never_ends_is_refused() {
    let types = vec![
        def("Loop", newtype(named("Loop"))),
        def(
            "Any",
            variants(Tagging::Untagged, [holds("Again", named("Any"))]),
        ),
    ];
    let validator = Validator::new(&types);
    for (id, direction) in [
        ("Loop", Direction::Input),
        ("Loop", Direction::Output),
        ("Any", Direction::Input),
        ("Any", Direction::Output),
    ] {
        let Verdict::Refuses(fault) = validator.check(&named(id), direction, "1") else {
            panic!("{id} has no values");
        };
        assert!(fault.reason.contains("never ends"), "{fault}");
    }
}
