//! Methods: which there are, what they take and return, and what their attributes say.

use std::collections::HashMap;

use centrifugo_build::manifest::{Direction, Method};

use super::level::{Level, Levels};
use super::walk::{Node, Walk};

impl<'m> Walk<'m> {
    pub(super) fn methods(&mut self) {
        let (old, new) = (&self.old.manifest.methods, &self.new.manifest.methods);
        let [was, is] = [old, new].map(|methods| {
            let named = methods.iter().map(|method| (method.name.as_str(), method));
            named.collect::<HashMap<&str, &'m Method>>()
        });
        for method in old {
            match is.get(method.name.as_str()).copied() {
                Some(new) => self.at(Node::Method(Some(method), Some(new)), |walk| {
                    walk.method(method, new);
                }),
                None => {
                    let successor = new.iter().find(|new| {
                        new.handler == method.handler && !was.contains_key(new.name.as_str())
                    });
                    let message = match successor {
                        Some(new) => {
                            format!("method removed; its handler answers `{}` now", new.name)
                        }
                        None => "method removed".to_owned(),
                    };
                    self.at(Node::Method(Some(method), None), |walk| {
                        let levels = Levels::from(Level::OldClients) | Level::Source;
                        walk.tell_both("method-removed", None, levels, message);
                    });
                }
            }
        }
        for method in new {
            if !was.contains_key(method.name.as_str()) {
                self.at(Node::Method(None, Some(method)), |walk| {
                    let message = "method added; old servers do not have it";
                    walk.tell_both("method-added", None, Level::Addition, message);
                });
            }
        }
    }

    fn method(&mut self, old: &'m Method, new: &'m Method) {
        if old.ident != new.ident {
            let message = format!("`{}` is called `{}` in the SDKs now", old.ident, new.ident);
            self.tell_both("ident-changed", None, Level::Source, message);
        }
        self.direction = Direction::Input;
        self.params(old, new);
        self.direction = Direction::Output;
        self.typed(Some("result"), &old.result, &new.result);
        self.method_errors(old, new);
        self.attributes(old, new);
        self.deprecated(None, old.deprecated.as_ref(), new.deprecated.as_ref());
    }

    /// A handler without params ignores what is sent, and a client of one sends nothing at all.
    fn params(&mut self, old: &'m Method, new: &'m Method) {
        match (&old.params, &new.params) {
            (None, None) => {}
            (Some(old), Some(new)) => self.typed(Some("params"), old, new),
            (None, Some(params)) => {
                let message = format!("it takes `{}` now", self.new.text(params));
                let levels = Levels::from(Level::OldClients) | Level::Behaviour | Level::Source;
                self.tell("params-added", Some("params"), levels, message);
            }
            (Some(_), None) => {
                let levels = Levels::from(Level::OldServers) | Level::Behaviour | Level::Source;
                let message = "it takes no params now; what old clients send is ignored";
                self.tell("params-removed", Some("params"), levels, message);
            }
        }
    }

    fn attributes(&mut self, old: &Method, new: &Method) {
        match (old.anonymous, new.anonymous) {
            (true, false) => {
                let message = "connections without a user may not call it any more";
                self.tell_both("anonymous-changed", None, Level::OldClients, message);
            }
            (false, true) => {
                let message = "connections without a user may call it";
                self.tell_both("anonymous-changed", None, Level::Addition, message);
            }
            _ => {}
        }
        match (old.idempotent, new.idempotent) {
            (true, false) => {
                let message = "no longer idempotent; old clients go on repeating it";
                self.tell_both("idempotent-changed", None, Level::OldClients, message);
            }
            (false, true) => {
                let message = "idempotent now; new clients repeat it with old servers, too";
                self.tell_both("idempotent-changed", None, Level::OldServers, message);
            }
            _ => {}
        }
        match (old.no_wait, new.no_wait) {
            (true, false) => {
                let message = "it replies when its work is done, and no longer before; \
                               its `no_wait` variant is gone";
                let levels = Levels::from(Level::Behaviour) | Level::Source;
                self.tell_both("no-wait-changed", None, levels, message);
            }
            (false, true) => {
                let message =
                    "it replies before its work is done; callers do not learn of failures";
                self.tell_both("no-wait-changed", None, Level::Behaviour, message);
            }
            _ => {}
        }
        if old.timeout_ms != new.timeout_ms && old.no_wait == new.no_wait {
            let text = |timeout: Option<u64>| match timeout {
                Some(ms) => format!("{ms} ms"),
                None => "the default".to_owned(),
            };
            let (was, is) = (text(old.timeout_ms), text(new.timeout_ms));
            let longer = matches!((old.timeout_ms, new.timeout_ms), (Some(a), Some(b)) if a < b);
            let level = if longer {
                Level::Safe
            } else {
                Level::Behaviour
            };
            let message = format!("the timeout was {was} and is now {is}");
            self.tell_both("timeout-changed", None, level, message);
        }
    }
}
