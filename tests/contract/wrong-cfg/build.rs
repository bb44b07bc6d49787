fn main() {
    println!("cargo::rustc-check-cfg=cfg(short_names, long_names)");
    println!("cargo::rustc-cfg=short_names");
    centrifugo_build::configure().compile();
}
