//! Reads the handlers below `src/` and writes the dispatch code that `include_dispatch!()` includes.

fn main() {
    centrifugo_build::configure().compile();
}
