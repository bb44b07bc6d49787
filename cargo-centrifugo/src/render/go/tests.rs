//! What the golden cases do not show: settings of the project, and names that are in the way.

use centrifugo_build::manifest::{self, Manifest};

use super::render;

const MANIFEST: &str = include_str!("../../../../tests/cases/presence/manifest.json");

fn contents(manifest: &Manifest, path: &str) -> String {
    let files = render(manifest).expect("Go can say it");
    let file = files.into_iter().find(|file| file.path == path);
    file.expect("the SDK has this file").contents
}

#[test]
fn initialisms_are_a_setting() {
    let json = MANIFEST.replace("\"unknown\"", "\"user_id\"");
    let mut manifest = manifest::from_json(&json).expect("a manifest");
    assert!(contents(&manifest, "types.go").contains("UserId "));
    manifest.sdk.go.initialisms = true;
    assert!(contents(&manifest, "types.go").contains("UserID "));
}

#[test]
fn a_user_s_type_named_option_gets_its_name() {
    let mut manifest = manifest::from_json(MANIFEST).expect("a manifest");
    manifest.types[0].name = "Option".to_owned();
    assert!(contents(&manifest, "types.go").contains("type Option "));
    assert!(contents(&manifest, "options.go").contains("type ClientOption func"));
}

#[test]
fn package_and_module_are_settings() {
    let mut manifest = manifest::from_json(MANIFEST).expect("a manifest");
    manifest.sdk.go.module = "example.org/x/y".to_owned();
    manifest.sdk.go.package = "y".to_owned();
    assert!(contents(&manifest, "go.mod").starts_with("module example.org/x/y\n"));
    assert!(contents(&manifest, "types.go").contains("\npackage y\n"));
}
