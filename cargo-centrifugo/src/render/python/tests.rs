use super::*;

#[test]
fn versions_are_those_of_pep_440() {
    assert_eq!(version("1.2.3"), "1.2.3");
    assert_eq!(version("1.0.0-alpha.2"), "1.0.0a2");
    assert_eq!(version("1.0.0-rc1+build"), "1.0.0rc1");
    assert_eq!(version("1.0.0-pre"), "1.0.0.dev0");
}
