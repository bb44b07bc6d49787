//! What the server answers to requests that are not Centrifugo's, or not as they should be.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use centrifugo_tests::rpc_server::{NOTHING, RpcServer, SECRET_HEADER};
use centrifugo_tests::{folder, http, port, stack};
use serde_json::Value;

const JSON: (&str, &str) = ("content-type", "application/json");
/// What Centrifugo sends before the method's name.
const CALL: &str =
    r#""client":"c","transport":"websocket","protocol":"json","encoding":"json","user":"42""#;

struct Server {
    server: RpcServer,
    endpoint: String,
    secret: String,
}

/// A server for the test `name`.
fn server(name: &str) -> Server {
    let folder = folder::empty(&format!("proxy-{name}")).unwrap();
    let endpoint = format!("http://127.0.0.1:{}/centrifugo/rpc/", port::free());
    let config = stack::configure(&folder, &endpoint).unwrap();
    let config: Value = serde_json::from_str(&std::fs::read_to_string(config).unwrap()).unwrap();
    let headers = &config["rpc"]["proxy"]["http"]["static_headers"];
    Server {
        server: RpcServer::start(&folder, &endpoint).unwrap(),
        endpoint,
        secret: headers["X-Centrifugo-Proxy-Secret"]
            .as_str()
            .unwrap()
            .to_owned(),
    }
}

impl Server {
    /// Sends a body as Centrifugo would; returns the whole answer, which has the HTTP status 200.
    fn answer(&self, content_type: &str, body: &[u8]) -> Value {
        let headers = [
            (SECRET_HEADER, self.secret.as_str()),
            ("content-type", content_type),
        ];
        let (status, answer) = http::post(&self.endpoint, &headers, body).unwrap();
        assert_eq!(status, 200, "{answer}");
        serde_json::from_str(&answer).unwrap()
    }

    /// The code of the error that a body is answered with.
    fn code(&self, body: &[u8]) -> u64 {
        let answer = self.answer("application/json", body);
        let code = answer["error"]["code"].as_u64();
        code.unwrap_or_else(|| panic!("no error: {answer}"))
    }

