//! How the forms of structs, enums and scalars are written.

use serde_json::{Value, json};

use super::{def, manifest, models, record, render, string, with};

fn named(name: &str) -> Value {
    json!({"kind": "named", "id": format!("demo::{name}")})
}

fn field(name: &str, r#type: Value) -> Value {
    json!({"name": name, "wire_name": name, "type": r#type})
}

#[test]
fn variants_with_content_are_the_only_key_of_an_object() {
    let shape = json!({"kind": "enum", "tagging": {"kind": "external"}, "variants": [
        {"name": "No", "wire_name": "no"},
        {"name": "Pair", "wire_name": "pair", "content": {"kind": "tuple", "items": [
            {"type": {"kind": "bool"}}, {"type": {"kind": "bool"}}]}},
    ]});
    let text = models(json!([def("A", json!({"both": shape}))]));
    for part in [
        "class APair(_w.Keyed):\n    __key__ = \"pair\"\n\n    pair: tuple[_w.Bool, _w.Bool]\n",
        "A: _t.TypeAlias = _t.Annotated[_t.Literal[\"no\"] | APair, _w.External()]\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn flattened_values_have_the_names_that_they_have_in_rust() {
    let object = json!({"kind": "struct", "fields": [string("class")],
        "flatten": [{"name": "class", "type": {"kind": "option", "item": named("B")}}],
        "rest": {"name": "others", "key": {"kind": "integer", "repr": "u8"},
            "value": {"kind": "any"}}});
    let kind = json!({"kind": "enum", "tagging": {"kind": "external"}, "variants": [
        {"name": "X", "wire_name": "x"},
        {"name": "Y", "wire_name": "y", "content": {"kind": "newtype", "item": {"kind": "bool"}}},
    ]});
    let text = models(json!([
        def("A", json!({"both": object})),
        def("B", json!({"both": kind})),
    ]));
    for part in [
        "class A(_w.Flattened):\n",
        "    class_: _t.Annotated[_w.Str, _w.wire(\"class\")]\n",
        "    class__: _t.Annotated[B | None, _w.Flat(units=(\"x\",), keys=(\"y\",))] = None\n",
        "    others: _t.Annotated[dict[_w.U8Key, _t.Any], _w.Rest()] = {}\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_tag_that_serde_does_not_look_at_splits_only_where_other_keys_are_refused() {
    let tag = field("t", json!({"kind": "literal", "value": "A"}));
    let shapes = |closed: bool| {
        json!({"split": {
            "input": {"kind": "struct", "fields": [string("a")], "deny_unknown_fields": closed},
            "output": record(json!([tag, string("a")])),
        }})
    };
    let open = models(json!([def("A", shapes(false))]));
    assert!(
        open.contains("class A(_w.Tagged):\n    __tags__ = (\"t\",)\n"),
        "{open}"
    );
    assert!(!open.contains("AInput"), "{open}");
    assert!(models(json!([def("A", shapes(true))])).contains("class AInput"));
}

#[test]
fn a_key_that_may_be_missing_is_null_where_its_type_has_null_however_deep() {
    let nullable = json!({"kind": "enum", "tagging": {"kind": "untagged"}, "variants": [
        {"name": "No", "wire_name": "No"},
        {"name": "Yes", "wire_name": "Yes",
            "content": {"kind": "newtype", "item": {"kind": "bool"}}},
    ]});
    let wrapped = json!({"kind": "newtype", "item": named("B")});
    let key = with(field("a", named("C")), "presence", json!("optional"));
    let text = models(json!([
        def("A", json!({"both": record(json!([key]))})),
        def("B", json!({"both": nullable})),
        def("C", json!({"both": wrapped})),
    ]));
    assert!(text.contains("    a: C = None\n"), "{text}");
}

#[test]
fn an_untagged_enum_of_itself_is_named_before_it_is_known() {
    let shape = json!({"kind": "enum", "tagging": {"kind": "untagged"}, "variants": [
        {"name": "Leaf", "wire_name": "Leaf",
            "content": {"kind": "newtype", "item": {"kind": "bool"}}},
        {"name": "List", "wire_name": "List", "content": {"kind": "newtype",
            "item": {"kind": "list", "item": named("A")}}},
    ]});
    let text = models(json!([def("A", json!({"both": shape}))]));
    let alias = r#""_t.Annotated[_w.Bool | list[A], _w.Untagged()]""#;
    assert!(text.contains(alias), "{text}");
}

#[test]
fn elements_that_the_server_does_without_may_be_left_out() {
    let element = |presence: Value| json!({"type": {"kind": "bool"}, "presence": presence});
    let items = json!([
        element(json!("required")),
        element(json!({"default": true}))
    ]);
    let text = models(json!([def(
        "A",
        json!({"input": {"kind": "tuple", "items": items}})
    )]));
    let alias = "A: _t.TypeAlias = tuple[_w.Bool, _w.Bool] | tuple[_w.Bool]\n";
    assert!(text.contains(alias), "{text}");
}

#[test]
fn only_what_is_received_may_be_nan() {
    let float = record(json!([field("a", json!({"kind": "float", "repr": "f32"}))]));
    let text = models(json!([
        def("A", json!({"input": float})),
        def("B", json!({"output": float})),
    ]));
    assert!(
        text.contains("class A(_w.Model):\n    a: _w.F32\n"),
        "{text}"
    );
    assert!(
        text.contains("class B(_w.Model):\n    a: _w.F32OrNan\n"),
        "{text}"
    );
}

#[test]
fn a_type_named_like_a_builtin_does_not_hide_it() {
    let list = json!({"kind": "newtype", "item": {"kind": "list", "item": {"kind": "bool"}}});
    let text = models(json!([def("list", json!({"both": list}))]));
    assert!(
        text.contains("list_: _t.TypeAlias = list[_w.Bool]\n"),
        "{text}"
    );
}

#[test]
fn a_type_that_is_nothing_but_itself_is_an_error_that_names_it() {
    let item = json!({"kind": "option", "item": named("A")});
    let types = json!([def("A", json!({"both": {"kind": "newtype", "item": item}}))]);
    let error = render(&manifest(types, json!([]), json!([]))).expect_err("refused");
    assert!(error.to_string().contains("`demo::A`"), "{error}");
}

#[test]
fn an_alias_of_none_is_not_joined_with_none() {
    let nothing = json!({"kind": "enum", "tagging": {"kind": "untagged"}, "variants": [
        {"name": "No", "wire_name": "No"}]});
    let key = field("a", json!({"kind": "option", "item": named("B")}));
    let text = models(json!([
        def("A", json!({"both": record(json!([key]))})),
        def("B", json!({"both": nothing})),
    ]));
    assert!(text.contains("    a: None\n"), "{text}");
}
