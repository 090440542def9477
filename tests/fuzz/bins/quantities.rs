#![no_main]
#![allow(missing_docs, reason = "a target is described where its function stands")]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::targets::quantities::run(data));