    /// A connection on which the head of a request was sent.
    fn connect(&self, header: &str) -> TcpStream {
        let host = self
            .endpoint
            .trim_start_matches("http://")
            .split('/')
            .next()
            .unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        let head = format!(
            "POST /centrifugo/rpc/ HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
             {SECRET_HEADER}: {}\r\n{header}\r\n\r\n",
            self.secret
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream
    }

    /// The beginning of the answer to a request whose body need not be what its head says.
    fn answer_to_raw(&self, header: &str, body: &[String]) -> String {
        let mut stream = self.connect(header);
        for part in body {
            // The server may have answered, and have closed the connection, in the middle of it.
            if stream.write_all(part.as_bytes()).is_err() {
                break;
            }
        }
        let mut answer = vec![0; 4096];
        let length = stream.read(&mut answer).unwrap();
        String::from_utf8_lossy(&answer[..length]).into_owned()
    }

    fn assert_serves(&mut self) {
        assert!(self.server.runs(), "{}", self.server.log());
        let answer = self.answer("application/json", NOTHING.as_bytes());
        assert!(answer.get("error").is_none(), "{answer}");
    }
}

#[test]
fn without_the_secret_nobody_is_anybody() {
    let mut server = server("secret");
    let right = server.secret.as_str();
    let longer = format!("{right}0");
    let upper = right.to_uppercase();
    let wrong: [&[(&str, &str)]; 7] = [
        &[],
        &[(SECRET_HEADER, "")],
        &[(SECRET_HEADER, "wrong")],
        &[(SECRET_HEADER, &right[1..])],
        &[(SECRET_HEADER, &longer)],
        &[("authorization", right)],
        &[(SECRET_HEADER, "wrong"), (SECRET_HEADER, right)],
    ];
    for headers in wrong {
        let headers = [&[JSON], headers].concat();
        let (status, body) = http::post(&server.endpoint, &headers, NOTHING.as_bytes()).unwrap();
        assert_eq!(status, 401, "{headers:?}");
        assert!(!body.contains(right), "{body}");
    }
    if upper != right {
        let headers = [JSON, (SECRET_HEADER, upper.as_str())];
        let (status, _) = http::post(&server.endpoint, &headers, NOTHING.as_bytes()).unwrap();
        assert_eq!(status, 401);
    }
    server.assert_serves();
}

#[test]
fn a_request_that_is_no_request_is_400() {
    let mut server = server("malformed");
    let deep = format!(
        "{{{CALL},\"method\":{}{}}}",
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    let requests: [&[u8]; 13] = [
        b"",
        b"nonsense",
        b"{",
        b"null",
        b"[]",
        b"\"text\"",
        b"\xff\xfe",
        br#"{"method":7,"user":"42"}"#,
        br#"{"method":"test.nothing","user":42}"#,
        br#"{"method":"test.nothing","user":["42"]}"#,
        br#"{"method":"test.nothing","user":"42","user":"43"}"#,
        br#"{"method":"test.nothing","method":"test.count","user":"42"}"#,
        deep.as_bytes(),
    ];
    for request in requests {
        let text = String::from_utf8_lossy(&request[..request.len().min(80)]);
        assert_eq!(server.code(request), 400, "{text}");
    }
    server.assert_serves();
}

#[test]
fn another_content_type_is_400() {
    let mut server = server("content-type");
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonx",
    ] {
        let answer = server.answer(content_type, NOTHING.as_bytes());
        assert_eq!(answer["error"]["code"], 400, "{content_type}: {answer}");
    }
    let answer = server.answer("Application/JSON; charset=utf-8", NOTHING.as_bytes());
    assert!(answer.get("error").is_none(), "{answer}");
    server.assert_serves();
}

#[test]
fn params_of_wrong_types_are_422_and_say_where() {
    let mut server = server("params");
    let params = [
        r#"{"text":7,"number":1}"#,
        r#"{"text":"a","number":1.0}"#,
        r#"{"text":"a","number":9223372036854775808}"#,
        r#"{"text":"a"}"#,
        r#"{"text":"a","text":"b","number":1}"#,
        r"[]",
        r"null",
        r#""text""#,
    ];
    for params in params {
        let request = format!("{{{CALL},\"method\":\"test.echo\",\"data\":{params}}}");
        assert_eq!(server.code(request.as_bytes()), 422, "{params}");
    }
    let request =
        format!(r#"{{{CALL},"method":"test.types","data":{{"maybe":null,"list":[1,2,"three"]}}}}"#);
    let answer = server.answer("application/json", request.as_bytes());
    let message = answer["error"]["message"].as_str().unwrap();
    assert!(message.contains("list[2]"), "{message}");
    server.assert_serves();
}

#[test]
fn deep_params_do_not_end_the_server() {
    let mut server = server("deep");
    // Below the largest size that the server reads.
    let depth = 20_000;
    let (open, close) = (
        r#"{"name":"","children":["#.repeat(depth),
        "]}".repeat(depth),
    );
    // In a type that knows depth, and in one that does not.
    for (method, data) in [
        ("test.types", format!(r#"{{"nested":{open}{close}}}"#)),
        (
            "test.add_one",
            format!("{}{}", "[".repeat(depth), "]".repeat(depth)),
        ),
    ] {
        let request = format!("{{{CALL},\"method\":\"{method}\",\"data\":{data}}}");
        let code = server.code(request.as_bytes());
        assert_eq!(code, 422, "{method}");
    }
    // A key that the method does not know is skipped, however deep.
    let more = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let data = format!(r#"{{"more":{more},"text":"","number":0}}"#);
    let request = format!("{{{CALL},\"method\":\"test.echo\",\"data\":{data}}}");
    let answer = server.answer("application/json", request.as_bytes());
    assert_eq!(answer["result"]["data"]["number"], 0, "{answer}");
    server.assert_serves();
}

#[test]
fn a_huge_request_is_413() {
    let mut server = server("huge");
    let answer = server.answer_to_raw("content-length: 2097152", &["x".repeat(1024)]);
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains(":413"),
        "{answer}"
    );
    server.assert_serves();
}

#[test]
fn a_huge_request_without_a_length_is_413() {
    let mut server = server("chunked");
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x1_0000));
    let answer = server.answer_to_raw("transfer-encoding: chunked", &vec![chunk; 64]);
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains(":413"),
        "{answer}"
    );
    server.assert_serves();
}

#[test]
fn a_request_that_ends_early_holds_nobody_up() {
    let mut server = server("early-end");
    let mut stream = server.connect("content-length: 1000");
    stream.write_all(b"{").unwrap();
    server.assert_serves();
    drop(stream);
    server.assert_serves();
}

#[test]
fn what_is_not_there_is_404_and_does_not_say_what_is() {
    let mut server = server("unknown");
    for method in [
        "test.nothing.",
        "TEST.NOTHING",
        "",
        "system.stream_next",
        "test.echo\\u0000",
    ] {
        let request = format!("{{{CALL},\"method\":\"{method}\"}}");
        let answer = server.answer("application/json", request.as_bytes());
        assert_eq!(answer["error"]["code"], 404, "{method}: {answer}");
        assert!(!answer.to_string().contains("test.echo\""), "{answer}");
    }
    let (status, _) = http::get(&server.endpoint).unwrap();
    assert_eq!(status, 405);
    server.assert_serves();
}
