//! What a reader of the generated package relies on, and can go wrong without a compiler's notice.

use centrifugo_build::manifest::{
    Content, Deprecated, ErrorType, ErrorVariant, Field, Format, GoSdk, Int64, Integer,
    MANIFEST_VERSION, Manifest, Method, Object, Package, Position, Presence, PythonSdk, Sdk, Shape,
    Shapes, Tagging, Type, TypeDef, TypescriptSdk, Validate, Variant,
};

use super::layout::Doc;
use super::{literals, names, render};

mod methods;

const STRING: Type = Type::String { format: None };
const I64: Type = Type::Integer {
    repr: Integer::I64,
    nonzero: false,
};

fn position() -> Position {
    Position {
        file: "src/lib.rs".to_owned(),
        line: 1,
        column: 1,
    }
}

fn field(name: &str, ty: Type) -> Field {
    Field {
        name: name.to_owned(),
        wire_name: name.to_owned(),
        aliases: vec![],
        r#type: ty,
        presence: Presence::Required,
        checked: false,
        flattened: None,
        docs: None,
        deprecated: None,
    }
}

fn named(name: &str) -> Type {
    Type::Named {
        id: format!("app::{name}"),
    }
}

fn type_def(name: &str, shapes: Shapes) -> TypeDef {
    TypeDef {
        id: format!("app::{name}"),
        name: name.to_owned(),
        generic: None,
        shapes,
        docs: None,
        deprecated: None,
        position: Some(position()),
    }
}

fn record(fields: Vec<Field>) -> Shape {
    Shape::Struct(Object {
        fields,
        ..Object::default()
    })
}

fn method(ident: &str, params: Option<Type>, result: Type) -> Method {
    Method {
        name: ident.replace('_', "."),
        ident: ident.to_owned(),
        handler: format!("app::{ident}"),
        params,
        result,
        errors: vec![],
        anonymous: false,
        idempotent: false,
        no_wait: false,
        timeout_ms: None,
        docs: None,
        deprecated: None,
        position: position(),
    }
}

fn manifest(methods: Vec<Method>, types: Vec<TypeDef>) -> Manifest {
    Manifest {
        manifest_version: MANIFEST_VERSION,
        package: Package {
            name: "app".to_owned(),
            version: "1.2.3".to_owned(),
        },
        api_version: String::new(),
        sdk: Sdk {
            python: PythonSdk {
                package: "app_client".to_owned(),
            },
            typescript: TypescriptSdk {
                package: "@org/app-client".to_owned(),
                int64: Int64::Number,
                validate: Validate::None,
            },
            go: GoSdk {
                module: Some("appclient".to_owned()),
                package: "appclient".to_owned(),
                initialisms: false,
            },
        },
        methods,
        errors: vec![],
        types,
        generics: vec![],
    }
}

fn file(manifest: &Manifest, path: &str) -> String {
    let files = render(manifest).expect("it renders");
    let mut file = files.into_iter().find(|file| file.path == path);
    let file = file.as_mut();
    file.unwrap_or_else(|| panic!("there is no {path}")).text()
}

#[track_caller]
fn assert_has(text: &str, part: &str) {
    assert!(text.contains(part), "{part}\nis not in\n{text}");
}

#[track_caller]
fn assert_lacks(text: &str, part: &str) {
    assert!(!text.contains(part), "{part}\nis in\n{text}");
}

#[test]
fn a_type_has_a_second_name_only_if_it_differs_even_far_below() {
    let mut optional = field("note", STRING);
    optional.presence = Presence::Default("".into());
    let leaf = Shapes::Split {
        input: record(vec![optional]),
        output: record(vec![field("note", STRING)]),
    };
    let list = Type::List {
        item: Box::new(named("Leaf")),
        unordered: false,
    };
    let types = vec![
        type_def("Leaf", leaf),
        type_def("Same", Shapes::Both(record(vec![field("a", STRING)]))),
        type_def(
            "Sent",
            Shapes::Input(record(vec![field("leaf", named("Leaf"))])),
        ),
        type_def("Tree", Shapes::Both(record(vec![field("leaves", list)]))),
    ];
    let types = file(&manifest(vec![], types), "src/types.ts");
    assert_has(
        &types,
        "interface LeafInput {\n  /** @defaultValue `\"\"` */\n  note?: string;\n}",
    );
    assert_has(&types, "interface Leaf {\n  note: string;\n}");
    assert_has(&types, "interface TreeInput {\n  leaves: LeafInput[];\n}");
    assert_has(&types, "interface Tree {\n  leaves: Leaf[];\n}");
    assert_has(&types, "interface Sent {\n  leaf: LeafInput;\n}");
    assert_lacks(&types, "SameInput");
}

