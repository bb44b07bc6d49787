//! What a caller by name, a fake and a reader of the README see of methods.

use super::*;

#[test]
fn options_of_methods_stand_in_one_table_by_their_wire_names() {
    let mut both = method("tasks_list", None, STRING);
    both.timeout_ms = Some(500);
    both.idempotent = true;
    let mut slow = method("then", None, STRING);
    slow.timeout_ms = Some(60_000);
    let plain = method("tasks_add", None, STRING);
    let text = file(&manifest(vec![both, slow, plain], vec![]), "src/methods.ts");
    // The method's own time limit, and time for the way: its 408 comes first.
    assert_has(
        &text,
        "  \"tasks.list\": {\n    timeoutMs: 5500,\n    idempotent: true,\n  },\n",
    );
    assert_has(&text, "  then: {\n    timeoutMs: 65000,\n  },\n");
    assert_lacks(&text, "tasks.add");
    let none = file(&manifest(vec![], vec![]), "src/methods.ts");
    assert_has(&none, "MethodOptions } = {};\n");
}

#[test]
fn a_method_that_need_not_be_waited_for_has_a_variant_that_returns_at_once() {
    let mut note = method("tasks_note", Some(STRING), Type::Null);
    note.no_wait = true;
    let other = method("tasks_add", None, STRING);
    let text = file(&manifest(vec![note, other], vec![]), "src/api.ts");
    assert_has(
        &text,
        "  tasksNoteNoWait(params: string, options?: RPCCallOptions): void {\n    \
         leave(this.#rpc, {\n      method: \"tasks.note\",\n      params,\n",
    );
    assert_has(&text, "async tasksNote(params: string");
    assert_lacks(&text, "tasksAddNoWait");
}

#[test]
fn a_variant_that_returns_at_once_takes_no_other_method_s_name() {
    let mut note = method("a_note", None, Type::Null);
    note.no_wait = true;
    let other = method("a_note_no_wait", None, Type::Null);
    let error = render(&manifest(vec![note, other], vec![])).expect_err("the names collide");
    assert!(error.to_string().contains("aNoteNoWait"), "{error}");
}

#[test]
fn a_fake_knows_params_and_results_of_each_method() {
    let methods = vec![
        method("a_get", Some(named("Thing")), named("Thing")),
        method("a_nothing", None, Type::Null),
        method("a_number", Some(I64), I64),
    ];
    let thing = Shapes::Both(record(vec![field("name", STRING)]));
    let text = file(
        &manifest(methods, vec![type_def("Thing", thing)]),
        "src/testing.ts",
    );
    assert_has(
        &text,
        "  \"a.get\": {\n    params: types.Thing;\n    result: types.Thing;\n  };\n",
    );
    assert_has(
        &text,
        "  \"a.nothing\": {\n    params: undefined;\n    result: undefined;\n  };\n",
    );
    assert_has(&text, "  \"a.number\": \"i64\",\n");
    assert_lacks(&text, "declaredError(name");
}

#[test]
fn the_readme_shows_each_method_in_its_group() {
    let mut get = method("tasks_get", Some(STRING), STRING);
    get.docs = Some("One task.\u{2028}More of it.\n\nAnd more.".to_owned());
    let odd = method(
        "users_odd",
        Some(Type::String {
            format: Some(Format::Text),
        }),
        STRING,
    );
    let text = file(&manifest(vec![get, odd], vec![]), "README.md");
    assert_has(
        &text,
        "### `tasks`\n\n```ts\n// One task.\nawait api.tasksGet(\"text\");\n```\n",
    );
    assert_has(
        &text,
        "### `users`\n\n```ts\n// api.usersOdd(params)\n```\n",
    );
    assert_has(&text, "fake.on(\"tasks.get\", () => \"text\");");
}
