//! The line of a method as text.

use super::super::layout::Doc;
use super::super::ts::Ts;
use super::{Place, stays_together, type_doc};

/// A method's line up to its body: `name(…): Promise<…> {`, or `name(…): void {` without a result.
pub(in super::super) fn signature(name: &str, params: Option<&Ts>, result: Option<&Ts>) -> String {
    let mut items = vec![];
    if let Some(params) = params {
        let ty = type_doc(params, Place::Alone);
        items.push(Doc::Concat(vec![Doc::text("params: "), ty]));
    }
    items.push(Doc::text("options?: RPCCallOptions"));
    let single = items.len() == 1;
    let comma = Doc::Concat(vec![Doc::text(","), Doc::Line]);
    let params = Doc::Concat(vec![
        Doc::text("("),
        Doc::Concat(vec![Doc::Softline, Doc::join(items, &comma)]).indent(),
        Doc::text(",").if_broken(),
        Doc::Softline,
        Doc::text(")"),
    ]);
    let print = |params: Doc, result: Doc| {
        let both = Doc::Concat(vec![params, Doc::text(": "), result]);
        Doc::Concat(vec![Doc::text(name), both.group(), Doc::text(" {")]).print(2)
    };
    let text = print(params.clone(), returned(result));
    // With an object that is broken in the result, a single param stays on its line: prettier's
    // `shouldGroupFunctionParameters`.
    if single
        && text
            .lines()
            .any(|line| line.ends_with('{') && !line.ends_with(" {") || line.trim_start() == "{")
    {
        return print(params.group(), returned(result));
    }
    text
}

fn returned(result: Option<&Ts>) -> Doc {
    let Some(result) = result else {
        return Doc::text("void");
    };
    let stays = match result {
        Ts::Word(_) | Ts::Param(_) | Ts::Mapped(..) | Ts::Object(_) => true,
        Ts::Union(items) => stays_together(items),
        Ts::Array(_) | Ts::Tuple(_) | Ts::Repeat(..) | Ts::Intersection(_) | Ts::Applied(..) => {
            false
        }
    };
    let item = type_doc(result, Place::Bare);
    if stays {
        return Doc::Concat(vec![Doc::text("Promise<"), item, Doc::text(">")]);
    }
    Doc::Concat(vec![
        Doc::text("Promise<"),
        Doc::Concat(vec![Doc::Softline, item]).indent(),
        Doc::Softline,
        Doc::text(">"),
    ])
    .group()
}