#[test]
fn a_default_is_no_difference_on_its_own_and_is_told() {
    let mut sent = field(
        "tags",
        Type::List {
            item: Box::new(STRING),
            unordered: false,
        },
    );
    sent.presence = Presence::Default(serde_json::json!(["*/"]));
    let types = vec![type_def("New", Shapes::Input(record(vec![sent])))];
    let types = file(&manifest(vec![], types), "src/types.ts");
    assert_has(
        &types,
        "/** @defaultValue `[\"*\\/\"]` */\n  tags?: string[];",
    );
}

#[test]
fn absent_and_null_are_kept_apart() {
    let nullable = |item| Type::Option {
        item: Box::new(item),
    };
    let mut absent = field("absent", STRING);
    absent.presence = Presence::Optional;
    let mut both = field("both", nullable(nullable(STRING)));
    both.presence = Presence::Optional;
    let fields = vec![
        absent,
        both,
        field("null", nullable(STRING)),
        field("any", nullable(Type::Any)),
    ];
    let types = vec![type_def("T", Shapes::Output(record(fields)))];
    let types = file(&manifest(vec![], types), "src/types.ts");
    assert_has(&types, "  absent?: string;\n");
    assert_has(&types, "  both?: string | null;\n");
    assert_has(&types, "  null: string | null;\n");
    assert_has(&types, "  any: unknown;\n");
}

#[test]
fn wide_integers_are_looked_at_and_others_are_not() {
    let small = Type::Integer {
        repr: Integer::U32,
        nonzero: false,
    };
    let types = vec![
        type_def(
            "Node",
            Shapes::Both(record(vec![
                field("id", I64),
                field("__proto__", I64),
                field(
                    "next",
                    Type::Option {
                        item: Box::new(named("Node")),
                    },
                ),
            ])),
        ),
        type_def("Small", Shapes::Both(record(vec![field("id", small)]))),
    ];
    let methods = vec![
        method(
            "big",
            Some(I64),
            Type::List {
                item: Box::new(named("Node")),
                unordered: false,
            },
        ),
        method("small", Some(named("Small")), named("Small")),
    ];
    let manifest = manifest(methods, types);
    let checks = file(&manifest, "src/received.ts");
    assert_has(
        &checks,
        "export const checkNode: $Check = {\n  fields: {\n    id: \"i64\",\n",
    );
    assert_has(
        &checks,
        "    [\"__proto__\"]: \"i64\",\n    next: {\n      option: () => checkNode,\n    },\n",
    );
    assert_lacks(&checks, "Small");
    let api = file(&manifest, "src/api.ts");
    assert_has(
        &api,
        "      sent: \"i64\",\n      received: {\n        list: received.checkNode,\n      },\n",
    );
    assert_eq!(api.matches("sent: ").count(), 1);
}

#[test]
fn a_null_that_nobody_needs_to_send_makes_no_second_type() {
    let note = |ty, presence| Field {
        presence,
        ..field("note", ty)
    };
    let nullable = || Type::Option {
        item: Box::new(STRING),
    };
    let split = |input, output| Shapes::Split {
        input: record(vec![input]),
        output: record(vec![output]),
    };
    let absent = Presence::Default(serde_json::Value::Null);
    let types = vec![
        type_def(
            "One",
            split(
                note(nullable(), absent.clone()),
                note(STRING, Presence::Optional),
            ),
        ),
        // Left out, it is not what `null` is.
        type_def(
            "Two",
            split(
                note(nullable(), Presence::Default("none".into())),
                note(STRING, Presence::Optional),
            ),
        ),
        // It is received as `null`, and there whatever it is.
        type_def(
            "Three",
            split(
                note(nullable(), absent),
                note(nullable(), Presence::Required),
            ),
        ),
    ];
    let text = file(&manifest(vec![], types), "src/types.ts");
    assert_has(&text, "export interface One {\n  note?: string;\n}");
    assert_lacks(&text, "OneInput");
    assert_has(&text, "export interface TwoInput {");
    assert_has(&text, "  note?: string | null;");
    assert_has(&text, "export interface ThreeInput {");
}

