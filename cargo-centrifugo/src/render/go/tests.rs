//! What the golden cases do not show: settings of the project, and names that are in the way.

use centrifugo_build::manifest::{self, Manifest};

use super::render;

const MANIFEST: &str = include_str!("../../../../tests/cases/presence/manifest.json");

fn contents(manifest: &Manifest, path: &str) -> String {
    let files = render(manifest).expect("Go can say it");
    let mut file = files.into_iter().find(|file| file.path == path);
    file.as_mut().expect("the SDK has this file").text()
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
fn a_variant_s_name_imports_nothing() {
    let json = include_str!("../../../../tests/cases/enum_external/manifest.json");
    let json = json.replace("\"message\"", "\"time.out\"");
    let manifest = manifest::from_json(&json).expect("a manifest");
    let codec = contents(&manifest, "codec.go");
    assert!(codec.contains("\"time.out\""));
    assert!(!codec.contains("import"));
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
    manifest.sdk.go.module = Some("example.org/x/y".to_owned());
    manifest.sdk.go.package = "y".to_owned();
    assert!(contents(&manifest, "go.mod").starts_with("module example.org/x/y\n"));
    assert!(contents(&manifest, "types.go").contains("\npackage y\n"));
}

#[test]
fn a_user_s_types_take_the_package_s_names() {
    let mut manifest = manifest::from_json(MANIFEST).expect("a manifest");
    for (name, path, own) in [
        ("State", "state.go", "\ntype ClientState string"),
        (
            "State",
            "state.go",
            "\n\tClientStateConnected ClientState = ",
        ),
        ("StateEvent", "state.go", "\ntype ClientStateEvent struct"),
        (
            "VersionError",
            "version.go",
            "\ntype ClientVersionError struct",
        ),
        (
            "FakeCaller",
            "fake.go",
            "\nfunc NewClientFakeCaller() *ClientFakeCaller",
        ),
        (
            "Interceptor",
            "interceptor.go",
            "\ntype ClientInterceptor func",
        ),
    ] {
        manifest.types[0].name = name.to_owned();
        assert!(contents(&manifest, path).contains(own), "{name}");
        assert!(contents(&manifest, "types.go").contains(&format!("\ntype {name} ")));
    }
}

#[test]
fn a_folder_of_a_user_s_module_has_no_go_mod() {
    let mut manifest = manifest::from_json(MANIFEST).expect("a manifest");
    manifest.sdk.go.module = None;
    let files = render(&manifest).expect("Go can say it");
    assert!(
        files
            .iter()
            .all(|file| !["go.mod", "go.sum"].contains(&file.path.as_str()))
    );
    assert!(
        contents(&manifest, "README.md").contains("go get github.com/centrifugal/centrifuge-go")
    );
}

#[test]
fn variants_that_do_not_wait_have_names_of_their_own() {
    let mut manifest = manifest::from_json(MANIFEST).expect("a manifest");
    manifest.methods.truncate(1);
    let mut other = manifest.methods[0].clone();
    manifest.methods[0].no_wait = true;
    let name = super::names::exported(&manifest.methods[0].ident, false);
    assert!(contents(&manifest, "api.go").contains(&format!(") {name}NoWait(ctx")));
    other.ident += "_no_wait";
    manifest.methods.push(other);
    let error = render(&manifest).expect_err("two methods of one name");
    assert!(error.to_string().contains("NoWait`"), "{error}");
}

const FORMS: &str = include_str!("../../../../tests/forms/manifest.json");

#[test]
fn a_user_s_type_named_optional_gets_its_name() {
    let mut manifest = manifest::from_json(FORMS).expect("a manifest");
    manifest.types[0].name = "Optional".to_owned();
    assert!(contents(&manifest, "types.go").contains("type Optional interface"));
    assert!(contents(&manifest, "optional.go").contains("type ClientOptional["));
    assert!(contents(&manifest, "types.go").contains("ClientOptional[*string]"));
}

#[test]
fn a_type_is_two_only_where_one_would_lie() {
    let types = contents(&manifest::from_json(FORMS).expect("a manifest"), "types.go");
    for one in ["SharedInput", "TaggedInput", "ShapeInput", "OthInput"] {
        assert!(!types.contains(one), "{one}");
    }
    assert!(types.contains("type StrictInput struct"));
}

#[test]
fn a_tag_that_is_a_field_as_well_is_refused() {
    let tagged = r#"{"kind": "internal", "tag": "t"}"#;
    let manifest = FORMS.replace(tagged, r#"{"kind": "internal", "tag": "a"}"#);
    let manifest = manifest::from_json(&manifest).expect("a manifest");
    let error = render(&manifest).expect_err("no switch can have a case twice");
    assert!(
        error.to_string().contains("the key \"a\" is twice"),
        "{error}"
    );
}

#[test]
fn variants_give_way_to_types_and_the_unknown_to_variants() {
    let json = FORMS.replace(r#""name": "InnerNew""#, r#""name": "Int2A""#);
    let json = json.replace(r#"{"name": "B", "wire_name": "B", "content": {"kind": "struct", "fields": [{"name": "z""#,
        r#"{"name": "Unknown", "wire_name": "B", "content": {"kind": "struct", "fields": [{"name": "z""#);
    let types = contents(&manifest::from_json(&json).expect("a manifest"), "types.go");
    for name in [
        "Int2A Inner",
        "Int2AVariant struct",
        "Int2Unknown struct",
        "Int2UnknownVariant struct",
    ] {
        assert!(types.contains(&format!("\ntype {name}")), "{name}");
    }
}
