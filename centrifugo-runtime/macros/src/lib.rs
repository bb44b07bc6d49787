//! Macros of `centrifugo-runtime`; use them from there.
