//! Medians, for ratios of two times in one run.

use std::time::{Duration, Instant};

/// The median time of so many runs.
pub fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    let [median] = medians(runs, [&mut work]);
    median
}

/// The median time of each of several works, done by turns, so that whatever else the machine does
/// meets all of them.
pub fn medians<const WORKS: usize>(
    runs: usize,
    mut works: [&mut dyn FnMut(); WORKS],
) -> [Duration; WORKS] {
    let mut times = [const { Vec::new() }; WORKS];
    for _ in 0..runs {
        for (work, times) in works.iter_mut().zip(&mut times) {
            let start = Instant::now();
            work();
            times.push(start.elapsed());
        }
    }
    times.map(|mut times| {
        times.sort_unstable();
        times[runs / 2]
    })
}