#[test]
fn enums_are_told_apart_by_tag_or_key() {
    let variant = |name: &str, content| Variant {
        name: name.to_owned(),
        wire_name: name.to_lowercase(),
        aliases: vec![],
        other: false,
        untagged: false,
        checked: false,
        content,
        docs: Some("Says */ something.".to_owned()),
        deprecated: None,
    };
    let variants = vec![
        variant("A", Content::Unit),
        variant(
            "B",
            Content::Newtype {
                item: named("Body"),
            },
        ),
        variant(
            "C",
            Content::Struct(Object {
                fields: vec![field("x", STRING)],
                ..Object::default()
            }),
        ),
    ];
    let shape = |tagging| Shape::Enum {
        tagging,
        variants: variants.clone(),
        deny_unknown_fields: false,
    };
    let types = vec![
        type_def("Body", Shapes::Both(record(vec![field("size", I64)]))),
        type_def("Ext", Shapes::Both(shape(Tagging::External))),
        type_def(
            "Int",
            Shapes::Both(shape(Tagging::Internal {
                tag: "a-tag".to_owned(),
            })),
        ),
    ];
    let manifest = manifest(vec![], types);
    let types = file(&manifest, "src/types.ts");
    assert_has(
        &types,
        "/** - `\"a\"`: Says *\\/ something. */\nexport type Ext =\n  | \"a\"\n",
    );
    assert_has(&types, "      b: Body;\n      c?: never;\n");
    assert_has(&types, "      \"a-tag\": \"b\";\n      size: number;\n");
    let checks = file(&manifest, "src/received.ts");
    assert_has(
        &checks,
        "export const checkExt: $Check = {\n  external: {\n    b: () => checkBody,\n",
    );
    assert_has(
        &checks,
        "  tag: \"a-tag\",\n  variants: {\n    b: () => checkBody,\n",
    );
}

#[test]
fn keys_of_maps_are_what_json_can_say_of_them() {
    let map = |key| Type::Map {
        key: Box::new(key),
        value: Box::new(Type::Bool),
    };
    let uuid = Type::String {
        format: Some(Format::Uuid),
    };
    let fields = vec![
        field("by_uuid", map(uuid)),
        field(
            "by_u64",
            map(Type::Integer {
                repr: Integer::U64,
                nonzero: false,
            }),
        ),
        field(
            "by_i8",
            map(Type::Integer {
                repr: Integer::I8,
                nonzero: false,
            }),
        ),
        field("by_bool", map(Type::Bool)),
    ];
    let types = vec![type_def("T", Shapes::Output(record(fields)))];
    let types = file(&manifest(vec![], types), "src/types.ts");
    assert_has(&types, "by_uuid: { [key: string]: boolean };");
    assert_has(&types, "by_u64: { [key: `${bigint}`]: boolean };");
    assert_has(&types, "by_i8: { [key: `${number}`]: boolean };");
    assert_has(
        &types,
        "by_bool: { [key in \"true\" | \"false\"]?: boolean };",
    );
}

#[test]
fn declared_errors_are_chosen_by_method_and_code() {
    let variant = |name: &str, code, fields| ErrorVariant {
        name: name.to_owned(),
        code,
        temporary: false,
        fields,
        docs: None,
    };
    let error = |name: &str, variants| ErrorType {
        id: format!("app::{name}"),
        name: name.to_owned(),
        variants,
        docs: None,
        position: position(),
    };
    let mut get = method("get", None, Type::Null);
    get.errors = vec!["app::Second".to_owned()];
    let mut manifest = manifest(vec![get], vec![]);
    manifest.errors = vec![
        error("First", vec![variant("Bad", 1001, vec![])]),
        error(
            "Second",
            vec![variant(
                "Bad",
                1001,
                vec![field("message", STRING), field("n", I64)],
            )],
        ),
    ];
    let api = file(&manifest, "src/api.ts");
    assert_has(&api, "errors: [declared.Second],");
    assert_lacks(&api, "declared.First");
    let errors = file(&manifest, "src/errors.ts");
    assert_has(&errors, "export class SecondBad extends Second {");
    assert_has(&errors, "readonly fields: SecondBadFields;");
    let declared = file(&manifest, "src/declared.ts");
    assert_has(
        &declared,
        "    fields: [\"message\", \"n\"],\n    check: {\n      fields: {\n        n: \"i64\",\n",
    );
}

