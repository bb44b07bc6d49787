//! What a case's own handlers do with JSON: serde decides, as it does for users.
//!
//! A line in is `{"case": …, "method": …, "params": "<JSON text>"}`, a line out `{"result": "<JSON text>"}`
//! or `{"code": …, "message": …}`.

use std::collections::HashMap;
use std::io::{BufRead as _, Write as _};

use centrifugo_runtime::{ConnectionContext, Dispatcher};

#[derive(serde::Deserialize)]
struct Question {
    case: String,
    method: String,
    params: String,
}

fn main() {
    let dispatchers: Vec<(&str, Dispatcher)> = include!("dispatchers.rs");
    let dispatchers: HashMap<_, _> = dispatchers.into_iter().collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime on this thread needs nothing");
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the test writes UTF-8");
        let question: Question = serde_json::from_str(&line).expect("the test asks properly");
        let dispatcher = &dispatchers[question.case.as_str()];
        let conn = ConnectionContext::for_user("1");
        let answer = runtime.block_on(dispatcher.call(conn, &question.method, &question.params));
        let answer = match answer {
            Ok(result) => serde_json::json!({"result": String::from_utf8_lossy(&result)}),
            Err(error) => serde_json::json!({"code": error.code(), "message": error.message()}),
        };
        writeln!(out, "{answer}").expect("the test listens");
        out.flush().expect("the test listens");
    }
}
