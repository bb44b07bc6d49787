//! The line of a method as text.

use super::super::layout::Doc;
use super::super::ts::Ts;
use super::{Place, add_type, stays_together};

/// A method's line up to its body: `name(…): Promise<…> {`, or `name(…): void {` without a result.
pub(in super::super) fn signature(
    name: &str,
    params: Option<&Ts<'_>>,
    result: Option<&Ts<'_>>,
) -> String {
    let print = |params_in_group: bool| {
        let doc = Doc::new(|doc| {
            doc.text(name);
            doc.group(|doc| {
                if params_in_group {
                    doc.group(|doc| add_params(doc, params));
                } else {
                    add_params(doc, params);
                }
                doc.text(": ");
                add_returned(doc, result);
            });
            doc.text(" {");
        });
        doc.print(2)
    };
    let text = print(false);
    // With an object that is broken in the result, a single param stays on its line: prettier's
    // `shouldGroupFunctionParameters`.
    if params.is_none()
        && text
            .lines()
            .any(|line| line.ends_with('{') && !line.ends_with(" {") || line.trim_start() == "{")
    {
        return print(true);
    }
    text
}

fn add_params<'a>(doc: &mut Doc<'a>, params: Option<&'a Ts<'_>>) {
    doc.text("(");
    doc.indent(|doc| {
        doc.softline();
        if let Some(params) = params {
            doc.text("params: ");
            add_type(doc, params, Place::Alone);
            doc.text(",");
            doc.line();
        }
        doc.text("options?: RPCCallOptions");
    });
    doc.if_broken(",");
    doc.softline();
    doc.text(")");
}

fn add_returned<'a>(doc: &mut Doc<'a>, result: Option<&'a Ts<'_>>) {
    let Some(result) = result else {
        return doc.text("void");
    };
    let stays = match result {
        Ts::Word(_) | Ts::Param(_) | Ts::Mapped(..) | Ts::Object(_) => true,
        Ts::Union(items) => stays_together(items),
        Ts::Array(_) | Ts::Tuple(_) | Ts::Repeat(..) | Ts::Intersection(_) | Ts::Applied(..) => {
            false
        }
    };
    if stays {
        doc.text("Promise<");
        add_type(doc, result, Place::Bare);
        return doc.text(">");
    }
    doc.group(|doc| {
        doc.text("Promise<");
        doc.indent(|doc| {
            doc.softline();
            add_type(doc, result, Place::Bare);
        });
        doc.softline();
        doc.text(">");
    });
}