#[test]
fn names_that_the_package_exports_are_refused() {
    for name in names::EXPORTS {
        let types = vec![type_def(name, Shapes::Both(record(vec![])))];
        let error = render(&manifest(vec![], types)).expect_err("the name is taken");
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[test]
fn the_index_exports_each_name_that_is_refused() {
    let index = file(&manifest(vec![], vec![]), "src/index.ts");
    for name in names::EXPORTS {
        assert_has(&index, name);
    }
}

#[test]
fn methods_that_become_one_are_refused() {
    let methods = vec![
        method("a_1", None, Type::Null),
        method("a1", None, Type::Null),
    ];
    let error = render(&manifest(methods, vec![])).expect_err("both are `a1`");
    assert_eq!(
        error.to_string(),
        "typescript: methods `a.1` and `a1` are both `a1`"
    );
}

#[test]
fn methods_do_not_hide_what_every_object_has() {
    assert_eq!(names::method("tasks_get_stats"), "tasksGetStats");
    assert_eq!(names::method("import"), "import");
    assert_eq!(names::method("constructor"), "constructor_");
    assert_eq!(names::method("then"), "then_");
    assert_eq!(names::method("2fa_check"), "_2faCheck");
}

#[test]
fn reserved_words_are_no_type_names() {
    let types = vec![type_def(
        "string",
        Shapes::Both(record(vec![field("s", named("string"))])),
    )];
    let types = file(&manifest(vec![], types), "src/types.ts");
    assert_has(&types, "export interface string_ {\n  s: string_;\n}");
}

#[test]
fn strings_and_keys_are_escaped() {
    assert_eq!(literals::string("it's"), r#""it's""#);
    assert_eq!(literals::string(r#"say "a""#), r#"'say "a"'"#);
    assert_eq!(
        literals::string("a\\b\n\u{1}\u{2028}"),
        r#""a\\b\n\u0001\u2028""#
    );
    assert_eq!(literals::key("user_id"), "user_id");
    assert_eq!(literals::key("$ref"), "$ref");
    assert_eq!(literals::key("größe"), "größe");
    assert_eq!(literals::key("1st"), r#""1st""#);
    assert_eq!(literals::key("a b"), r#""a b""#);
    assert_eq!(literals::key(""), r#""""#);
    assert_eq!(literals::key("a🦀"), r#"["a🦀"]"#);
}

#[test]
fn docs_cannot_end_their_comment_or_begin_a_tag() {
    let mut get = method("get", None, Type::Null);
    get.docs = Some("Ends */ here.\n\n  @param none\nback\\slash ülk".to_owned());
    get.deprecated = Some(Deprecated {
        since: Some("2".to_owned()),
        note: Some("no\n*/ more".to_owned()),
    });
    let api = file(&manifest(vec![get], vec![]), "src/api.ts");
    assert_has(
        &api,
        "  /**\n   * Ends *\\/ here.\n   *\n   *   \\@param none\n   * back\\slash ülk\n   *\n   \
         * Calls `get`.\n   *\n   * @deprecated since 2: no *\\/ more\n   */\n  async get(",
    );
}

#[test]
fn long_lines_are_broken_as_prettier_breaks_them() {
    let long = "ARatherLongNameOfATypeThatTellsAllThereIs";
    let body = || Shapes::Both(record(vec![]));
    let types = vec![
        type_def(long, body()),
        type_def(
            "T",
            Shapes::Output(record(vec![field(
                "a_rather_long_name_of_a_field",
                Type::Option {
                    item: Box::new(named(long)),
                },
            )])),
        ),
    ];
    let methods = vec![method("get_it", Some(named(long)), named(long))];
    let manifest = manifest(methods, types);
    let types = file(&manifest, "src/types.ts");
    assert_has(
        &types,
        &format!("  a_rather_long_name_of_a_field: {long} | null;\n"),
    );
    let api = file(&manifest, "src/api.ts");
    assert_has(
        &api,
        &format!(
            "  getIt(\n    params: types.{long},\n    options?: RPCCallOptions,\n  ): \
             Promise<types.{long}> {{\n"
        ),
    );
    let lines_of_list = |count| {
        let items = vec!["abcdefgh"; count].into_iter();
        let doc = Doc::new(|doc| doc.list(["[", "]"], items, Doc::text));
        doc.print(0).lines().count()
    };
    assert_eq!(lines_of_list(8), 1);
    assert_eq!(lines_of_list(9), 11);
}

#[test]
fn an_empty_manifest_is_a_package_too() {
    let manifest = manifest(vec![], vec![]);
    assert_has(&file(&manifest, "src/types.ts"), "export {};");
    assert_has(
        &file(&manifest, "package.json"),
        "\"name\": \"@org/app-client\"",
    );
    assert_has(&file(&manifest, "package.json"), "\"version\": \"1.2.3\"");
}

#[test]
fn every_file_ends_with_one_line_end_and_says_that_it_is_generated() {
    let files = render(&manifest(vec![], vec![])).expect("it renders");
    for mut file in files {
        let text = file.text();
        assert!(
            text.ends_with('\n') && !text.ends_with("\n\n"),
            "{}",
            file.path
        );
        if !file.path.ends_with(".json") {
            assert_has(&text, "Code generated by cargo-centrifugo. DO NOT EDIT.");
        }
    }
}
