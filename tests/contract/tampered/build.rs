//! Does to the manifest what an error of the build script would do.

use std::{env, fs};

fn main() {
    centrifugo_build::configure().compile();
    let path = format!("{}/centrifugo/manifest.json", env::var("OUT_DIR").unwrap());
    let mut manifest = fs::read_to_string(&path).unwrap();
    for (right, wrong) in [
        (r#""wire_name": "wide""#, r#""wire_name": "narrow""#),
        (r#""repr": "u32""#, r#""repr": "u8""#),
        (r#""wire_name": "Open""#, r#""wire_name": "open""#),
        (r#""default": 0"#, r#""default": 7"#),
        (r#""wire_name": "west""#, r#""wire_name": "W""#),
    ] {
        assert!(manifest.contains(right), "{manifest}");
        manifest = manifest.replace(right, wrong);
    }
    let begin = manifest.find(r#""default": false"#).unwrap();
    let begin = manifest[..begin].rfind(r#""presence": {"#).unwrap();
    let end = begin + manifest[begin..].find('}').unwrap();
    manifest.replace_range(begin..=end, r#""presence": "required""#);
    fs::write(path, manifest).unwrap();
}
