//! Prints the wire report with every format-changing feature switched on.

#[path = "../../wire/report.rs"]
mod report;

fn main() {
    // Proof that the features are on: with them, a bare Decimal is a bare number.
    let decimal = rust_decimal::Decimal::new(1235, 2);
    assert_eq!(serde_json::to_string(&decimal).ok().as_deref(), Some("12.35"));
    print!("{}", report::report());
}
