#![no_main]
#![allow(missing_docs, reason = "a target is described where its function stands")]

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    fuzz::mutate::json(data, size, most, seed)
        .unwrap_or_else(|| libfuzzer_sys::fuzzer_mutate(data, size, most))
});
libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz::targets::settle::run(data));
