fn main() {
    centrifugo_build::configure().compile();
}
